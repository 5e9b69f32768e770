import Postgres
import Questionnaires

/// What is stored of the columns that conditions look at, as the files that it came from said it.
///
/// Answers lie by their places in the version of the questionnaire that asked, so each version is asked apart.
struct ElsewhereStore {
  private struct Version {
    let number: Int32
    let form: String
    /// Nil for the form that asks.
    let instrument: String?
    /// One expression for each column.
    let texts: [String]
  }

  private let study: String
  private var versions: [Version] = []
  /// Columns that some stored answer has.
  private(set) var columns: Set<String> = []

  init(
    _ questionnaire: Questionnaire, _ conditions: ElsewhereConditions, on connection: inout Connection
  ) throws {
    study = questionnaire.study
    let rows = try connection.query(
      """
      select q.questionnaire_id, q.name, q.definition from reference.questionnaire q
      where exists (
        select from intake.batch b where b.questionnaire_id = q.questionnaire_id and b.study = $1)
      order by 1
      """, [study])
    for row in rows {
      let name: String = try row["name"]
      // A text that this version of the program no longer reads tells nothing.
      guard let loaded = try? LoadedQuestionnaire(text: try row["definition"], fileName: name) else {
        continue
      }
      try add(loaded.questionnaire, number: try row["questionnaire_id"], for: questionnaire, conditions)
    }
  }

  private mutating func add(
    _ other: Questionnaire, number: Int32, for asker: Questionnaire, _ conditions: ElsewhereConditions
  ) throws {
    let cells = StoredCellText(other)
    let texts = conditions.columns.map { cells.sql(of: $0.name) }
    guard other.study == study, texts.contains(where: { $0 != nil }) else { return }
    for (column, text) in zip(conditions.columns, texts) where text != nil { columns.insert(column.name) }
    let instrument = other.only.map { $0.values.first ?? "" } ?? other.form
    versions.append(
      Version(
        number: number, form: other.form, instrument: other.form == asker.form ? nil : instrument,
        texts: texts.map { $0 ?? "null" }))
  }

  /// Stored rows of participants, by their codes.
  func rows(of codes: [String], on connection: inout Connection) throws -> [String: [SeenRow]] {
    var rows: [String: [SeenRow]] = [:]
    guard !codes.isEmpty else { return rows }
    for version in versions {
      let texts = version.texts.enumerated().map { "coalesce((\($1))::text, '') as cell_\($0)" }
      let found = try connection.query(
        """
        select c.code, r.event, r.instance, \(texts.joined(separator: ", "))
        from intake.crosswalk c
          join cohort.response r on r.participant_id = c.participant_id and r.form = $2
          join cohort.participant p on p.participant_id = c.participant_id
          left join cohort.answer a on a.participant_id = r.participant_id and a.form = r.form
            and a.event = r.event and a.instance = r.instance and a.questionnaire_id = $3
        where c.study = $1 and c.code = any($4) and (a.questionnaire_id is not null or r.questionnaire_id is null)
        """, [study, version.form, version.number, codes])
      for row in found {
        let code: String = try row["code"]
        let instance: Int16 = try row["instance"]
        let cells = try version.texts.indices.map { place -> String in try row["cell_\(place)"] }
        rows[code, default: []].append(
          SeenRow(
            code: code, event: try row["event"], instance: Int(instance), instrument: version.instrument,
            cells: cells))
      }
    }
    return rows
  }
}
