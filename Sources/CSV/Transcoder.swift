/// Turns the bytes of a file, in pieces of any size, into UTF-8 without byte order mark.
///
/// Text that the encoding does not allow, and NUL characters, are errors with their place; everything
/// before that place has been handed over by then. A transcoder that has thrown is finished.
public struct Transcoder: Sendable {
  /// The encoding of the incoming bytes.
  public let encoding: TextEncoding
  /// Whether the bytes began with a byte order mark.
  public private(set) var hasByteOrderMark = false

  private var pending: [UInt8] = []
  private var isAtStart = true
  /// The byte of the file after the last that was converted.
  private(set) var byteOffset = 0
  private var tracker = PositionTracker()

  /// Creates a transcoder for one file.
  public init(from encoding: TextEncoding) {
    self.encoding = encoding
  }

  /// Appends the text of the next bytes, except for a character whose end has not come yet.
  public mutating func transcode(_ bytes: RawSpan, into output: inout [UInt8]) throws(CSVError) {
    if pending.isEmpty {
      try convert(bytes, isFinal: false, into: &output)
    } else {
      let joined = pending + copyOfBytes(bytes, from: 0, count: bytes.byteCount)
      pending.removeAll()
      try convert(joined.span.bytes, isFinal: false, into: &output)
    }
  }

  /// Appends the text of the next bytes.
  public mutating func transcode(_ bytes: [UInt8], into output: inout [UInt8]) throws(CSVError) {
    try transcode(bytes.span.bytes, into: &output)
  }

  /// Appends what was still waiting; a character that never ended is an error.
  public mutating func finish(into output: inout [UInt8]) throws(CSVError) {
    let rest = pending
    pending.removeAll()
    try convert(rest.span.bytes, isFinal: true, into: &output)
  }
}

extension Transcoder {
  private mutating func convert(
    _ bytes: RawSpan, isFinal: Bool, into output: inout [UInt8]
  ) throws(CSVError) {
    var start = 0
    if isAtStart {
      let mark = encoding.byteOrderMark
      guard bytes.byteCount >= mark.count || isFinal else {
        pending = copyOfBytes(bytes, from: 0, count: bytes.byteCount)
        return
      }
      isAtStart = false
      if !mark.isEmpty, bytes.byteCount >= mark.count,
        copyOfBytes(bytes, from: 0, count: mark.count) == mark
      {
        hasByteOrderMark = true
        start = mark.count
        byteOffset = mark.count
      }
    }

    let outputStart = output.count
    let end: Int
    var failure: CSVError.Kind?
    switch encoding {
    case .utf8: (end, failure) = Self.copyUTF8(bytes, from: start, isFinal: isFinal, into: &output)
    case .windows1252, .latin1: (end, failure) = convertSingleBytes(bytes, from: start, into: &output)
    case .utf16LittleEndian, .utf16BigEndian:
      (end, failure) = convertUTF16(bytes, from: start, isFinal: isFinal, into: &output)
    case .utf32LittleEndian, .utf32BigEndian:
      (end, failure) = convertUTF32(bytes, from: start, isFinal: isFinal, into: &output)
    }
    byteOffset += end - start
    tracker.advance(over: output.span.bytes.extracting(outputStart..<output.count))
    if let failure { throw CSVError(failure, at: tracker.position(byteOffset: byteOffset)) }
    pending = copyOfBytes(bytes, from: end, count: bytes.byteCount - end)
  }

  private static func copyUTF8(
    _ bytes: RawSpan, from start: Int, isFinal: Bool, into output: inout [UInt8]
  ) -> (Int, CSVError.Kind?) {
    let scan = UTF8Scan(bytes, from: start, to: bytes.byteCount, isFinal: isFinal)
    bytes.extracting(start..<scan.index).withUnsafeBytes { output.append(contentsOf: $0) }
    switch scan.stop {
    case .end, .incomplete: return (scan.index, nil)
    case .nul: return (scan.index, .nulCharacter)
    case .invalid(let length):
      return (scan.index, .undecodable(.utf8, bytes: copyOfBytes(bytes, from: scan.index, count: length)))
    }
  }

  private func convertSingleBytes(
    _ bytes: RawSpan, from start: Int, into output: inout [UInt8]
  ) -> (Int, CSVError.Kind?) {
    var index = start
    while index < bytes.byteCount {
      let plainEnd = BlockScan.endOfPlainASCII(in: bytes, from: index, to: bytes.byteCount)
      bytes.extracting(index..<plainEnd).withUnsafeBytes { output.append(contentsOf: $0) }
      index = plainEnd
      guard index < bytes.byteCount else { break }
      let byte = BlockScan.byte(bytes, at: index)
      if byte == 0 { return (index, .nulCharacter) }
      let scalar = encoding == .latin1 ? UInt16(byte) : Windows1252.scalar(byte)
      guard let scalar else { return (index, .undecodable(encoding, bytes: [byte])) }
      Self.append(UInt32(scalar), to: &output)
      index += 1
    }
    return (index, nil)
  }

  private func convertUTF16(
    _ bytes: RawSpan, from start: Int, isFinal: Bool, into output: inout [UInt8]
  ) -> (Int, CSVError.Kind?) {
    let highByte = encoding == .utf16BigEndian ? 0 : 1
    func unit(at index: Int) -> UInt32 {
      UInt32(BlockScan.byte(bytes, at: index + highByte)) << 8
        | UInt32(BlockScan.byte(bytes, at: index + 1 - highByte))
    }
    var index = start
    while index + 2 <= bytes.byteCount {
      let plainEnd = PlainUnits.end(in: bytes, from: index, isBigEndian: highByte == 0)
      if plainEnd > index {
        PlainUnits.append(bytes, from: index, to: plainEnd, isBigEndian: highByte == 0, to: &output)
        index = plainEnd
        continue
      }
      let first = unit(at: index)
      switch first {
      case 0: return (index, .nulCharacter)
      case 0xD800..<0xDC00:
        guard index + 4 <= bytes.byteCount else {
          guard isFinal else { return (index, nil) }
          return (index, .undecodable(encoding, bytes: copyOfBytes(bytes, from: index, count: 2)))
        }
        let second = unit(at: index + 2)
        guard (0xDC00..<0xE000).contains(second) else {
          return (index, .undecodable(encoding, bytes: copyOfBytes(bytes, from: index, count: 2)))
        }
        Self.append(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00), to: &output)
        index += 4
      case 0xDC00..<0xE000:
        return (index, .undecodable(encoding, bytes: copyOfBytes(bytes, from: index, count: 2)))
      default:
        Self.append(first, to: &output)
        index += 2
      }
    }
    guard isFinal, index < bytes.byteCount else { return (index, nil) }
    return (index, .undecodable(encoding, bytes: copyOfBytes(bytes, from: index, count: 1)))
  }

  private func convertUTF32(
    _ bytes: RawSpan, from start: Int, isFinal: Bool, into output: inout [UInt8]
  ) -> (Int, CSVError.Kind?) {
    var index = start
    while index + 4 <= bytes.byteCount {
      let unit = bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt32.self)
      let scalar = encoding == .utf32BigEndian ? UInt32(bigEndian: unit) : UInt32(littleEndian: unit)
      if scalar == 0 { return (index, .nulCharacter) }
      guard scalar < 0xD800 || scalar > 0xDFFF && scalar <= 0x10FFFF else {
        return (index, .undecodable(encoding, bytes: copyOfBytes(bytes, from: index, count: 4)))
      }
      Self.append(scalar, to: &output)
      index += 4
    }
    guard isFinal, index < bytes.byteCount else { return (index, nil) }
    let rest = copyOfBytes(bytes, from: index, count: bytes.byteCount - index)
    return (index, .undecodable(encoding, bytes: rest))
  }

  private static func append(_ scalar: UInt32, to output: inout [UInt8]) {
    switch scalar {
    case 0..<0x80: output.append(UInt8(scalar))
    case 0x80..<0x800:
      output.append(UInt8(0xC0 | scalar >> 6))
      output.append(UInt8(0x80 | scalar & 0x3F))
    case 0x800..<0x10000:
      output.append(UInt8(0xE0 | scalar >> 12))
      output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      output.append(UInt8(0x80 | scalar & 0x3F))
    default:
      output.append(UInt8(0xF0 | scalar >> 18))
      output.append(UInt8(0x80 | scalar >> 12 & 0x3F))
      output.append(UInt8(0x80 | scalar >> 6 & 0x3F))
      output.append(UInt8(0x80 | scalar & 0x3F))
    }
  }
}
