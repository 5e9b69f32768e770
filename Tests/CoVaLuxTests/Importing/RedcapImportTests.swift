import CSV
import CoVaLux
import CohortTesting
import Foundation
import Testing

/// Real REDCap projects, through a questionnaire made from their dictionaries, into the database and back.
@Suite(.freshDatabase) struct RedcapImportTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/import/real/redcap")

  /// Projects without repeating instruments, with the rows whose cells are really wrong: texts that were entered
  /// before their fields were validated as date and integer.
  private static let projects: [(name: String, rejected: Int)] = [
    ("checkboxes-1", 0), ("clinical-trial-1", 0), ("decimal-comma", 0), ("longitudinal", 0),
    ("nonnumeric-record-id", 0), ("potentially-problematic-values", 2),
  ]

  @Test(.enabled(if: FileManager.default.fileExists(atPath: folder.path)), arguments: projects)
  func `a project is stored as it was exported`(project: (name: String, rejected: Int)) async throws {
    let bench = try await ImportBench()
    let data = Self.folder.appending(path: "\(project.name)__data.csv")
    let rows = try Self.rows(of: data)
    let text = try LoadedQuestionnaire.textFromREDCap(
      dictionary: Self.folder.appending(path: "\(project.name)__dictionary.csv").path,
      options: .init(
        name: "redcap", study: "redcap", isLongitudinal: rows[0].contains("redcap_event_name")))
    let report = try await bench.cohort.importing(
      data.path, as: LoadedQuestionnaire(text: text, fileName: "redcap.yaml"),
      options: ImportOptions(today: "2026-01-01"))
    #expect(report.rows.read == rows.count - 1)
    #expect(report.rows.rejected == project.rejected)
    #expect(report.rows.new == rows.count - 1 - project.rejected)
    let stored = try await bench.texts("select count(*)::text from cohort.response")
    #expect(stored == [String(report.rows.new)])
    let compared = try await compare(rows, in: bench)
    #expect(compared > 0 || report.rows.new == 0)
  }

  /// Looks every number and text of the file up in the database; returns how many were compared.
  private func compare(_ rows: [[String]], in bench: ImportBench) async throws -> Int {
    let answers = try await bench.texts(
      """
      select concat_ws(E'\\t', x.code, a.event, q.name, case q.kind
        when 'number' then a.numbers[q.place]::text
        when 'date' then ('2000-01-01'::date + a.numbers[q.place]::int)::text
        else a.texts ->> q.name end)
      from cohort.answer a join intake.crosswalk x using (participant_id)
        join reference.question q using (questionnaire_id)
      where q.kind <> 'coded' and case when q.kind = 'text' then a.texts ->> q.name is not null
        else a.numbers[q.place] is not null end
      """)
    let event = rows[0].firstIndex(of: "redcap_event_name")
    var cells: [String: String] = [:]
    for row in rows.dropFirst() {
      for (column, name) in rows[0].enumerated() {
        let key = [row[0].uppercased(), event.map { row[$0] } ?? "baseline", name].joined(separator: "\t")
        cells[key] = row[column].trimmingCharacters(in: .whitespacesAndNewlines)
      }
    }
    for answer in answers {
      let parts = (answer ?? "").split(separator: "\t", maxSplits: 3, omittingEmptySubsequences: false).map(
        String.init)
      let cell = cells[parts[0...2].joined(separator: "\t")]
      let isSame =
        cell == parts[3]
        || cell.flatMap { Double($0.replacing(",", with: ".")) } == Double(parts[3])
          && Double(parts[3]) != nil
      #expect(isSame, "record \(parts[0]), column \(parts[2])")
    }
    return answers.count
  }

  /// A reader of its own, so that a mistake of the importer's is not repeated here.
  private static func rows(of url: URL) throws -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell = ""
    var isQuoted = false
    let text = try String(contentsOf: url, encoding: .utf8).replacing("\r\n", with: "\n").replacing(
      "\u{FEFF}", with: "")
    var characters = Array(text.unicodeScalars)[...]
    while let scalar = characters.popFirst() {
      switch scalar {
      case "\"" where isQuoted && characters.first == "\"":
        cell.unicodeScalars.append(scalar)
        characters.removeFirst()
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        row.append(cell)
        cell = ""
      case "\n" where !isQuoted:
        rows.append(row + [cell])
        row = []
        cell = ""
      default: cell.unicodeScalars.append(scalar)
      }
    }
    if !cell.isEmpty || !row.isEmpty { rows.append(row + [cell]) }
    return rows.filter { $0 != [""] }
  }
}
