import CoVaLux
import Reporting

/// What an export published, as people and programs read it.
enum ExportReportText {
  static func text(_ report: ExportReport) -> String {
    var lines = [
      "\(report.directory)   release \(report.release) under \(report.profile)",
      "  \(report.participants) participants, \(report.suppressedParticipants) left out to protect them; "
        + "\(report.followUps) follow-ups, \(report.followUpsLeftOut) left out",
      "  at least \(report.smallestClass) participants are alike (promised: \(report.k)); "
        + "loss of utility \(Numbers.shortest((report.loss * 1000).rounded() / 1000))",
    ]
    lines += report.levels.map { "  \($0.column): level \($0.level) of \($0.highest), \($0.meaning)" }
    lines += report.files.map { "  \(report.directory)/\($0.name)" }
    lines += report.warnings.map { "  warning: \($0)" }
    lines.append("  manifest \(report.manifestSHA256)")
    return lines.map { TerminalText.escaped($0) }.joined(separator: "\n")
  }

  static func json(_ report: ExportReport) -> JSONValue {
    [
      "schema": 1, "directory": .string(report.directory), "release": .integer(Int(report.release)),
      "profile": .string(report.profile), "participants": .integer(report.participants),
      "suppressed_participants": .integer(report.suppressedParticipants),
      "follow_ups": .integer(report.followUps),
      "follow_ups_left_out": .integer(report.followUpsLeftOut), "k": .integer(report.k),
      "smallest_class": .integer(report.smallestClass), "loss": .number(report.loss),
      "levels": .array(
        report.levels.map { level in
          [
            "column": .string(level.column), "level": .integer(level.level),
            "highest": .integer(level.highest),
            "meaning": .string(level.meaning),
          ]
        }), "files": .array(report.files.map { .string($0.name) }),
      "manifest_sha256": .string(report.manifestSHA256),
      "warnings": .array(report.warnings.map { .string($0) }),
    ]
  }
}
