import CohortModel
import Foundation
import Questionnaires
import Testing

@Suite struct PrivacyTests {
  /// Every cell of a file is a canary; no finding may sing.
  @Test(arguments: ShippedQuestionnaireTests.files)
  func `no finding holds what a cell holds`(file: URL) throws {
    let questionnaire = try Questionnaire.load(
      text: String(contentsOf: file, encoding: .utf8), fileName: file.lastPathComponent,
      vocabulary: TestVocabulary.shared)
    let keys = [questionnaire.participant.columns[0]] + questionnaire.slots.map { $0.column.columns[0] }
    var columns = keys
    for write in questionnaire.writes where !columns.contains(write.columns[0]) {
      columns.append(write.columns[0])
    }
    switch questionnaire.event {
    case .column(let key, _)?, .open(let key, _)?: columns.append(key.columns[0])
    default: break
    }
    if let only = questionnaire.only { columns.append(only.column.columns[0]) }
    let canaries = [
      "canary bird", "canary\u{01}", "99/99/CANARY", "CANARY12,5", String(repeating: "Canary", count: 150),
    ]
    var text = columns.joined(separator: ",") + "\n"
    for canary in canaries {
      let row = columns.map { column in
        questionnaire.only?.column.columns.contains(column) == true
          ? questionnaire.only?.values[0] ?? "" : "\"\(canary)\""
      }
      text += row.joined(separator: ",") + "\n"
    }
    let reading = try Reading(questionnaire, text)
    #expect(reading.sink.errorCount > columns.count)
    #expect(reading.verdicts == Array(repeating: .rejected, count: canaries.count))
    for finding in reading.sink.samples {
      let words = [
        finding.rule, finding.column ?? "", finding.message, finding.hint ?? "", finding.description,
      ]
      #expect(!words.joined().lowercased().contains("canary"), "\(finding.rule)")
    }
    for group in reading.sink.groups { #expect(!"\(group)".lowercased().contains("canary"), "\(group.rule)") }
  }

  @Test func `findings are counted beyond the limit and kept up to it`() {
    var sink = FindingSink(limit: 3)
    for line in 1...10 {
      sink.beginRow()
      sink.add(Finding(rule: "range", severity: .error, line: line, column: "a", message: "more than 3"))
      if line.isMultiple(of: 2) {
        sink.add(Finding(rule: "trimmed", severity: .note, line: line, message: "m"))
      }
    }
    #expect(sink.samples.map(\.line) == [1, 2, 2])
    #expect(sink.omittedCount == 12)
    #expect(sink.groups.map(\.count) == [10, 5])
    #expect(sink.groups.map(\.firstLine) == [1, 2])
    #expect(sink.row.map(\.rule) == ["range", "trimmed"])
    #expect((sink.errorCount, sink.warningCount, sink.noteCount) == (10, 0, 5))
  }
}
