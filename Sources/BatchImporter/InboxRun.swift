import CSV
import CoVaLux
import CommandLineBehaviour
import Reporting

/// Takes the files of an inbox one by one: find the questionnaire, import, report, move.
struct InboxRun: Sendable {
  let folders: InboxFolders
  let cohort: Cohort

  /// What became of a file.
  private enum Outcome {
    case imported(ImportReport)
    case refused(name: String, message: String, findings: [Finding])
  }

  /// Takes every file that is there and settled; returns whether something was found in one of them.
  func takeAll() async throws -> Bool {
    let seen = try folders.waiting().map { (name: $0, state: folders.state(of: $0)) }
    guard !seen.isEmpty else { return false }
    try await Task.sleep(for: .seconds(2))
    var hasFindings = false
    for (name, state) in seen {
      try Task.checkCancellation()
      guard let state, folders.state(of: name) == state else {
        Terminal.complain(
          "covalux-import: \(TerminalText.escaped(name)): still being written; left for the next run")
        continue
      }
      hasFindings = try await take(name) || hasFindings
    }
    return hasFindings
  }

  private func take(_ name: String) async throws -> Bool {
    let reportName = folders.reportName(for: name)
    let outcome: Outcome
    do {
      outcome = .imported(try await imported(name, rejects: "\(folders.reports)/\(reportName).rejected.csv"))
    } catch let error as SourceFileError where error.reason == .changed || error.reason == .absent {
      Terminal.complain("covalux-import: \(TerminalText.escaped("\(error)"))")
      return false
    } catch let error as SourceFileError {
      outcome = .refused(name: name, message: "\(error)", findings: [])
    } catch let error as QuestionnaireChoiceError {
      outcome = .refused(name: name, message: "\(error)", findings: [])
    } catch let error as CSVError {
      outcome = .refused(name: name, message: "\(error)", findings: [])
    } catch let error as ImportRefusal {
      var findings: [Finding] = []
      if case .unusable(_, let found) = error { findings = found }
      outcome = .refused(name: name, message: "\(error)", findings: findings)
    }
    // The report comes first: a file that is moved has one, and one that is not is taken again without harm.
    let report = try AtomicFile(path: "\(folders.reports)/\(reportName).json", overwrites: false)
    try report.write(Self.json(outcome).text + "\n")
    try report.publish()
    return try settle(name, outcome)
  }

  private func imported(_ name: String, rejects: String) async throws -> ImportReport {
    let path = "\(folders.inbox)/\(name)"
    let questionnaire = try QuestionnaireChoice.questionnaire(of: name, at: path)
    var options = ImportOptions(today: try await cohort.today())
    options.rejectsPath = rejects
    options.reason = "unattended import"
    return try await cohort.importing(path, as: questionnaire, options: options)
  }

  private func settle(_ name: String, _ outcome: Outcome) throws -> Bool {
    switch outcome {
    case .imported(let report):
      let moved = try folders.move(name, to: folders.done)
      Terminal.put(TerminalText.escaped("done      \(moved)  as \(report.questionnaire)  \(report.summary)"))
      return report.hasFindings
    case .refused(_, let message, _):
      let moved = try folders.move(name, to: folders.rejected)
      Terminal.put(TerminalText.escaped("rejected  \(moved)  \(message)"))
      return true
    }
  }

  private static func json(_ outcome: Outcome) -> JSONValue {
    switch outcome {
    case .imported(let report):
      guard case .object(let members) = report.json else { return report.json }
      return .object(members + [.init("outcome", "imported")])
    case .refused(let name, let message, let findings):
      return [
        "schema": 1, "batch": .null, "file": .string(name), "outcome": "refused", "message": .string(message),
        "findings": .array(
          findings.map { finding in
            [
              "rule": .string(finding.rule), "severity": .string(finding.severity.word),
              "column": JSONValue(finding.column), "first_line": .integer(finding.line),
              "message": .string(finding.message), "hint": JSONValue(finding.hint),
            ]
          }),
      ]
    }
  }
}
