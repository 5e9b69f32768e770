/// A rule about several cells whose columns have been found.
protocol BoundRule: Sendable {
  /// Checks one row; true if a finding forbids storing it.
  func check(_ cells: [Cell], line: Int, record: Int, findings: inout FindingSink) -> Bool
}

/// What a rule says when it objects.
struct Objection: Sendable {
  let rule: RowRule
  let message: String
  let hint: String?

  init(_ rule: RowRule, _ message: String, hint: String? = nil) {
    self.rule = rule
    self.message = message
    self.hint = hint
  }

  /// Adds the finding; true if it forbids storing the row.
  func report(_ column: String, line: Int, record: Int, to findings: inout FindingSink) -> Bool {
    findings.add(
      Finding(
        rule: rule.kind.rawValue, severity: rule.severity, line: line, record: record, column: column,
        message: message, hint: hint))
    return rule.severity == .error
  }
}
