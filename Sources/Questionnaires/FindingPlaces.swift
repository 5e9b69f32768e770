/// Tells where a cell stands in the file that people see, where rows were put together from it.
public protocol FindingPlaces: Sendable {
  /// The finding with its place in that file.
  func located(_ finding: Finding) -> Finding
}

extension Finding {
  /// The finding at another line and record.
  public func at(line: Int, record: Int) -> Finding {
    Finding(
      rule: rule, severity: severity, line: line, record: record, column: column, message: message,
      hint: hint)
  }
}
