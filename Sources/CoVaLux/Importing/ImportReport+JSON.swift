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
      "findings": .array(findingGroups.map { json($0) }), "findings_omitted": .integer(omittedFindings),
      "already_imported": .bool(wasAlreadyImported), "dry_run": .bool(isDryRun),
      "audit_head": auditHead.map { ["count": .integer(Int($0.count)), "hash": .string($0.hash)] } ?? .null,
      "seconds": .number(duration / .seconds(1)),
    ]
  }

  private func json(_ group: FindingSink.Group) -> JSONValue {
    let places = findings.filter {
      $0.rule == group.rule && $0.severity == group.severity && $0.column == group.column
    }
    return [
      "rule": .string(group.rule), "severity": .string(group.severity.word), "count": .integer(group.count),
      "column": group.column.map { .string($0) } ?? .null, "first_line": .integer(group.firstLine),
      "message": .string(group.message), "hint": group.hint.map { .string($0) } ?? .null,
      "places": .array(places.map { place($0) }), "places_omitted": .integer(group.count - places.count),
    ]
  }

  /// One finding; whose row it is and what the cell holds only where that was asked for.
  private func place(_ finding: Finding) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("line", .integer(finding.line)), .init("record", .integer(finding.record)),
      .init("message", .string(finding.message)), .init("hint", JSONValue(finding.hint)),
    ]
    let row = disclosures[finding.line]
    if let participant = row?.participant {
      members += [
        .init("participant", .string(participant)), .init("event", JSONValue(row?.event)),
        .init("instance", JSONValue(row?.instance)),
      ]
    }
    if let value = finding.column.flatMap({ row?.cells[$0] }) {
      members.append(.init("value", .string(value)))
    }
    return .object(members)
  }
}
