import CSV
import Questionnaires
public import Reporting

extension ImportReport {
  /// Whether something was found that somebody should look at: errors or warnings.
  public var hasFindings: Bool { findingGroups.contains { $0.severity > .note } }

  /// The report for programs; keys are only ever added to.
  public var json: JSONValue {
    [
      "schema": 1, "batch": batch.map { .integer(Int($0)) } ?? .null, "file": .string(file),
      "sha256": .string(sha256), "questionnaire": .string(questionnaire), "version": .integer(version),
      "dialect": [
        "encoding": .string(dialect.encoding.rawValue),
        "delimiter": .string(String(UnicodeScalar(dialect.delimiter.rawValue))),
        "evidence": .array(dialect.evidence.map { .string($0) }),
      ],
      "rows": [
        "read": .integer(rows.read), "new": .integer(rows.new), "changed": .integer(rows.changed),
        "same": .integer(rows.same), "rejected": .integer(rows.rejected),
      ],
      "changed_cells": .integer(changedCells), "other_streams": .integer(rowsOfOtherStreams),
      "without_answers": .integer(rowsWithoutAnswers),
      "cleared": .array(
        clearedColumns.map { ["column": .string($0.column), "values": .integer($0.values)] }),
      "findings": .array(findingGroups.map { Self.json($0) }),
      "already_imported": .bool(wasAlreadyImported), "dry_run": .bool(isDryRun),
      "audit_head": auditHead.map { ["count": .integer(Int($0.count)), "hash": .string($0.hash)] } ?? .null,
      "seconds": .number(duration / .seconds(1)),
    ]
  }

  private static func json(_ group: FindingSink.Group) -> JSONValue {
    [
      "rule": .string(group.rule), "severity": .string(group.severity.word), "count": .integer(group.count),
      "column": group.column.map { .string($0) } ?? .null, "first_line": .integer(group.firstLine),
      "message": .string(group.message), "hint": group.hint.map { .string($0) } ?? .null,
    ]
  }
}
