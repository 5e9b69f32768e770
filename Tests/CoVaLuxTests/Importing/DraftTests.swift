import CSV
import CoVaLux
import CohortTesting
import Foundation
import Questionnaires
import Testing

/// Proposed questionnaires load, and their files import with them.
@Suite(.freshDatabase) struct DraftTests {
  private static let real = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/import/real")

  private func draft(_ text: String, in bench: ImportBench) throws -> String {
    try LoadedQuestionnaire.draft(from: bench.write(text, to: "visit.csv"), study: "test").text
  }

  @Test func `columns are typed by all of their cells`() async throws {
    let bench = try await ImportBench()
    var text = "pid;visit_date;us;both;status;smoker;age;weight;note;email;zero;gap;ratio;stamp\n"
    for number in 1...60 {
      let fields = [
        "P-\(number)", "\(number % 28 + 1)/03/2021", "03/\(number % 28 + 1)/2021",
        "\(number % 12 + 1)/03/2021",
        number == 7 ? "2" : "\(number % 3 == 0 ? 0 : 1)", number % 2 == 0 ? "oui" : "non", "\(20 + number)",
        "\(number),5", "word \(number * 7919 % 100)", "a@b.lu", "00\(number % 10)",
        number % 2 == 0 ? "" : "NA",
        "1.\(100 + number)", "2021-03-04 10:\(10 + number % 40)",
      ]
      text += fields.joined(separator: ";") + "\n"
    }
    let draft = try draft(text, in: bench)
    #expect(
      draft == """
        # Proposed from visit.csv, 60 rows. Look at every line marked with ?;
        # then rename answers that have a concept, and put words to the codes.
        questionnaire: visit
        version: 1
        study: "test"
        legal-basis: consent
        enrols: true
        # ? Others that could be it: "age".
        # ? The column of the participants' codes.
        participant: { column: "pid" }
        event: baseline  # ? which event the rows are of
        missing:
          "NA": unknown
        writes:
          # 60 of 60 rows: days
          answer.visit_date:
            column: "visit_date"
            type: date
            format: d/M/yyyy
          # 60 of 60 rows: days
          answer.us:
            column: "us"
            type: date
            format: M/d/yyyy
          # 60 of 60 rows: ? days whose order the file does not prove: say type: date with format: d/M/yyyy or M/d/yyyy
          answer.both:
            column: "both"
            type: text
            identifying: true
          # 60 of 60 rows: 3 codes
          answer.status:
            column: "status"
            codes:
              "0": "0"  # 20
              "1": "1"  # 39
              "2": "2"  # fewer than 5
          # 60 of 60 rows: no and yes
          answer.smoker:
            column: "smoker"
            type: yes-no
            codes: { "non": "no", "oui": "yes" }
          # 60 of 60 rows: whole numbers
          answer.age:
            column: "age"
            type: integer
          # 60 of 60 rows: numbers
          answer.weight:
            column: "weight"
            type: number
            decimal: ","
          # 60 of 60 rows: texts
          answer.note:
            column: "note"
            type: text
            identifying: true
          # 60 of 60 rows: texts
          answer.email:
            column: "email"
            type: text
            identifying: true
          # 60 of 60 rows: texts
          answer.zero:
            column: "zero"
            type: text
            identifying: true
          # fewer than 5 of 60 rows: ? blank in this file
          answer.gap:
            column: "gap"
            type: text
            never-export: true
          # 60 of 60 rows: ? numbers whose decimal mark the file does not prove: say type: number with decimal: "." or ","
          answer.ratio:
            column: "ratio"
            type: text
            identifying: true
          # 60 of 60 rows: ? days with a time of day, which is not kept; type: text keeps the whole cell
          answer.stamp:
            column: "stamp"
            type: date
            format: ymd

        """)
    let loaded = try LoadedQuestionnaire(text: draft, fileName: "draft.yaml")
    let path = bench.folder.appending(path: "visit.csv").path
    let report = try await bench.cohort.importing(
      path, as: loaded, options: ImportOptions(today: "2024-01-01"))
    #expect(report.rows.new == 60 && report.rows.rejected == 0)
  }

  @Test func `no text of a cell is shown but codes, and no small count`() async throws {
    let bench = try await ImportBench()
    var text = "id,diagnosis,comment,town,kind,rare\n"
    for number in 1...100 {
      let canary = number == 50 ? "CANARY-ONE" : "none"
      text +=
        "A\(number),\(canary),\(number % 2 == 0 ? "fine" : "CANARY long remark about somebody \(number)"),"
      text += "\(number % 2 == 0 ? "CANARYVILLE" : "CANARYBERG"),\(number % 2 == 0 ? "mild" : "severe"),"
      text += "\(number < 4 ? "seldom" : "often")\n"
    }
    let draft = try draft(text, in: bench)
    #expect(!draft.contains("CANARY"))
    #expect(draft.contains("\"mild\": \"mild\"  # 50"))
    #expect(draft.contains("\"seldom\": \"seldom\"  # fewer than 5"))
    #expect(draft.contains("  answer.town:\n    column: \"town\"\n    type: text\n    identifying: true"))
  }

  @Test func `rows of one participant are told apart by what the file has`() async throws {
    let bench = try await ImportBench()
    var text = "patient,day,score\n"
    for number in 0..<40 { text += "P\(number / 4),2021-01-0\(number % 4 + 1),\(number % 2)\n" }
    let draft = try draft(text, in: bench)
    #expect(draft.contains("instance: { counted: [\"day\"] }"))
    let report = try await bench.cohort.importing(
      bench.folder.appending(path: "visit.csv").path, as: LoadedQuestionnaire(text: draft, fileName: "draft"),
      options: ImportOptions(today: "2024-01-01"))
    #expect(report.rows.new == 40)
  }

  @Test func `a file without a header is not shown as one`() async throws {
    let bench = try await ImportBench()
    #expect(throws: QuestionnaireError.self) {
      try draft("CANARY,1974,2021-03-04,3\nA-2,1980,2021-03-05,4\n", in: bench)
    }
    #expect(throws: (any Error).self) { try draft("", in: bench) }
  }

  @Test func `options behind groups, and ticks of LimeSurvey, are questions with options`() async throws {
    let bench = try await ImportBench()
    let kobo = try draft(
      "_uuid,_submission_time,x/aids,x/aids/o2,x/aids/cane\nu-1,2021-01-01,o2 cane,1,1\nu-2,2021-01-02,,0,0\n",
      in: bench)
    #expect(
      kobo.contains("    checkboxes: \"x/aids/{code}\"\n") && kobo.contains("  - \"x/aids\"  # ?"), "\(kobo)")
    let text =
      "id,submitdate,lastpage,Q1[SQ1],Q1[SQ2]\n1,2021-01-01 10:00:00,3,Y,\n2,2021-01-01 10:00:00,3,N,Y\n"
    let lime = try draft(text, in: bench)
    #expect(lime.contains("    checkboxes: \"Q1[{code}]\"\n"), "\(lime)")
    let report = try await bench.cohort.importing(
      bench.folder.appending(path: "visit.csv").path, as: LoadedQuestionnaire(text: lime, fileName: "draft"),
      options: ImportOptions(today: "2024-01-01"))
    #expect(report.rows.new == 2 && report.findings.isEmpty, "\(report.findings)")
  }

  @Test func `a form and its repeats of KoBo import one after the other`() async throws {
    let bench = try await ImportBench()
    let form = try LoadedQuestionnaire(
      text: draft(
        "_uuid,age,_submission_time,_index\nu-1,40,2021-01-01T10:00:00,1\nu-2,41,2021-01-01T10:00:00,2\n",
        in: bench),
      fileName: "form")
    let path = bench.folder.appending(path: "visit.csv").path
    let options = ImportOptions(today: "2024-01-01")
    #expect(try await bench.cohort.importing(path, as: form, options: options).rows.new == 2)
    let text = try draft(
      "child,_index,_parent_table_name,_parent_index,_submission__uuid\nx,1,visit,1,u-1\ny,2,visit,1,u-1\nz,3,visit,2,u-2\n",
      in: bench)
    #expect(
      text.contains("participant: { column: _submission__uuid, through: { form: parent, answer: _uuid } }"))
    let repeats = try LoadedQuestionnaire(
      text: text.replacing("form: parent", with: "form: visit").replacing(
        "questionnaire: visit", with: "questionnaire: child"), fileName: "repeats")
    let report = try await bench.cohort.importing(path, as: repeats, options: options)
    #expect(report.rows.new == 3, "\(report.findings)")
  }

  /// Files of the kinds that are recognised, with the rows that import.
  private static let files: [(path: String, isDoubtful: Bool, rows: Int, expected: String)] = [
    ("survey-tools/qualtrics__sample.csv", false, 1, "header: { rows: 3, names: 1 }"),
    ("survey-tools/qualtrics__sample_legacy.csv", false, 1, "header: { rows: 2, names: 1 }"),
    ("survey-tools/StarWars.csv", true, 1186, "header: { rows: 2, names: [1, 2] }"),
    ("odk/simple-form.csv", false, 31, "# A file of ODK"),
    ("odk/nested-repeats.csv", false, 1, "# A file of ODK"),
    ("isaric/vertex-mpox__follow_up.csv", false, 1012, "checkboxes: \"follow_seque_type___{code}\""),
    ("isaric/vertex-mpox__withdrawal.csv", false, 1000, "type: yes-no"),
    ("isaric/example_data.csv", false, 5, "perhaps symptom.cough"),
    ("isaric/covid-study-core.csv", false, 5, "participant: { column: \"subjid\" }"),
    ("european-excel/table-with-accents.csv", true, 638, "decimal: \",\""),
    ("european-excel/accent.csv", false, 2, "accessibilité"),
    ("redcap/clinical-trial-1__data.csv", false, 500, "perhaps"),
    ("redcap/longitudinal__data.csv", false, 18, "event: { column: \"redcap_event_name\", open: true }"),
  ]

  @Test(.enabled(if: FileManager.default.fileExists(atPath: real.path)), arguments: files)
  func `a real file imports with its draft`(
    file: (path: String, isDoubtful: Bool, rows: Int, expected: String)
  ) async throws {
    let bench = try await ImportBench()
    let path = Self.real.appending(path: file.path).path
    let draft = try LoadedQuestionnaire.draft(
      from: path, study: "test", encoding: file.isDoubtful ? .windows1252 : nil)
    #expect(draft.text.contains("encoding: windows-1252  # ?") == file.isDoubtful)
    #expect(draft.text.contains(file.expected), "\(draft.text)")
    let loaded = try LoadedQuestionnaire(text: draft.text, fileName: "draft.yaml")
    let report = try await bench.cohort.importing(
      path, as: loaded, options: ImportOptions(today: "2026-01-01"))
    #expect(report.rows.new == file.rows && report.rows.rejected == 0, "\(report.findingGroups)")
    #expect(report.findings.filter { $0.severity == .warning }.map(\.description) == [])
  }
}
