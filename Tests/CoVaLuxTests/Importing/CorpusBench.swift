import CSV
import CoVaLux
import CohortTesting
import Foundation

/// Imports the corpus's files, each into an empty study, and says what became of them.
struct CorpusBench {
  /// What became of one file.
  struct Outcome {
    let verdict: CorpusCase.Verdict
    let storedRows: Int
    /// Everything that was said.
    let text: String
  }

  private let bench: ImportBench
  private let questionnaires: [String: LoadedQuestionnaire]

  init() async throws {
    bench = try await ImportBench()
    var loaded: [String: LoadedQuestionnaire] = [:]
    for profile in ["baseline", "vaccination", "followup"] {
      loaded[profile] = try LoadedQuestionnaire(contentsOf: Self.fixture("corpus-\(profile).yaml"))
    }
    questionnaires = loaded
  }

  private static func fixture(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/\(name)").path
  }

  /// Empties the study, prepares it and imports the file of a case.
  func run(_ entry: CorpusCase) async throws -> Outcome {
    let file = entry.file ?? ""
    try await bench.cohort.run { connection in
      try connection.execute(
        "truncate cohort.participant, intake.batch, intake.crosswalk, intake.erased_code cascade")
    }
    if entry.profile != "baseline" || entry.family == "consent" {
      _ = try await importing("_setup/participants.csv", as: "baseline", declared: [:])
    }
    if entry.family == "consent" { try await recordConsent() }
    if entry.id.hasSuffix("whole_file_reimport") {
      _ = try await importing(file, as: entry.profile, declared: [:])
    }
    let before = try await contents()
    let (verdict, text) = try await importing(file, as: entry.profile, declared: entry.declared)
    let after = try await contents()
    return Outcome(
      verdict: verdict != .accept && after == before ? .rejectFile : verdict,
      storedRows: after.count - before.count, text: text)
  }

  /// The value that is stored for a column of the row of a participant; nil if there is none.
  func value(of column: String, code: String) async throws -> String? {
    guard let query = Self.queries[column] else { return nil }
    return try await bench.cohort.run { connection in
      try connection.query(query, [code]).first.flatMap { row in try row[0] as String? }
    }
  }

  static func canRead(_ column: String) -> Bool { queries[column] != nil }

  private func contents() async throws -> [String?] {
    try await bench.texts(
      """
      select concat_ws('|', x.code, to_jsonb(r) - 'participant_id' - 'batch_id' - 'digest')
      from cohort.response r join intake.crosswalk x using (participant_id) order by 1
      """)
  }

  /// Each participant of the file whose consent ended is withdrawn or erased.
  private func recordConsent() async throws {
    let text = try String(
      contentsOf: CorpusCase.folder.appending(path: "_setup/consent.csv"), encoding: .utf8)
    for line in text.split(whereSeparator: \.isNewline).dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      let code = try ParticipantCode(String(cells[0]))
      let status = cells[1]
      try await bench.cohort.write { study in
        if status == "erased" {
          _ = try study.participants.erase(code, reason: "asked to be erased")
        } else {
          try study.consent.withdraw(
            code, from: [.participation], asOf: "2022-01-01", reason: "end of consent")
        }
      }
    }
  }

  private func importing(
    _ file: String, as profile: String, declared: [String: String]
  ) async throws -> (verdict: CorpusCase.Verdict, text: String) {
    guard let questionnaire = questionnaires[profile] else { return (.rejectFile, "") }
    var options = ImportOptions(today: "2026-01-01")
    guard Self.set(&options, declared) else { return (.rejectFile, "") }
    let path = CorpusCase.folder.appending(path: file).path
    do {
      let report = try await bench.cohort.importing(path, as: questionnaire, options: options)
      let text = report.findings.map(\.description).joined(separator: "\n")
      return (report.hasFindings ? .rejectRow : .accept, text)
    } catch let refusal as ImportRefusal {
      return (.rejectFile, refusal.description)
    } catch let error as SourceFileError {
      return (.rejectFile, error.description)
    }
  }

  /// Sets what a case declares; false where the command line would not take it.
  private static func set(_ options: inout ImportOptions, _ declared: [String: String]) -> Bool {
    for (name, text) in declared {
      switch name {
      case "encoding":
        options.encoding = TextEncoding(name: text)
        if options.encoding == nil { return false }
      case "delimiter":
        options.delimiter = Delimiter(name: text)
        if options.delimiter == nil { return false }
      case "date_format":
        options.notation.dates = .init(text: text)
        if options.notation.dates?.isValid == false { return false }
      case "decimal": options.notation.decimal = text == "," ? .comma : .point
      // Small letters are no language; codes count in any case, so that nothing is to be said.
      case "locale" where ["lower", "upper"].contains(text): continue
      case "locale":
        options.notation.language = Language(rawValue: text)
        if options.notation.language == nil { return false }
      case "missing_codes":
        options.notation.missing = text.split(separator: ",").compactMap { .init(argument: $0) }
      default: return false
      }
    }
    return true
  }

  private static func query(_ expression: String, from table: String, form: String? = nil) -> String {
    """
    select \(expression) from cohort.\(table) t join intake.crosswalk x using (participant_id)
    where x.code = $1 \(form.map { "and t.form = '\($0)'" } ?? "")
    """
  }

  private static let queries = [
    "participant_id": "select code from intake.crosswalk where code = $1",
    "birth_year": query("t.birth_year::text", from: "participant"),
    "sex": query("case t.sex when 1 then 'M' when 2 then 'F' when 3 then 'X' end", from: "participant"),
    "weight_kg": query("t.weight_kg::text", from: "participant"),
    "infection_date": query("t.tested::text", from: "infection"),
    "country": """
    select q.codes ->> t.coded[q.place]::text from cohort.response t join intake.crosswalk x using (participant_id)
      join reference.question q on q.questionnaire_id = t.questionnaire_id and q.name = 'country' where x.code = $1
    """,
    "comment": query("t.texts ->> 'comment'", from: "response") + " order by t.form desc limit 1",
    "vaccine_product": query("t.product", from: "vaccination"),
    "follow_up_date": query("t.completed::text", from: "response", form: "follow-up"),
    "symptom___fatigue": query(
      "case t.fatigue when 0 then 'false' when 4 then 'true' end", from: "response", form: "follow-up"),
    "resolved_date": query("coalesce(t.symptoms_ended::text, '')", from: "response", form: "follow-up"),
  ]
}
