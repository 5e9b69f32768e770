import CSV
import CohortModel
import Foundation
import Questionnaires
import Testing

/// The vocabularies of `Schema/reference`, as the tests need them.
enum TestVocabulary {
  static let schema = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Schema")

  static let shared: Vocabulary = {
    let synonyms = rows("vaccine_synonym").map { ($0[0].lowercased(), $0[1]) }
    return Vocabulary(
      symptoms: rows("symptom").map { Symptom(rawValue: $0[0]) },
      identifiers: [
        .vaccine: rows("vaccine").map { $0[0] }, .strain: rows("vaccine_strain").map { $0[0] },
        .canton: rows("canton").map { $0[0] }, .event: rows("event").map { $0[0] },
        .variant: ["alpha", "delta", "omicron"],
      ],
      synonyms: [.vaccine: Dictionary(synonyms, uniquingKeysWith: { first, _ in first })],
      licences: licences)
  }()

  private static let licences: [String: VaccineLicence] = {
    var licences: [String: VaccineLicence] = [:]
    // id, …, primary_doses, interval_days, source; vaccine, strain, approved, …
    for row in rows("vaccine") { licences[row[0]] = VaccineLicence(intervalDays: Int(row[10])) }
    for row in rows("vaccine_approval") { licences[row[0]]?.approvals[row[1]] = StudyDay(iso: row[2]) }
    return licences
  }()

  private static func rows(_ name: String) -> [[String]] {
    let file = schema.appending(path: "reference/\(name).csv")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return (try? Table(text).rows) ?? []
  }
}

/// A small CSV text, read whole.
struct Table {
  var header: [String] = []
  var rows: [[String]] = []
  var records: [Record] = []

  init(_ text: String) throws {
    var reader = RecordReader(MemorySource(text), dialect: Dialect())
    var record = Record()
    while try reader.next(&record) {
      if header.isEmpty {
        header = record.strings
      } else {
        rows.append(record.strings)
        records.append(record)
      }
    }
  }
}

/// Everything that came of reading a text with a questionnaire.
struct Reading {
  var answers: [Answers] = []
  var verdicts: [RowVerdict] = []
  var sink = FindingSink()
  var header: [Finding] = []
  var targets: [Target] = []

  init(_ questionnaire: Questionnaire, _ text: String, today: StudyDay = "2026-01-01") throws {
    let table = try Table(text)
    guard case .bound(var bound, let findings) = questionnaire.bind(header: table.header, today: today) else {
      throw Refusal()
    }
    header = findings
    targets = bound.targets
    for record in table.records {
      var row = Answers()
      verdicts.append(bound.validate(record, into: &row, findings: &sink))
      answers.append(row)
    }
  }

  struct Refusal: Error {}

  /// Rule words and columns of all findings, in their order.
  var found: [String] { sink.samples.map { "\($0.rule) \($0.column ?? "-") \($0.severity.word)" } }

  /// The cell of a row by the column's name.
  func cell(_ row: Int, _ column: String) throws -> Cell {
    answers[row].cells[try #require(targets.firstIndex { $0.columnName == column })]
  }
}

extension Questionnaire {
  /// Loads a test's questionnaire: a head with the keys that every one needs, then the test's own lines.
  static func test(_ lines: String) throws -> Questionnaire {
    try load(
      text: "questionnaire: test\nversion: 1\nparticipant: { column: id }\nevent: baseline\n" + lines,
      fileName: "test.yaml", vocabulary: TestVocabulary.shared)
  }
}
