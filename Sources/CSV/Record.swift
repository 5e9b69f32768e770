/// One record of a file, reused from row to row.
///
/// All fields lie unescaped in one flat buffer, with the delimiters and the quotes around fields still
/// between them, so reading a row allocates nothing once the buffer has grown to the longest row.
public struct Record: Sendable {
  /// The UTF-8 bytes of all fields; `range(of:)` says which belong to which.
  public internal(set) var bytes: [UInt8] = []
  /// The number of fields.
  public internal(set) var count = 0
  /// The line of the file where the record begins, from 1, as an editor shows it.
  public internal(set) var line = 0
  /// The number of the record: 1 for the header, 2 for the first row; blank lines have none.
  public internal(set) var number = 0

  /// Twice the place of the delimiter after each field, plus one where the field was quoted.
  ///
  /// The first element is that of a delimiter before the first field; there are more than `count + 1`.
  @usableFromInline var packedEnds = [-2] + [Int](repeating: 0, count: 128)

  /// Creates an empty record for a reader to fill.
  public init() {}

  /// The place of a field in `bytes`.
  @inlinable
  public func range(of field: Int) -> Range<Int> {
    precondition(field >= 0 && field < count, "a field beyond the record's last")
    let packed = packedEnds[field + 1]
    let quote = packed & 1
    // The scanner puts a field's quotes between the delimiters around it.
    let start = (packedEnds[field] >> 1) &+ 1 &+ quote
    return Range(uncheckedBounds: (start, (packed >> 1) &- quote))
  }

  /// Whether a field stood in quotes, which tells `""` from an empty field.
  @inlinable
  public func wasQuoted(_ field: Int) -> Bool {
    precondition(field >= 0 && field < count, "a field beyond the record's last")
    return packedEnds[field &+ 1] & 1 == 1
  }

  /// Calls a closure with the bytes of a field.
  @inlinable
  public func withField<Result>(_ field: Int, _ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
    try body(bytes.span.extracting(range(of: field)))
  }

  /// The text of a field; it allocates, so it is not for hot paths.
  public func string(at field: Int) -> String {
    String(decoding: bytes[range(of: field)], as: UTF8.self)
  }

  /// The texts of all fields, for headers and messages.
  public var strings: [String] {
    (0..<count).map(string(at:))
  }
}
