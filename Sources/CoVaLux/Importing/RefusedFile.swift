import CSV
public import Questionnaires
public import Reporting

/// A file of which nothing was stored, with why, free of any participant's value.
public struct RefusedFile: Sendable {
  /// Name of the file without folders.
  public let file: String
  /// Why, in one line without the name of the file.
  public let message: String
  /// What was found, by rule and column.
  public let findingGroups: [FindingSink.Group]
  /// The first findings in full.
  public let findings: [Finding]

  /// What reading the whole file showed, if that is why it was refused.
  private let report: ImportReport?
  private let clearedColumns: [ImportReport.ClearedColumn]

  /// Makes what is said about a file that is refused for a reason of the caller's.
  public init(file: String, message: String) {
    self.init(file, message, [])
  }

  /// What an error says about the file at a path; nil if it is about something else, such as the database.
  public init?(at path: String, because error: any Error) {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    // The findings are said one by one, and the name of the file beside the message.
    var message = String("\(error)".prefix { !$0.isNewline })
    for prefix in ["\(file): ", "\(path): "] where message.hasPrefix(prefix) {
      message.removeFirst(prefix.count)
    }
    switch error {
    case ImportRefusal.tooManyRejected(let report):
      self.init(file, message, report.findings, report: report)
    case ImportRefusal.unusable(_, let findings), ImportRefusal.notClearable(_, let findings):
      self.init(file, message, findings)
    case ImportRefusal.clearsTooMuch(_, let columns, _): self.init(file, message, [], cleared: columns)
    case is ImportRefusal, is PlanRefusal: self.init(file, message, [])
    case is SourceFileError:
      self.init(file, message, [Finding(rule: "unreadable-file", severity: .error, message: message)])
    case let error as CSVError: self.init(file, message, [Finding(of: error)])
    default: return nil
    }
  }

  private init(
    _ file: String, _ message: String, _ findings: [Finding], report: ImportReport? = nil,
    cleared: [ImportReport.ClearedColumn] = []
  ) {
    self.file = file
    self.message = message
    self.findings = findings
    self.report = report
    clearedColumns = cleared
    var sink = FindingSink()
    for finding in findings { sink.add(finding) }
    findingGroups = report?.findingGroups ?? sink.groups
  }

  /// The document of an import, with what was found about the file; keys are only ever added to.
  ///
  /// - Parameter questionnaire: What the file was read as; nil if nobody knows.
  /// - Returns: The document.
  public func json(as questionnaire: LoadedQuestionnaire?) -> JSONValue {
    guard case .object(let members) = report?.json ?? document(questionnaire) else { return .null }
    let outcome: [JSONValue.Member] = [.init("outcome", "refused"), .init("message", .string(message))]
    return .object(members.filter { $0.key != "outcome" } + outcome)
  }

  private func document(_ loaded: LoadedQuestionnaire?) -> JSONValue {
    [
      "schema": 1, "batch": .null, "file": .string(file), "sha256": .null,
      "questionnaire": JSONValue(loaded?.questionnaire.name),
      "version": JSONValue(loaded?.questionnaire.version), "dialect": .null,
      "rows": ["read": 0, "new": 0, "changed": 0, "same": 0, "rejected": 0],
      "changed_cells": 0, "other_streams": 0, "without_answers": 0,
      "cleared": .array(
        clearedColumns.map { ["column": .string($0.column), "values": .integer($0.values)] }),
      "findings": .array(findingGroups.map { $0.json(findings) }), "findings_omitted": 0,
      "already_imported": false, "dry_run": false, "audit_head": .null, "seconds": .null,
    ]
  }
}
