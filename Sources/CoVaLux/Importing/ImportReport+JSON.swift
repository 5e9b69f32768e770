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
      "findings": .array(findingGroups.map { $0.json(findings, disclosures) }),
      "findings_omitted": .integer(omittedFindings),
      "already_imported": .bool(wasAlreadyImported), "dry_run": .bool(isDryRun),
      "audit_head": auditHead.map { ["count": .integer(Int($0.count)), "hash": .string($0.hash)] } ?? .null,
      "seconds": .number(duration / .seconds(1)), "outcome": .string(isDryRun ? "tried" : "imported"),
    ]
  }
}

extension FindingSink.Group {
  /// Characters of a column's name that are told; a name without end is none.
  private static let longestColumn = 256

  /// The group with those of its findings that are known in full.
  func json(_ findings: [Finding], _ disclosures: [Int: RowDisclosure] = [:]) -> JSONValue {
    let places = findings.filter { holds($0) }
    return [
      "rule": .string(rule), "severity": .string(severity.word), "count": .integer(count),
      "column": JSONValue(column.map { String($0.prefix(Self.longestColumn)) }),
      "first_line": .integer(firstLine), "message": .string(message),
      "hint": JSONValue(hint), "places": .array(places.map { Self.place($0, disclosures[$0.line]) }),
      "places_omitted": .integer(count - places.count),
    ]
  }

  /// One finding; whose row it is and what the cell holds only where that was asked for.
  private static func place(_ finding: Finding, _ row: RowDisclosure?) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("line", .integer(finding.line)), .init("record", .integer(finding.record)),
      .init("message", .string(finding.message)), .init("hint", JSONValue(finding.hint)),
    ]
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
