/// Reads the fields of one row after the other, in the order of the columns, from the binary form of COPY.
///
/// The method called for a field must fit its column's type; a NULL is `nil`. Fields that the caller does not
/// read are passed over.
public struct BinaryRowReader: ~Copyable {
  private let message: UnsafeRawBufferPointer
  private let statement: String
  private var offset = 0
  private var unreadCount = 0

  /// The number of fields of the row.
  public private(set) var fieldCount = 0

  init(_ message: UnsafeRawBufferPointer, statement: String) {
    self.message = message
    self.statement = statement
  }

  /// Reads a `smallint`.
  public mutating func int16() throws(PostgresError) -> Int16? {
    try number()
  }

  /// Reads an `integer`.
  public mutating func int32() throws(PostgresError) -> Int32? {
    try number()
  }

  /// Reads a `bigint`.
  public mutating func int64() throws(PostgresError) -> Int64? {
    try number()
  }

  /// Reads a `double precision`.
  public mutating func double() throws(PostgresError) -> Double? {
    let bits: UInt64? = try number()
    return bits.map { Double(bitPattern: $0) }
  }

  /// Reads a `boolean`.
  public mutating func bool() throws(PostgresError) -> Bool? {
    let byte: UInt8? = try number()
    return byte.map { $0 != 0 }
  }

  /// Reads a `date`.
  public mutating func date() throws(PostgresError) -> DateDays? {
    let days: Int32? = try number()
    return days.map { DateDays(rawValue: $0) }
  }

  /// Reads a `text`.
  public mutating func text() throws(PostgresError) -> String? {
    try field().map { String(decoding: $0, as: UTF8.self) }
  }

  /// Reads a `bytea`.
  public mutating func bytes() throws(PostgresError) -> [UInt8]? {
    try field().map { Array($0) }
  }

  /// Lends the bytes of a field of any type, which are valid during the call only.
  public mutating func withField<Value>(
    _ body: (UnsafeRawBufferPointer?) throws -> Value
  ) throws -> Value {
    try body(try field())
  }

  mutating func readHeader() throws(PostgresError) {
    let header = try take(CopyForm.header.count)
    guard header.starts(with: CopyForm.signature) else { throw malformed }
    // The extension's length is the last number; a reader must pass over what it does not know.
    let length = header.loadUnaligned(fromByteOffset: CopyForm.header.count - 4, as: UInt32.self)
    _ = try take(Int(UInt32(bigEndian: length)))
  }

  /// Begins the next row; returns false at the end of the message.
  mutating func beginRow() throws(PostgresError) -> Bool {
    while unreadCount > 0 { _ = try field() }
    guard offset < message.count else { return false }
    let count = Int16(bigEndian: try take(2).loadUnaligned(as: Int16.self))
    // -1 is the trailer.
    guard count >= 0 else { return false }
    fieldCount = Int(count)
    unreadCount = fieldCount
    return true
  }

  private var malformed: PostgresError {
    PostgresError(
      .decoding, "the rows sent do not have the binary form, or fields of other types", statement: statement)
  }

  private mutating func take(_ count: Int) throws(PostgresError) -> UnsafeRawBufferPointer {
    guard count <= message.count - offset else { throw malformed }
    defer { offset += count }
    return UnsafeRawBufferPointer(rebasing: message[offset..<offset + count])
  }

  private mutating func field() throws(PostgresError) -> UnsafeRawBufferPointer? {
    guard unreadCount > 0 else { throw malformed }
    unreadCount -= 1
    let length = Int32(bigEndian: try take(4).loadUnaligned(as: Int32.self))
    guard length >= 0 else { return nil }
    return try take(Int(length))
  }

  private mutating func number<Number: FixedWidthInteger & BitwiseCopyable>() throws(PostgresError) -> Number?
  {
    guard let field = try field() else { return nil }
    guard field.count == MemoryLayout<Number>.size else { throw malformed }
    return Number(bigEndian: field.loadUnaligned(as: Number.self))
  }
}
