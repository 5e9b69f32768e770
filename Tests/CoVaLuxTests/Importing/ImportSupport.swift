import CSV
import CoVaLux
import CohortTesting
import Foundation
import Testing

/// Files and questionnaires in a folder of one test, imported into its database.
struct ImportBench {
  let folder: URL
  let cohort: Cohort

  init() async throws {
    folder = try FreshDatabase.current.makeFolder()
    cohort = try await Cohort.open(
      FreshDatabase.current.connectionString, keyDirectory: folder.appending(path: "keys").path)
  }

  /// A small form: a code, a day, two symptoms, a dose and an answer without concept.
  static let form = """
    questionnaire: small
    version: 1
    study: test
    form: small
    enrols: true
    participant: { column: code }
    event: { column: event }
    date: { column: day }
    missing: { "NA": unknown }
    writes:
      participant.birth-year: { column: birth_year }
      participant.sex: { column: sex, codes: { F: female, M: male } }
      consent.status: { column: consent, codes: { 1: given, 0: refused }, optional-column: true }
      symptom.fatigue: { column: fatigue, codes: { 0: absent, 1: mild, 2: moderate, 3: severe } }
      symptom.cough: { column: cough, codes: { 0: absent, 1: present } }
      vaccination(1).product: { column: product }
      vaccination(1).given: { column: dose_day }
      answer.days_off: { column: days_off, type: integer, range: 0...366 }
      answer.region: { column: region, type: coded, codes: { 1: north, 2: south } }
      answer.note: { column: note, type: text }
    """

  static let header =
    "code,event,day,birth_year,sex,consent,fatigue,cough,product,dose_day,days_off,region,note"

  func questionnaire(_ text: String = form) throws -> LoadedQuestionnaire {
    try LoadedQuestionnaire(text: text, fileName: "small.yaml")
  }

  @discardableResult
  func write(_ text: String, to name: String = "file.csv") throws -> String {
    let url = folder.appending(path: name)
    try Data(text.utf8).write(to: url)
    return url.path
  }

  /// Imports rows below the small form's header.
  @discardableResult
  func importing(
    _ rows: String..., form: String = form, change: (inout ImportOptions) -> Void = { _ in }
  ) async throws -> ImportReport {
    let path = try write(([Self.header] + rows).joined(separator: "\n") + "\n")
    var options = ImportOptions(today: "2024-01-01")
    change(&options)
    return try await cohort.importing(path, as: questionnaire(form), options: options)
  }

  /// The first column of the rows of a query, as text.
  func texts(_ query: String) async throws -> [String?] {
    try await cohort.run { connection in try connection.query(query).map { row in try row[0] } }
  }

  /// Everything stored about participants, whatever their numbers are.
  func contents() async throws -> [String?] {
    try await texts(
      """
      select concat_ws('|', x.code, to_jsonb(p) - 'participant_id' - 'batch_id') from cohort.participant p
        join intake.crosswalk x using (participant_id)
      union all select concat_ws('|', x.code, to_jsonb(v) - 'participant_id' - 'batch_id') from cohort.vaccination v
        join intake.crosswalk x using (participant_id)
      union all select concat_ws('|', x.code, to_jsonb(c) - 'participant_id' - 'batch_id') from cohort.consent c
        join intake.crosswalk x using (participant_id)
      union all select concat_ws('|', x.code, to_jsonb(r) - 'participant_id' - 'batch_id' - 'digest') from cohort.response r
        join intake.crosswalk x using (participant_id)
      union all select concat_ws('|', x.code, to_jsonb(a) - 'participant_id') from cohort.answer a
        join intake.crosswalk x using (participant_id)
      order by 1
      """)
  }
}
