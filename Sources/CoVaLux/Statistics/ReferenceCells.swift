import CohortModel

/// A file of `Schema/reference` that the program carries cannot be read.
public struct ReferenceError: Error, Hashable, CustomStringConvertible {
  /// Name of the file without its ending.
  public let table: String
  /// The column in which something else was expected.
  public let column: String

  /// Where, and what to do.
  public var description: String {
    "reference/\(table).csv: the column \(column) is missing or cannot be read; "
      + "build the program again from an unchanged Schema folder"
  }
}

/// The cells of one row of a reference file, by column.
struct ReferenceCells {
  private let table: String
  private let cells: [String: String]

  init(_ table: String, _ cells: [String: String]) {
    self.table = table
    self.cells = cells
  }

  func text(_ column: String) throws(ReferenceError) -> String {
    guard let text = cells[column] else { throw ReferenceError(table: table, column: column) }
    return text
  }

  func integer(_ column: String) throws(ReferenceError) -> Int {
    guard let number = Int(try text(column)) else { throw ReferenceError(table: table, column: column) }
    return number
  }

  func number(_ column: String) throws(ReferenceError) -> Double {
    guard let number = Double(try text(column)) else { throw ReferenceError(table: table, column: column) }
    return number
  }

  func day(_ column: String) throws(ReferenceError) -> StudyDay {
    guard let day = StudyDay(iso: try text(column)) else {
      throw ReferenceError(table: table, column: column)
    }
    return day
  }
}
