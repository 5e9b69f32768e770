/// A table of categories, held as columns of integer codes.
///
/// A missing value is a category like any other: two rows agree on it only if both lack it.
public struct Microdata: Sendable {
  /// The columns, each with `rowCount` codes.
  public let columns: [Column]
  /// The unit (the participant) of each row, or nil where every row is a unit of its own.
  public let units: [Int32]?
  /// The number of rows.
  public let rowCount: Int

  /// Makes a table of columns of equal length with different names.
  ///
  /// - Parameters:
  ///   - columns: at least one column.
  ///   - units: any number that tells one participant from another, for each row.
  public init(columns: [Column], units: [Int32]? = nil) {
    let rowCount = columns.first?.codes.count ?? 0
    precondition(columns.allSatisfy { $0.codes.count == rowCount }, "columns differ in length")
    precondition(units.map { $0.count == rowCount } ?? true, "units differ in length from the columns")
    precondition(Set(columns.map(\.name)).count == columns.count, "two columns have the same name")
    self.columns = columns
    self.units = units
    self.rowCount = rowCount
  }

  /// Finds a column by its name.
  public func column(named name: String) -> Column? {
    columns.first { $0.name == name }
  }

  /// The names of the quasi-identifiers, in column order.
  public var quasiIdentifiers: [String] {
    columns.filter { $0.role == .quasiIdentifier }.map(\.name)
  }
}

extension Microdata {
  /// One column: a code for each row, and the label of each code.
  public struct Column: Sendable {
    /// The name, as it is published.
    public let name: String
    /// What the column is to an attacker.
    public let role: ColumnRole
    /// The label of each code; no label occurs twice.
    public let labels: [String]
    /// The code of each row, an index into `labels`.
    public let codes: [Int32]

    /// Makes a column that is coded already.
    public init(name: String, role: ColumnRole, labels: [String], codes: [Int32]) {
      precondition(Set(labels).count == labels.count, "two codes of a column have the same label")
      precondition(codes.allSatisfy { labels.indices.contains(Int($0)) }, "a code has no label")
      self.name = name
      self.role = role
      self.labels = labels
      self.codes = codes
    }

    /// Codes a column of labels in the order of their first appearance.
    public init(name: String, role: ColumnRole, values: some Sequence<String>) {
      var labels: [String] = []
      var codeOfLabel: [String: Int32] = [:]
      var codes: [Int32] = []
      codes.reserveCapacity(values.underestimatedCount)
      for value in values {
        if let code = codeOfLabel[value] {
          codes.append(code)
        } else {
          let code = Int32(labels.count)
          codeOfLabel[value] = code
          labels.append(value)
          codes.append(code)
        }
      }
      self.name = name
      self.role = role
      self.labels = labels
      self.codes = codes
    }
  }
}
