import CSV
import CoVaLux
import Reporting

/// The report about one file.
struct FileReport: Sendable {
  /// Name of the file as it arrived.
  let file: String
  /// What the names of the reports about it begin with.
  let name: String
  let outcome: FileOutcome
  /// When it was finished, after ISO 8601.
  let finished: String

  /// Name of the file of rejected rows, which lies beside the report; nil if no row was rejected.
  var rejectsName: String? {
    guard case .imported(let report) = outcome, report.rejectsPath != nil else { return nil }
    return "\(name).rejected.csv"
  }

  /// The report for programs: that of `covalux import` with what became of the file.
  var json: JSONValue {
    let added: [JSONValue.Member] = [
      .init("finished", .string(finished)), .init("rejects_file", JSONValue(rejectsName)),
    ]
    switch outcome {
    case .imported(let report):
      guard case .object(let members) = report.json else { return report.json }
      return .object(members + [.init("outcome", "imported")] + added)
    case .refused(let message, let findings):
      return .object(
        [
          .init("schema", 1), .init("batch", .null), .init("file", .string(file)),
          .init("outcome", "refused"), .init("message", .string(message)),
          .init("findings", .array(findings.map(Self.json))),
        ] + added)
    }
  }

  private static func json(_ finding: Finding) -> JSONValue {
    [
      "rule": .string(finding.rule), "severity": .string(finding.severity.word),
      "column": JSONValue(finding.column), "first_line": .integer(finding.line),
      "message": .string(finding.message), "hint": JSONValue(finding.hint),
    ]
  }
}
