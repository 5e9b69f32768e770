import CSV
import CoVaLux
import CohortTesting
import Foundation
import Questionnaires
import Testing

/// Real files of survey tools, clinics and spreadsheets, through the questionnaires among the fixtures, and back.
@Suite(.freshDatabase) struct SourceFileTests {
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  private static let real = tests.deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/import/real")

  /// A file with what an independent reader counts in it: rows of answers, and cells that are stored.
  struct Source: Sendable, CustomTestStringConvertible {
    let path: String
    let questionnaire: String
    let rows: Int
    let cells: Int
    var encoding = String.Encoding.utf8
    var delimiter: Unicode.Scalar = ","

    var testDescription: String { path }
  }

  /// Counted with Python's csv module.
  private static let sources = [
    Source(path: "survey-tools/qualtrics__sample.csv", questionnaire: "qualtrics", rows: 1, cells: 14),
    Source(
      path: "survey-tools/qualtrics__sample_legacy.csv", questionnaire: "qualtrics-legacy", rows: 1, cells: 12
    ),
    Source(
      path: "survey-tools/StarWars.csv", questionnaire: "star-wars", rows: 1186, cells: 30_428,
      encoding: .windowsCP1252),
    Source(path: "odk/simple-form.csv", questionnaire: "odk-simple-form", rows: 31, cells: 62),
    Source(path: "odk/simple-form-commas.csv", questionnaire: "odk-simple-form", rows: 1, cells: 2),
    Source(path: "odk/simple-form-double-quotes.csv", questionnaire: "odk-simple-form", rows: 1, cells: 2),
    Source(path: "odk/simple-form-newlines.csv", questionnaire: "odk-simple-form", rows: 1, cells: 2),
    Source(
      path: "isaric/vertex-mpox__follow_up.csv", questionnaire: "isaric-follow-up", rows: 1012, cells: 15_240),
    Source(
      path: "isaric/vertex-mpox__withdrawal.csv", questionnaire: "isaric-withdrawal", rows: 1000, cells: 3660),
    Source(path: "isaric/example_data.csv", questionnaire: "isaric-example", rows: 5, cells: 161),
    Source(path: "isaric/covid-study-core.csv", questionnaire: "isaric-core", rows: 5, cells: 34),
    Source(
      path: "european-excel/accent.csv", questionnaire: "excel-accent", rows: 2, cells: 28, delimiter: ";"),
    Source(
      path: "european-excel/table-with-accents.csv", questionnaire: "excel-accents", rows: 638, cells: 4466,
      encoding: .windowsCP1252, delimiter: ";"),
  ]

  @Test(.enabled(if: FileManager.default.fileExists(atPath: real.path)), arguments: sources)
  func `a file is stored as it was written`(source: Source) async throws {
    let bench = try await ImportBench()
    let stored = try await compare([source], in: bench)
    #expect(stored == source.cells)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: real.path)))
  func `repeats within repeats belong to the participant of the form around them`() async throws {
    let bench = try await ImportBench()
    let g3 = try Self.questionnaire("odk-g3")
    let path = Self.real.appending(path: "odk/nested-repeats-g3.csv").path
    let early = try await bench.cohort.importing(path, as: g3, options: ImportOptions(today: "2026-01-01"))
    #expect(early.rows.rejected == 5)
    #expect(early.findingGroups.map(\.rule) == ["unknown-parent"])
    let levels = [("", 1, 2), ("-g1", 3, 6), ("-g2", 4, 8), ("-g3", 5, 10)]
    let sources = levels.map { suffix, rows, cells in
      Source(
        path: "odk/nested-repeats\(suffix).csv",
        questionnaire: suffix.isEmpty ? "odk-nested-repeats" : "odk\(suffix)", rows: rows, cells: cells)
    }
    #expect(try await compare(sources, in: bench) == 26)
    #expect(try await bench.texts("select count(*)::text from cohort.participant") == ["1"])
    let instances = try await bench.texts(
      "select form || ' ' || string_agg(instance::text, ',' order by instance) from cohort.response group by form order by 1"
    )
    #expect(
      instances == ["odk-g1 1,2,3", "odk-g2 1,2,3,4", "odk-g3 1,2,3,4,5", "odk-nested-repeats 1"])
  }

  /// Imports files twice and compares every cell; returns how many were compared.
  private func compare(_ sources: [Source], in bench: ImportBench) async throws -> Int {
    var expected: [String] = []
    for source in sources {
      let loaded = try Self.questionnaire(source.questionnaire)
      let path = Self.real.appending(path: source.path).path
      let options = ImportOptions(today: "2026-01-01")
      let report = try await bench.cohort.importing(path, as: loaded, options: options)
      #expect(report.findings.filter { $0.severity != .note }.map(\.description) == [])
      #expect(report.rows.new == source.rows && report.rows.read == source.rows)
      let again = try await bench.cohort.importing(path, as: loaded, options: options)
      #expect(again.rows.same == source.rows && again.rows.new + again.rows.changed == 0)
      expected += try Self.cells(of: source, loaded.questionnaire)
    }
    let stored = try await bench.texts(
      """
      select concat_ws(E'\\t', a.form, q.name, case q.kind
        when 'coded' then q.codes ->> a.coded[q.place]::text
        when 'number' then a.numbers[q.place]::text
        when 'date' then ('2000-01-01'::date + a.numbers[q.place]::int)::text
        else a.texts ->> q.name end)
      from cohort.answer a join reference.question q using (questionnaire_id)
      where case q.kind when 'text' then a.texts ->> q.name is not null
        when 'coded' then a.coded[q.place] >= 0 else a.numbers[q.place] is not null end
      """)
    let read = stored.map { Self.normal($0 ?? "") }.sorted()
    #expect(read == expected.sorted(), "\(sources.map(\.path))")
    return stored.count
  }

  /// What the cells of a file must be stored as: form, question and value.
  private static func cells(of source: Source, _ questionnaire: Questionnaire) throws -> [String] {
    let table = try PlainTable(
      contentsOf: real.appending(path: source.path), encoding: source.encoding, delimiter: source.delimiter)
    let layout = questionnaire.header
    let names = layout.columns(of: table.rows).map { $0.lowercased() }
    #expect(table.rows.count == source.rows + layout.rows)
    var cells: [String] = []
    for write in questionnaire.writes {
      guard case .answer(let index) = write.destination else { continue }
      let answer = questionnaire.answers[index]
      let column = try #require(write.columns.compactMap { names.firstIndex(of: $0.lowercased()) }.first)
      for row in table.rows.dropFirst(layout.rows) {
        let cell = row[column].trimmingCharacters(in: .whitespacesAndNewlines)
        if cell.isEmpty { continue }
        let coding = write.codings.first { $0.cell.lowercased() == cell.lowercased() }
        if case .missing? = coding?.meaning { continue }
        let text = answer.kind == .text ? row[column] : cell
        let value = answer.kind == .coded ? coding?.name ?? "?" : text
        let number = answer.kind == .number || answer.kind == .integer
        let day = answer.kind == .date && cell.contains("/")
        let stored = number ? value.replacing(",", with: ".") : day ? Self.iso(value) : value
        cells.append(normal("\(questionnaire.form)\t\(answer.name)\t\(stored)"))
      }
    }
    return cells
  }

  /// `2018/3/31` as `2018-03-31`.
  private static func iso(_ text: String) -> String {
    text.split(separator: "/").map { $0.count == 1 ? "0\($0)" : String($0) }.joined(separator: "-")
  }

  /// Numbers as their values.
  private static func normal(_ line: String) -> String {
    var parts = line.split(separator: "\t", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    if parts.count == 3, let number = Double(parts[2]) { parts[2] = "\(number)" }
    return parts.joined(separator: "\t")
  }

  private static func questionnaire(_ name: String) throws -> LoadedQuestionnaire {
    try LoadedQuestionnaire(contentsOf: tests.appending(path: "Fixtures/sources/\(name).yaml").path)
  }
}
