/// The old and the new value of a stored cell, as text; nil is NULL.
///
/// Never printed, and stored sealed.
public struct ChangedCell: Sendable {
  /// The statement that takes changed cells; a row has batch, participant, table, key, column and sealed values.
  public static let copyStatement = """
    copy intake.changed_cell (batch_id, participant_id, table_name, row_key, column_name, sealed) \
    from stdin (format binary)
    """

  /// The value before the change.
  public let old: String?
  /// The value after the change.
  public let new: String?

  /// Makes a change.
  public init(old: String?, new: String?) {
    self.old = old
    self.new = new
  }

  /// The change encrypted and bound to the cell it belongs to.
  public func sealed(
    with keys: KeyRing, table: String, rowKey: String, column: String, participant: Int64
  ) throws -> [UInt8] {
    try keys.seal(
      Self.field(old) + Self.field(new), context: "changed_cell/\(table)/\(participant)/\(rowKey)/\(column)")
  }

  /// Reads a sealed change; throws if it belongs to another cell or was altered.
  public init(
    sealed: [UInt8], with keys: KeyRing, table: String, rowKey: String, column: String, participant: Int64
  ) throws {
    let bytes = try keys.open(sealed, context: "changed_cell/\(table)/\(participant)/\(rowKey)/\(column)")
    var rest = bytes[...]
    old = Self.next(&rest)
    new = Self.next(&rest)
  }

  /// A marker, and for a value four bytes of length and the text.
  private static func field(_ text: String?) -> [UInt8] {
    guard let text else { return [0] }
    let bytes = Array(text.utf8)
    return [1] + (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (24 - $0 * 8)) } + bytes
  }

  private static func next(_ bytes: inout ArraySlice<UInt8>) -> String? {
    guard bytes.popFirst() == 1, bytes.count >= 4 else { return nil }
    let count = bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    bytes = bytes.dropFirst(4)
    defer { bytes = bytes.dropFirst(count) }
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
