/// Bounds that keep a damaged or hostile file from filling the memory.
public struct ReadingLimits: Hashable, Sendable {
  /// The longest field, unescaped.
  public var fieldBytes: Int
  /// The longest record as it stands in the file, as UTF-8 and without its line end.
  public var rowBytes: Int
  /// The most fields in a record.
  public var columns: Int

  /// Creates limits; by default 1 MiB a field, 4 MiB a record and 4,096 columns.
  public init(fieldBytes: Int = 1 << 20, rowBytes: Int = 4 << 20, columns: Int = 4096) {
    self.fieldBytes = fieldBytes
    self.rowBytes = rowBytes
    self.columns = columns
  }
}
