/// Collects, over the whole file, what speaks for its encoding.
struct EncodingEvidence: Sendable {
  struct Finding {
    var encoding: TextEncoding
    var hasByteOrderMark: Bool
    var basis: Dialect.EncodingBasis
    var sentence: String
    /// Why the encoding should be declared, where it is only plausible.
    var doubt: CSVError?
  }

  private enum Mode {
    /// Waiting for enough bytes to tell UTF-16 and other formats by.
    case undecided
    /// One byte a character, or UTF-8.
    case bytes(ByteEvidence)
    /// Checked by decoding.
    case decoding(Transcoder, Dialect.EncodingBasis)
    case refused(CSVError)
  }

  private static let headBytes = 4096

  private let declared: TextEncoding?
  private var mode = Mode.undecided
  private var head: [UInt8] = []
  private var byteCount = 0

  init(declared: TextEncoding?) {
    self.declared = declared
  }

  mutating func consume(_ bytes: RawSpan) {
    byteCount += bytes.byteCount
    var bytes = bytes
    if case .undecided = mode {
      let room = min(Self.headBytes - head.count, bytes.byteCount)
      head.append(contentsOf: copyOfBytes(bytes, from: 0, count: room))
      bytes = bytes.extracting(room..<bytes.byteCount)
      guard head.count == Self.headBytes else { return }
      decide()
    }
    feed(bytes)
  }

  /// Why nothing that follows can make the file readable; nil while something can.
  var refusal: CSVError? {
    switch mode {
    case .refused(let error): error
    case .bytes(let evidence): evidence.firstNul
    case .undecided, .decoding: nil
    }
  }

  func concluded() throws(CSVError) -> Finding {
    var last = self
    if case .undecided = last.mode { last.decide() }
    return try last.finish()
  }
}

extension EncodingEvidence {
  private mutating func decide() {
    mode = initialMode()
    let bytes = head
    feed(bytes.span.bytes)
  }

  private func initialMode() -> Mode {
    if let format = FileFormat(head: head) { return .refused(CSVError(.notText(format))) }
    let marked = TextEncoding.marked.first { head.starts(with: $0.byteOrderMark) }
    if let declared {
      if let marked, marked != declared {
        return .refused(CSVError(.encodingContradicted(declared: declared, found: marked)))
      }
      return .decoding(Transcoder(from: declared), .declared)
    }
    if let marked { return .decoding(Transcoder(from: marked), .byteOrderMark) }
    if let unmarked = utf32ByPattern() ?? utf16ByPattern() {
      return .decoding(Transcoder(from: unmarked), .validated)
    }
    return .bytes(ByteEvidence())
  }

  /// Any text in UTF-32 has a zero in every fourth byte, and Western text in nearly two more.
  private func utf32ByPattern() -> TextEncoding? {
    let units = head.count / 4
    guard units > 0 else { return nil }
    var zeros = [0, 0, 0, 0]
    for index in 0..<4 * units where head[index] == 0 { zeros[index & 3] += 1 }
    if zeros[3] == units, zeros[2] * 10 >= units * 9, zeros[0] * 10 < units { return .utf32LittleEndian }
    if zeros[0] == units, zeros[1] * 10 >= units * 9, zeros[3] * 10 < units { return .utf32BigEndian }
    return nil
  }

  /// Western text in UTF-16 has a zero in nearly every other byte, nearly always on the same side.
  private func utf16ByPattern() -> TextEncoding? {
    let units = head.count / 2
    var zerosFirst = 0
    var zerosSecond = 0
    for unit in 0..<units {
      zerosFirst += head[2 * unit] == 0 ? 1 : 0
      zerosSecond += head[2 * unit + 1] == 0 ? 1 : 0
    }
    if zerosFirst * 10 < zerosSecond, zerosSecond * 2 > units { return .utf16LittleEndian }
    if zerosSecond * 10 < zerosFirst, zerosFirst * 2 > units { return .utf16BigEndian }
    return nil
  }

  private mutating func feed(_ bytes: RawSpan) {
    switch mode {
    case .undecided, .refused: break
    case .bytes(var evidence):
      // Taken out while it changes, so that its buffers are not copied.
      mode = .undecided
      evidence.consume(bytes)
      mode = .bytes(evidence)
    case .decoding(var transcoder, let basis):
      mode = .undecided
      var text: [UInt8] = []
      text.reserveCapacity(bytes.byteCount)
      do throws(CSVError) {
        try transcoder.transcode(bytes, into: &text)
        mode = .decoding(transcoder, basis)
      } catch {
        mode = .refused(error)
      }
    }
  }

  private func finish() throws(CSVError) -> Finding {
    switch mode {
    case .undecided: throw CSVError(.emptyFile)
    case .refused(let error): throw error
    case .bytes(let evidence): return try evidence.concluded(byteCount: byteCount)
    case .decoding(var transcoder, let basis):
      var rest: [UInt8] = []
      try transcoder.finish(into: &rest)
      let reason =
        switch basis {
        case .declared: "as declared"
        case .byteOrderMark: "by its byte order mark"
        case .validated, .plausible: "by where its bytes are zero"
        }
      return Finding(
        encoding: transcoder.encoding, hasByteOrderMark: transcoder.hasByteOrderMark, basis: basis,
        sentence: "encoding \(transcoder.encoding): \(reason), and all \(byteCount) bytes decode")
    }
  }
}
