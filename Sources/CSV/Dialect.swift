/// How a delimited text file is spelled: its encoding, delimiter and line endings, and why we think so.
public struct Dialect: Hashable, Sendable {
  /// What the choice of the encoding rests on.
  public enum EncodingBasis: Hashable, Sendable {
    /// Named by the user, and the whole file agrees.
    case declared
    /// Stated by the file's byte order mark.
    case byteOrderMark
    /// The whole file is valid in it, and that does not happen by chance.
    case validated
    /// The bytes are plausible text in it, but other encodings would decode too.
    case plausible
  }

  /// The encoding of the file.
  public var encoding: TextEncoding
  /// Whether the file begins with a byte order mark.
  public var hasByteOrderMark: Bool
  /// What the encoding rests on.
  public var encodingBasis: EncodingBasis
  /// The character between fields.
  public var delimiter: Delimiter
  /// How the lines of the first records end.
  public var lineEnding: LineEnding
  /// Whether the first line is Excel's `sep=;` and no record.
  public var hasSeparatorLine: Bool
  /// Sentences that justify the dialect, free of any cell's content.
  public var evidence: [String]
  /// Why the encoding should rather be declared; nil where it is certain.
  ///
  /// Bytes above ASCII that are no UTF-8 mean something in nearly every code page, so what reads well may be wrong.
  public var encodingDoubt: CSVError?

  /// The quote character, the same in every dialect.
  public static let quote: UInt8 = 0x22

  /// Creates a dialect that is known beforehand.
  public init(
    encoding: TextEncoding = .utf8,
    hasByteOrderMark: Bool = false,
    encodingBasis: EncodingBasis = .declared,
    delimiter: Delimiter = .comma,
    lineEnding: LineEnding = .lineFeed,
    hasSeparatorLine: Bool = false,
    evidence: [String] = [],
    encodingDoubt: CSVError? = nil
  ) {
    self.encoding = encoding
    self.hasByteOrderMark = hasByteOrderMark
    self.encodingBasis = encodingBasis
    self.delimiter = delimiter
    self.lineEnding = lineEnding
    self.hasSeparatorLine = hasSeparatorLine
    self.evidence = evidence
    self.encodingDoubt = encodingDoubt
  }
}

extension Dialect {
  /// Reads a source to its end and decides its dialect.
  ///
  /// Throws `CSVError` where the evidence refuses the file or allows two readings, and
  /// whatever the source throws.
  public static func detect(
    in source: inout some ByteSource,
    encoding: TextEncoding? = nil,
    delimiter: Delimiter? = nil
  ) throws -> Dialect {
    var detector = DialectDetector(encoding: encoding, delimiter: delimiter)
    var chunk = [UInt8](repeating: 0, count: 256 * 1024)
    while true {
      let count = try chunk.withUnsafeMutableBytes { try source.read(into: $0) }
      if count == 0 { return try detector.conclude() }
      detector.consume(chunk.span.bytes.extracting(0..<count))
      if let refusal = detector.refusal { throw refusal }
    }
  }
}
