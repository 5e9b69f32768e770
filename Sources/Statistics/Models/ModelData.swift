/// The columns from which a model is built, all of the same length.
public struct ModelData: Sendable {
  /// The names of the columns in the order in which they were added.
  public private(set) var names: [String] = []
  /// How many rows each column has.
  public let rows: Int
  private var columns: [String: ModelColumn] = [:]

  /// Begins with no columns.
  public init(rows: Int) { self.rows = max(rows, 0) }

  /// Adds a column, or replaces the one of this name; one of another length is refused.
  public mutating func add(_ column: ModelColumn, named name: String) throws(FormulaError) {
    guard column.count == rows else { throw FormulaError(.unevenLength(name)) }
    if columns.updateValue(column, forKey: name) == nil { names.append(name) }
  }

  /// The column of a name.
  public subscript(name: String) -> ModelColumn? { columns[name] }
}
