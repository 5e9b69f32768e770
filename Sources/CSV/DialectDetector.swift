/// Decides the dialect of a file by evidence, fed with the whole file piece by piece.
///
/// The encoding is proven over every byte: an undecodable byte in line 90,000 is found before any
/// row is read. The delimiter is chosen by the first records.
public struct DialectDetector: Sendable {
  private static let sampleBytes = 512 * 1024

  private let declaredDelimiter: Delimiter?
  private var encoding: EncodingEvidence
  private var sample: [UInt8] = []
  private var isSampleWhole = true

  /// Creates a detector; what the user has declared is checked instead of guessed.
  public init(encoding: TextEncoding? = nil, delimiter: Delimiter? = nil) {
    self.encoding = EncodingEvidence(declared: encoding)
    declaredDelimiter = delimiter
  }

  /// Takes the next bytes of the file.
  public mutating func consume(_ bytes: RawSpan) {
    let room = min(Self.sampleBytes - sample.count, bytes.byteCount)
    bytes.extracting(0..<room).withUnsafeBytes { sample.append(contentsOf: $0) }
    if room < bytes.byteCount { isSampleWhole = false }
    encoding.consume(bytes)
  }

  /// Takes the next bytes of the file.
  public mutating func consume(_ bytes: [UInt8]) {
    consume(bytes.span.bytes)
  }

  /// Why the file cannot be read whatever follows; nil while it may be.
  public var refusal: CSVError? { encoding.refusal }

  /// Decides, after the last byte.
  public func conclude() throws(CSVError) -> Dialect {
    let found = try encoding.concluded()
    var text: [UInt8] = []
    var transcoder = Transcoder(from: found.encoding)
    // The whole file has been found to decode, so only the cut at the sample's end can be left over.
    try transcoder.transcode(sample, into: &text)
    if isSampleWhole { try transcoder.finish(into: &text) }
    guard text.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }) else {
      throw CSVError(.emptyFile)
    }

    let separator = try SeparatorLine(text)
    let rows = Array(text[(separator?.end ?? 0)...])
    let delimiters = DelimiterEvidence(
      text: rows, isWhole: isSampleWhole, declared: declaredDelimiter ?? separator?.delimiter)
    let choice = try delimiters.concluded(isDeclared: declaredDelimiter != nil)
    return Dialect(
      encoding: found.encoding,
      hasByteOrderMark: found.hasByteOrderMark,
      encodingBasis: found.basis,
      delimiter: choice.delimiter,
      lineEnding: delimiters.lineEnding(with: choice.delimiter),
      hasSeparatorLine: separator != nil,
      evidence: [found.sentence, choice.sentence],
      encodingDoubt: found.doubt)
  }
}

/// Excel's first line `sep=;`, which is no record.
private struct SeparatorLine {
  let delimiter: Delimiter
  /// Where the line's end ends.
  let end: Int

  init?(_ text: [UInt8]) throws(CSVError) {
    let isQuoted = text.first == Dialect.quote
    let start = isQuoted ? 1 : 0
    let name = text[start...].prefix(4).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    guard name.elementsEqual("sep=".utf8) else { return nil }
    let lineEnd = text.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? text.count
    var named = text[(start + 4)..<lineEnd]
    if isQuoted, named.last == Dialect.quote { named.removeLast() }
    // A longer line is a header whose first name happens to begin like this.
    guard named.count <= 1 else { return nil }
    guard let byte = named.first, let delimiter = Delimiter(rawValue: byte) else {
      throw CSVError(.unsupportedSeparator, at: CSVError.Position(line: 1, column: 5, byteOffset: 4))
    }
    self.delimiter = delimiter
    let isPair = text[lineEnd...].starts(with: [0x0D, 0x0A])
    end = min(lineEnd + (isPair ? 2 : 1), text.count)
  }
}
