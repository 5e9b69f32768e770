/// Rows in PostgreSQL's binary COPY form, encoded into memory that is used again.
///
/// It needs no connection: an importer fills one for each table and hands it to
/// ``Connection/copyIn(_:from:)`` when it is full. A field's type must be exactly that of its column.
public struct CopyBuffer: Sendable {
  // All of the storage is initialised and `end` marks what is used: a field is one store and no append.
  @usableFromInline var storage: [UInt8]
  @usableFromInline var end = 0

  /// The number of rows begun since the buffer was made or cleared.
  public private(set) var rowCount = 0

  /// Makes an empty buffer that can hold `capacity` bytes before it grows.
  public init(capacity: Int = 65_536) {
    storage = [UInt8](repeating: 0, count: max(64, capacity))
  }

  /// The number of bytes of the rows.
  public var byteCount: Int { end }

  /// Forgets the rows and keeps the memory.
  public mutating func removeAll() {
    end = 0
    rowCount = 0
  }

  /// Begins a row; exactly `fieldCount` fields must follow.
  public mutating func beginRow(fieldCount: Int) {
    precondition(fieldCount <= 1600, "a table has no more than 1600 columns")
    rowCount += 1
    store(Int16(truncatingIfNeeded: fieldCount))
  }

  /// Lends the bytes of the rows.
  public func withRows<Value, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try storage.span.extracting(..<end).withUnsafeBytes(body)
  }

  /// Appends a NULL.
  @inlinable public mutating func appendNull() {
    store(Int32(-1))
  }

  /// Appends a `smallint`.
  @inlinable public mutating func append(int16 value: Int16?) {
    guard let value else { return appendNull() }
    store(first: 6, of: Self.word(of: value))
  }

  /// Appends `count` fields of type `smallint`, each of which `value` tells by its place.
  @inlinable public mutating func append(int16Count count: Int, _ value: (Int) -> Int16) {
    reserve(count * 6 + 2)
    var offset = end
    storage.withUnsafeMutableBytes { storage in
      for place in 0..<count {
        let word = Self.word(of: value(place))
        storage.storeBytes(of: word.bigEndian, toByteOffset: offset, as: UInt64.self)
        offset += 6
      }
    }
    end = offset
  }

  /// Appends an `integer`.
  @inlinable public mutating func append(int32 value: Int32?) {
    guard let value else { return appendNull() }
    store(first: 8, of: 4 << 32 | UInt64(UInt32(bitPattern: value)))
  }

  /// Appends a `bigint`.
  @inlinable public mutating func append(int64 value: Int64?) {
    guard let value else { return appendNull() }
    store(length: 8, value)
  }

  /// Appends a `double precision`.
  @inlinable public mutating func append(double value: Double?) {
    guard let value else { return appendNull() }
    store(length: 8, Int64(bitPattern: value.bitPattern))
  }

  /// Appends a `boolean`.
  @inlinable public mutating func append(bool value: Bool?) {
    guard let value else { return appendNull() }
    store(first: 5, of: 1 << 32 | (value ? 1 : 0) << 24)
  }

  /// Appends a `date`, in days since 2000-01-01.
  @inlinable public mutating func append(days value: Int32?) {
    append(int32: value)
  }

  /// Appends a `date`.
  public mutating func append(date value: DateDays?) {
    append(int32: value?.rawValue)
  }

  /// Appends a `timestamptz`, in microseconds since 2000-01-01 00:00 UTC.
  @inlinable public mutating func append(microseconds value: Int64?) {
    append(int64: value)
  }

  /// Appends a `text`.
  public mutating func append(text value: String?) {
    guard var value else { return appendNull() }
    value.withUTF8 { append(bytes: UnsafeRawBufferPointer($0)) }
  }

  /// Appends the UTF-8 bytes of a `text`, or the bytes of a `bytea`.
  public mutating func append(bytes: UnsafeRawBufferPointer) {
    store(Int32(bytes.count))
    store(bytes)
  }

  /// Appends the UTF-8 bytes of a `text`, or the bytes of a `bytea`.
  public mutating func append(bytes: some Sequence<UInt8>) {
    let done: Void? = bytes.withContiguousStorageIfAvailable { append(bytes: UnsafeRawBufferPointer($0)) }
    if done == nil { append(bytes: Array(bytes)) }
  }

  /// Appends the UTF-8 bytes of a `text`, or the bytes of a `bytea`.
  public mutating func append(bytes: Span<UInt8>) {
    bytes.withUnsafeBytes { append(bytes: $0) }
  }

  /// Appends the 16 bytes of a `uuid`.
  public mutating func append(uuid bytes: [UInt8]?) {
    guard let bytes else { return appendNull() }
    precondition(bytes.count == 16, "a uuid has 16 bytes")
    append(bytes: bytes)
  }

  /// Appends the JSON text of a `jsonb`.
  public mutating func append(jsonb value: String?) {
    guard var value else { return appendNull() }
    value.withUTF8 { append(jsonbBytes: UnsafeRawBufferPointer($0)) }
  }

  /// Appends the JSON text, in UTF-8, of a `jsonb`.
  public mutating func append(jsonbBytes bytes: UnsafeRawBufferPointer) {
    // The text follows the version of the format, which is 1.
    store(Int32(bytes.count + 1))
    store(Int8(1))
    store(bytes)
  }

  /// Appends a `jsonb` that is an object, by the JSON text, in UTF-8, of its members.
  public mutating func append(jsonbMembers members: Span<UInt8>) {
    store(Int32(members.count + 3))
    store(Int8(1))
    store(UInt8(ascii: "{"))
    members.withUnsafeBytes { store($0) }
    store(UInt8(ascii: "}"))
  }

  @inlinable mutating func store<Value: FixedWidthInteger>(_ value: Value) {
    let size = MemoryLayout<Value>.size
    reserve(size)
    let offset = end
    storage.withUnsafeMutableBytes {
      $0.storeBytes(of: value.bigEndian, toByteOffset: offset, as: Value.self)
    }
    end = offset + size
  }

  /// The length and the two bytes of a `smallint`, at the upper end of a word.
  @inlinable static func word(of value: Int16) -> UInt64 {
    2 << 32 | UInt64(UInt16(bitPattern: value)) << 16
  }

  /// Stores the highest bytes of a word: a short field and its length in one go.
  @inlinable mutating func store(first count: Int, of word: UInt64) {
    reserve(8)
    let offset = end
    storage.withUnsafeMutableBytes {
      $0.storeBytes(of: word.bigEndian, toByteOffset: offset, as: UInt64.self)
    }
    end = offset + count
  }

  @inlinable mutating func store(length: Int32, _ value: Int64) {
    reserve(12)
    let offset = end
    storage.withUnsafeMutableBytes { storage in
      storage.storeBytes(of: length.bigEndian, toByteOffset: offset, as: Int32.self)
      storage.storeBytes(of: value.bigEndian, toByteOffset: offset + 4, as: Int64.self)
    }
    end = offset + 12
  }

  @usableFromInline mutating func store(_ bytes: UnsafeRawBufferPointer) {
    reserve(bytes.count)
    let offset = end
    storage.withUnsafeMutableBytes { storage in
      UnsafeMutableRawBufferPointer(rebasing: storage[offset..<offset + bytes.count]).copyMemory(from: bytes)
    }
    end = offset + bytes.count
  }

  /// Overwrites a number that was stored before.
  mutating func replace(at offset: Int, with value: Int32) {
    storage.withUnsafeMutableBytes {
      $0.storeBytes(of: value.bigEndian, toByteOffset: offset, as: Int32.self)
    }
  }

  @inlinable mutating func reserve(_ count: Int) {
    if storage.count - end < count { grow(by: count) }
  }

  /// Doubles a small buffer; a large one, which is about to be sent, gets only a part more.
  @usableFromInline mutating func grow(by count: Int) {
    let more = min(storage.count, max(Self.largestStep, storage.count / 4))
    let size = storage.count + max(more, count)
    storage.reserveCapacity(size)
    storage.append(contentsOf: repeatElement(0, count: size - storage.count))
  }

  private static let largestStep = 512 << 10
}
