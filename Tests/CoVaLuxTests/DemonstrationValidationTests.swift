import CSV
import CohortModel
import Foundation
import Questionnaires
import Testing

@testable import CoVaLux

/// Every made-up file, read with its shipped questionnaire: exactly the planted defects are found.
@Suite struct DemonstrationValidationTests {
  private static let files = DemonstrationCohort(participants: 600).files()
  private static let schema = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Schema")

  private static func identifiers(_ name: String) throws -> [[String]] {
    let text = try String(contentsOf: schema.appending(path: "reference/\(name).csv"), encoding: .utf8)
    var reader = RecordReader(MemorySource(text), dialect: Dialect())
    var record = Record()
    var rows: [[String]] = []
    while try reader.next(&record) { rows.append(record.strings) }
    return Array(rows.dropFirst())
  }

  private static func vocabulary() throws -> Vocabulary {
    func first(_ name: String) throws -> [String] { try identifiers(name).map { $0[0] } }
    let synonyms = try identifiers("vaccine_synonym").map { ($0[0].lowercased(), $0[1]) }
    var licences: [String: VaccineLicence] = [:]
    // id, …, primary_doses, interval_days, source; vaccine, strain, approved, …
    for row in try identifiers("vaccine") { licences[row[0]] = VaccineLicence(intervalDays: Int(row[10])) }
    for row in try identifiers("vaccine_approval") {
      licences[row[0]]?.approvals[row[1]] = StudyDay(iso: row[2])
    }
    return Vocabulary(
      symptoms: try first("symptom").map { Symptom(rawValue: $0) },
      identifiers: [
        .vaccine: try first("vaccine"), .strain: try first("vaccine_strain"), .canton: try first("canton"),
        .event: try first("event"), .variant: try first("variant_period"),
      ],
      synonyms: [.vaccine: Dictionary(synonyms, uniquingKeysWith: { first, _ in first })],
      licences: licences)
  }

  /// What reading a file with its questionnaire found.
  private struct Reading {
    var refusals: [String] = []
    var headerErrors: [String] = []
    /// Lines of rejected rows, and of accepted rows with an error in a cell.
    var rejectedRows: Set<Int> = []
    var rejectedCells: Set<Int> = []
    var sink = FindingSink(limit: 100_000)
    var otherStreams = 0
  }

  private func read(_ file: DemonstrationFile) throws -> Reading {
    let path = Self.schema.appending(path: "questionnaires/\(file.questionnaire).yaml")
    let questionnaire = try Questionnaire.load(
      text: String(contentsOf: path, encoding: .utf8), fileName: path.lastPathComponent,
      vocabulary: Self.vocabulary())
    var source = MemorySource(file.bytes)
    let dialect = try Dialect.detect(in: &source)
    var reader = RecordReader(MemorySource(file.bytes), dialect: dialect)
    var record = Record()
    _ = try reader.next(&record)
    var reading = Reading()
    guard
      case .bound(var bound, let findings) = questionnaire.bind(header: record.strings, today: "2024-06-01")
    else {
      reading.refusals.append(file.name)
      return reading
    }
    reading.headerErrors = findings.filter { $0.severity >= .warning }.map(\.description)
    var answers = Answers()
    while try reader.next(&record) {
      switch bound.validate(record, into: &answers, findings: &reading.sink) {
      case .rejected: reading.rejectedRows.insert(record.line)
      case .otherStream: reading.otherStreams += 1
      case .withoutAnswers: break
      case .accepted:
        if reading.sink.row.contains(where: { $0.severity == .error }) {
          reading.rejectedCells.insert(record.line)
        }
      }
    }
    return reading
  }

  @Test(arguments: files.map(\.name))
  func `exactly the planted errors are found`(name: String) throws {
    let file = try #require(Self.files.first { $0.name == name })
    let reading = try read(file)
    #expect(reading.refusals.isEmpty)
    #expect(reading.headerErrors.isEmpty)
    func lines(_ consequence: PlantedDefect.Consequence) -> Set<Int> {
      Set(file.plantedDefects.filter { $0.consequence == consequence }.map(\.line))
    }
    #expect(reading.rejectedRows == lines(.rejectsRow))
    #expect(reading.rejectedCells == lines(.rejectsCell))
    let warned = Set(reading.sink.samples.filter { $0.severity == .warning }.map(\.line))
    #expect(warned == lines(.warns))
    let columns = Set(
      reading.sink.samples.filter { $0.severity == .error }.map { "\($0.line) \($0.column ?? "")" })
    for defect in file.plantedDefects where defect.kind != .swappedDoses {
      guard defect.consequence == .rejectsRow || defect.consequence == .rejectsCell else { continue }
      #expect(columns.contains("\(defect.line) \(defect.column)"))
    }
  }

  @Test func `rows of another stream are passed over`() throws {
    let year = try #require(Self.files.first { $0.questionnaire == "predi-covid-month-12" })
    #expect(try read(year).otherStreams > 0)
  }
}
