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

  /// A project with the rows of each of its questionnaires, counted in its file with a spreadsheet's means.
  struct Project: Sendable, CustomTestStringConvertible {
    /// Rows of one questionnaire: stored, refused, and without any answer.
    struct Rows: Sendable {
      let stored: Int
      /// Cells that are really wrong: texts that were entered before their fields were validated as date and integer.
      var rejected = 0
      /// Forms that were never opened.
      var empty = 0
    }

    let name: String
    let plain: Rows
    /// Rows of repeating instruments.
    var instruments: [(name: String, rows: Rows)] = []
    /// Values that can be looked up one by one.
    let values: Int

    var testDescription: String { name }
  }

  private static let projects = [
    Project(name: "checkboxes-1", plain: .init(stored: 3, empty: 1), values: 33),
    Project(name: "clinical-trial-1", plain: .init(stored: 500), values: 6000),
    Project(name: "decimal-comma", plain: .init(stored: 4), values: 20),
    Project(name: "longitudinal", plain: .init(stored: 16, empty: 2), values: 400),
    Project(name: "nonnumeric-record-id", plain: .init(stored: 3), values: 6),
    Project(name: "potentially-problematic-values", plain: .init(stored: 0, rejected: 2), values: 0),
    Project(
      name: "repeating-instruments", plain: .init(stored: 2), instruments: [("bp", .init(stored: 4))],
      values: 32),
    Project(
      name: "repeating-instruments-sparse", plain: .init(stored: 5), instruments: [("bp", .init(stored: 4))],
      values: 40),
  ]

  @Test(.enabled(if: FileManager.default.fileExists(atPath: folder.path)), arguments: projects)
  func `a project is stored as it was exported`(project: Project) async throws {
    let bench = try await ImportBench()
    let data = Self.folder.appending(path: "\(project.name)__data.csv")
    let rows = try Self.rows(of: data)
    let drafts = try LoadedQuestionnaire.draftsFromREDCap(
      dictionary: Self.folder.appending(path: "\(project.name)__dictionary.csv").path, export: data.path,
      options: .init(name: "redcap", study: "redcap"))
    let expected = [("redcap", project.plain)] + project.instruments.map { ("redcap-\($0.name)", $0.rows) }
    #expect(drafts.map(\.name) == expected.map(\.0))
    for (draft, (_, counts)) in zip(drafts, expected) {
      let questionnaire = try LoadedQuestionnaire(text: draft.text, fileName: "\(draft.name).yaml")
      let report = try await bench.cohort.importing(
        data.path, as: questionnaire, options: ImportOptions(today: "2026-01-01"))
      #expect(report.findings.filter { $0.severity == .warning }.map(\.description) == [])
      #expect(report.rows.rejected == counts.rejected)
      #expect(report.rows.new == counts.stored)
      #expect(report.rowsWithoutAnswers == counts.empty)
      #expect(
        report.rows.read + report.rowsWithoutAnswers + report.rowsOfOtherStreams == rows.count - 1)
      let again = try await bench.cohort.importing(
        data.path, as: questionnaire, options: ImportOptions(today: "2026-01-01"))
      #expect(again.rows.same == counts.stored && again.rows.new + again.rows.changed == 0)
    }
    let stored = try await bench.texts(
      "select form || ' ' || count(*) from cohort.response group by form order by 1")
    #expect(stored == expected.filter { $0.1.stored > 0 }.map { "\($0.0) \($0.1.stored)" })
    #expect(try await compare(rows, in: bench) == project.values)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: folder.path)))
  func `a real project, value by value, is what its table is`() async throws {
    let bench = try await ImportBench()
    let data = Self.folder.appending(path: "longitudinal__data.csv")
    let rows = try Self.rows(of: data)
    let draft = try LoadedQuestionnaire.draftsFromREDCap(
      dictionary: Self.folder.appending(path: "longitudinal__dictionary.csv").path, export: data.path,
      structure: (
        Self.folder.appending(path: "longitudinal__event.csv").path,
        Self.folder.appending(path: "longitudinal__arm.csv").path, nil
      ), options: .init(name: "redcap", study: "redcap"))[0]
    let questionnaire = try LoadedQuestionnaire(text: draft.text, fileName: "redcap.yaml")
    let options = ImportOptions(today: "2026-01-01")
    #expect(try await bench.cohort.importing(data.path, as: questionnaire, options: options).rows.new == 16)
    var lines = ["record,redcap_event_name,field_name,value"]
    for row in rows.dropFirst() {
      for (name, cell) in zip(rows[0], row) where name != "redcap_event_name" && !cell.isEmpty {
        let value = cell.replacing("\"", with: "\"\"")
        lines.append("\(row[0]),\(row[1]),\(name),\"\(value)\"")
      }
    }
    let report = try await bench.cohort.importing(
      bench.write(([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n") + "\n"),
      as: questionnaire, options: options)
    #expect(report.rows.same == 16 && report.rows.new + report.rows.changed + report.rows.rejected == 0)
    #expect(report.findings.map(\.description) == [])
  }

  /// The list of errors that REDCap's own background import gives for the same file.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: folder.path)))
  func `of 75 records exactly the three bad cells are found`() async throws {
    let bench = try await ImportBench()
    let names =
      ["field_1,text,,integer", "field_2,radio,\"1, One | 2, Two\","]
      + ["3", "4", "10", "11", "12", "13"].map { "field_\($0),text,," }
    let dictionary = try bench.write(
      ([
        "field_name,field_type,select_choices_or_calculations,text_validation_type_or_show_slider_number,form_name"
      ]
        + (["record_id,text,,"] + names).map { $0 + ",form_1" }).joined(separator: "\n") + "\n",
      to: "dictionary.csv")
    let draft = try LoadedQuestionnaire.draftsFromREDCap(
      dictionary: dictionary, options: .init(name: "big", study: "redcap"))[0]
    let file = Self.folder.appending(path: "BigDataTestProjectbadDATA.csv")
    let report = try await bench.cohort.importing(
      file.path, as: LoadedQuestionnaire(text: draft.text, fileName: "big.yaml"),
      options: ImportOptions(today: "2026-01-01"))
    let rows = try Self.rows(of: file)
    let expected = try Self.rows(of: Self.folder.appending(path: "expected-errors.csv")).dropFirst().map {
      "\($0[0]) \($0[1])"
    }
    // No cell of the file has a line break, so that line and row are the same.
    let found = report.findings.map { "\(rows[$0.line - 1][0]) \($0.column ?? "")" }
    #expect(found == expected)
    #expect(report.rows == .init(read: 75, new: 72, rejected: 3))
  }

  /// Looks every number and text of the file up in the database; returns how many were compared.
  private func compare(_ rows: [[String]], in bench: ImportBench) async throws -> Int {
    let answers = try await bench.texts(
      """
      select concat_ws(E'\\t', x.code, a.event,
        case when a.form like 'redcap-%' then substr(a.form, 8) || ' ' || a.instance else '' end, q.name, case q.kind
        when 'coded' then a.coded[q.place]::text
        when 'number' then a.numbers[q.place]::text
        when 'date' then ('2000-01-01'::date + a.numbers[q.place]::int)::text
        else a.texts ->> q.name end)
      from cohort.answer a join intake.crosswalk x using (participant_id)
        join reference.question q using (questionnaire_id)
      where case q.kind when 'text' then a.texts ->> q.name is not null
        when 'coded' then a.coded[q.place] >= 0 else a.numbers[q.place] is not null end
      """)
    func place(_ name: String) -> Int? { rows[0].firstIndex(of: name) }
    let event = place("redcap_event_name")
    let instrument = place("redcap_repeat_instrument")
    let instance = place("redcap_repeat_instance")
    var cells: [String: String] = [:]
    for row in rows.dropFirst() {
      let repeated = instrument.flatMap {
        row[$0].isEmpty ? nil : "\(row[$0]) \(instance.map { row[$0] } ?? "")"
      }
      for (column, name) in rows[0].enumerated() {
        let key = [row[0].uppercased(), event.map { row[$0] } ?? "baseline", repeated ?? "", name]
        cells[key.joined(separator: "\t")] = row[column]
      }
    }
    for answer in answers {
      let parts = (answer ?? "").split(separator: "\t", maxSplits: 4, omittingEmptySubsequences: false).map(
        String.init)
      // An option of a checkbox question is `question.code`.
      let column = parts[3].split(separator: ".").map { $0.lowercased() }.joined(separator: "___").replacing(
        "-", with: "_")
      let cell = cells[(parts[0...2] + [column]).joined(separator: "\t")]
      let isSame =
        cell == parts[4]
        || cell.flatMap { Double($0.replacing(",", with: ".")) } == Double(parts[4])
          && Double(parts[4]) != nil
      #expect(isSame, "record \(parts[0]), column \(parts[3])")
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
