/// Weighs UTF-8 against Windows-1252 over bytes without byte order mark.
///
/// Windows-1252 gives a meaning to nearly any byte, so being decodable proves nothing. It is believed
/// where runs of high bytes look like European words: letters beside ASCII letters, or the signs that
/// prose uses. Damaged UTF-8 does not look so, and one odd run in twenty words is the most allowed.
struct ByteEvidence: Sendable {
  private static let longestRun = 64

  private var multibyteCharacters = 0
  private var plausibleRuns = 0
  private var implausibleRuns = 0
  private var firstInvalid: CSVError?
  private var firstUndefined: CSVError?
  private(set) var firstNul: CSVError?

  private var tracker = PositionTracker()
  private var byteOffset = 0
  private var pending: [UInt8] = []
  private var previous: UInt8 = 0x0A

  mutating func consume(_ bytes: RawSpan) {
    if pending.isEmpty {
      weigh(bytes, isFinal: false)
    } else {
      let joined = pending + copyOfBytes(bytes, from: 0, count: bytes.byteCount)
      weigh(joined.span.bytes, isFinal: false)
    }
  }

  func concluded(byteCount: Int) throws(CSVError) -> EncodingEvidence.Finding {
    var last = self
    last.weigh(pending.span.bytes, isFinal: true)
    return try last.verdict(byteCount: byteCount)
  }
}

extension ByteEvidence {
  private func verdict(byteCount: Int) throws(CSVError) -> EncodingEvidence.Finding {
    if let firstNul { throw firstNul }
    guard let firstInvalid else {
      let sentence =
        multibyteCharacters == 0
        ? "encoding UTF-8: all \(byteCount) bytes are ASCII"
        : "encoding UTF-8: \(multibyteCharacters) multi-byte characters, every one valid"
      return EncodingEvidence.Finding(
        encoding: .utf8, hasByteOrderMark: false, basis: .validated, sentence: sentence)
    }
    guard plausibleRuns > 0, (implausibleRuns + multibyteCharacters) * 20 <= plausibleRuns else {
      throw firstInvalid
    }
    if let firstUndefined { throw firstUndefined }
    let line = firstInvalid.position?.line ?? 1
    var doubt: CSVError?
    if case .unknownEncoding(let bytes) = firstInvalid.kind {
      doubt = CSVError(.undeclaredEncoding(.windows1252, bytes: bytes), at: firstInvalid.position)
    }
    return EncodingEvidence.Finding(
      encoding: .windows1252, hasByteOrderMark: false, basis: .plausible,
      sentence: "encoding Windows-1252: not UTF-8 (from line \(line) on), and \(plausibleRuns) of "
        + "\(plausibleRuns + implausibleRuns + multibyteCharacters) places beyond ASCII read as words, which is no proof",
      doubt: doubt)
  }

  private mutating func weigh(_ bytes: RawSpan, isFinal: Bool) {
    let end = bytes.byteCount
    var index = 0
    var tracked = 0
    scanning: while index < end {
      let scan = UTF8Scan(bytes, from: index, to: end, isFinal: isFinal)
      multibyteCharacters += scan.multibyteCharacters
      index = scan.index
      switch scan.stop {
      case .end, .incomplete: break scanning
      case .nul:
        if firstNul == nil {
          firstNul = error(.nulCharacter, in: bytes, at: index, tracked: &tracked)
        }
        index += 1
      case .invalid(let length):
        var runEnd = index
        while runEnd < end, runEnd - index < Self.longestRun, BlockScan.byte(bytes, at: runEnd) >= 0x80 {
          runEnd += 1
        }
        if runEnd == end && !isFinal && runEnd - index < Self.longestRun { break scanning }
        if firstInvalid == nil {
          let kind = CSVError.Kind.unknownEncoding(
            bytes: copyOfBytes(bytes, from: index, count: length))
          firstInvalid = error(kind, in: bytes, at: index, tracked: &tracked)
        }
        weighRun(bytes, from: index, to: runEnd, tracked: &tracked)
        index = runEnd
      }
    }
    tracker.advance(over: bytes.extracting(tracked..<index))
    byteOffset += index - tracked
    if index > 0 { previous = BlockScan.byte(bytes, at: index - 1) }
    pending = copyOfBytes(bytes, from: index, count: end - index)
  }

  private mutating func error(
    _ kind: CSVError.Kind, in bytes: RawSpan, at index: Int, tracked: inout Int
  ) -> CSVError {
    tracker.advance(over: bytes.extracting(tracked..<index))
    byteOffset += index - tracked
    tracked = index
    return CSVError(kind, at: tracker.position(byteOffset: byteOffset))
  }

  private mutating func weighRun(_ bytes: RawSpan, from start: Int, to end: Int, tracked: inout Int) {
    let run = copyOfBytes(bytes, from: start, count: end - start)
    let before = start > 0 ? BlockScan.byte(bytes, at: start - 1) : previous
    let after = end < bytes.byteCount ? BlockScan.byte(bytes, at: end) : 0x0A
    if firstUndefined == nil, let undefined = run.firstIndex(where: Windows1252.isUndefined) {
      let kind = CSVError.Kind.unknownEncoding(bytes: [run[undefined]])
      let characters = error(kind, in: bytes, at: start + undefined, tracked: &tracked)
      // In a code page every byte is a character.
      if var position = characters.position {
        position.column = tracker.bytesInLine + 1
        firstUndefined = CSVError(kind, at: position)
      }
    }
    switch Self.plausibility(of: run, before: before, after: after) {
    case .some(true): plausibleRuns += 1
    case .some(false): implausibleRuns += 1
    case .none: break
    }
  }

  /// Whether a run of high bytes looks like a piece of a word.
  ///
  /// `nil` for signs alone, which tell nothing, and for undefined bytes, which are refused by themselves.
  private static func plausibility(of run: [UInt8], before: UInt8, after: UInt8) -> Bool? {
    if run.contains(where: Windows1252.isUndefined) { return nil }
    guard run.allSatisfy({ Windows1252.isLetter($0) || Windows1252.isCommonSign($0) }) else { return false }
    // What UTF-8 forbids but careless programs write: overlong forms and surrogates.
    if run.count >= 2, run[1] < 0xC0 {
      if run[0] == 0xC0 || run[0] == 0xC1 { return false }
      if run.count >= 3, run[2] < 0xC0, run[0] == 0xED && run[1] >= 0xA0 || run[0] == 0xE0 && run[1] < 0xA0 {
        return false
      }
    }
    guard run.contains(where: Windows1252.isLetter) else {
      let isDegree = run == [0xB0] && ((0x30...0x39).contains(before) || after == 0x43)
      return isDegree ? true : nil
    }
    if isASCIILetter(before) || isASCIILetter(after) { return true }
    // The French preposition à stands alone, perhaps behind a quotation mark.
    let letters = run.filter(Windows1252.isLetter)
    return letters.count == 1 && (letters[0] == 0xE0 || letters[0] == 0xC0) && after == 0x20
  }

  private static func isASCIILetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20)
  }
}
