/// A table of the cohort as the merging of two participants sees it.
struct PersonTable: Sendable {
  /// The table, with its schema.
  let name: String
  /// The columns of the key after the participant's; none where a participant has one row.
  let key: [String]
  /// Columns that belong together; every other column is a group of its own.
  let groups: [CellGroup]

  /// All tables, parents before children.
  static let all: [PersonTable] = [
    participant, consent, response, otherVersionAnswer, vaccination, infection,
  ]

  static let participant = PersonTable(
    name: "cohort.participant", key: [],
    groups: [CellGroup("enrolled", rule: .earlier), CellGroup("age_at_enrolment", rule: .smaller)])
  static let consent = PersonTable(
    name: "cohort.consent", key: [],
    groups: [CellGroup("status", "given", "version", rule: .consent)]
      + ["future_use_of_data", "future_use_of_samples", "re_contact"].map { CellGroup($0, rule: .permission) }
      + Consent.Switch.allCases.map { CellGroup($0.column, rule: .earlier) })
  static let response = PersonTable(
    name: "cohort.response", key: ["form", "event", "instance"],
    groups: [CellGroup("questionnaire_id", "coded", "numbers", "texts", "reasons")])
  static let otherVersionAnswer = PersonTable(
    name: "cohort.other_version_answer", key: ["form", "event", "instance", "questionnaire_id"],
    groups: [CellGroup("coded", "numbers", "texts", "reasons")])
  static let vaccination = PersonTable(
    name: "cohort.vaccination", key: ["form", "slot"], groups: [CellGroup("given", "given_precision")])
  static let infection = PersonTable(
    name: "cohort.infection", key: ["form", "slot"],
    groups: [CellGroup("onset", "onset_precision"), CellGroup("tested", "tested_precision")])

  /// Columns that say where a row comes from and not what it says.
  static let unsaid: Set<String> = ["participant_id", "batch_id", "digest"]

  var hasDigests: Bool { name == Self.response.name }

  /// The key as text that leads back to the row whatever its parts hold.
  func rowKey(_ alias: String) -> String {
    "jsonb_build_array(\(key.map { "\(alias).\($0)" }.joined(separator: ", ")))::text"
  }

  /// That two aliases have the same key.
  func hasSameKey(_ left: String, _ right: String) -> String {
    (["true"] + key.map { "\(left).\($0) = \(right).\($0)" }).joined(separator: " and ")
  }

  /// The groups of columns that two rows of one key are compared by.
  func groups(of columns: [String]) -> [CellGroup] {
    let grouped = Set(groups.flatMap(\.columns))
    let singles = columns.filter {
      !grouped.contains($0) && !key.contains($0) && !Self.unsaid.contains($0)
    }
    return groups + singles.map { CellGroup($0) }
  }

  /// Rows of both participants under one key, each cell of both as text; parameters: kept, absorbed.
  var collisions: String {
    """
    select \(rowKey("a")) as row_key, x.key as column_name, x.value as kept_text, y.value as absorbed_text
    from \(name) a join \(name) b on \(hasSameKey("a", "b")), lateral jsonb_each_text(to_jsonb(a)) x,
      lateral jsonb_each_text(to_jsonb(b)) y
    where a.participant_id = $1 and b.participant_id = $2 and y.key = x.key
    order by 1, 2
    """
  }

  /// Those rows whole, as JSON; parameters: kept, absorbed.
  var images: String {
    """
    select \(rowKey("a")) as row_key, to_jsonb(a)::text as kept, to_jsonb(b)::text as absorbed
    from \(name) a join \(name) b on \(hasSameKey("a", "b")) where a.participant_id = $1 and b.participant_id = $2
    """
  }

  /// Gives the kept row columns of the absorbed one; parameters: kept, absorbed, key.
  func take(_ columns: [String]) -> String {
    """
    update \(name) a set \(columns.map { "\(quoted($0)) = b.\(quoted($0))" }.joined(separator: ", ")) from \(name) b
    where a.participant_id = $1 and b.participant_id = $2 and \(rowKey("a")) = $3 and \(hasSameKey("a", "b"))
    """
  }

  /// Which of some columns of the kept row are no longer as an image has them; parameters: participant, key, image,
  /// columns.
  var changedColumns: String {
    """
    select e.name from \(name) t, unnest($4::text[]) as e (name)
    where t.participant_id = $1 and \(rowKey("t")) = $2 and to_jsonb(t) -> e.name is distinct from $3::jsonb -> e.name
    """
  }

  /// Gives a row columns of an image; parameters: participant, key, image.
  func restore(_ columns: [String]) -> String {
    """
    update \(name) t set \(columns.map { "\(quoted($0)) = i.\(quoted($0))" }.joined(separator: ", "))
    from jsonb_populate_record(null::\(name), $3::jsonb) i where t.participant_id = $1 and \(rowKey("t")) = $2
    """
  }

  /// Stores an image as a row; columns that were added to the table since get their defaults.
  ///
  /// Parameter: image.
  func insert(_ columns: [String]) -> String {
    let names = columns.map(quoted).joined(separator: ", ")
    return
      "insert into \(name) (\(names)) select \(names) from jsonb_populate_record(null::\(name), $1::jsonb)"
  }

  /// Rows of the kept participant that a merge did not know; parameters: kept, merge.
  var isUnknown: String {
    """
    not exists (select from intake.person_merge_row r
      where r.participant_id = $1 and r.merge_id = $2 and r.table_name = '\(name)' and r.row_key = \(rowKey("t")))
    """
  }

  /// Rows that a merge moved, of an alias `t`; the merge is the parameter named.
  func wasMoved(kept: String, merge: String) -> String {
    """
    \(rowKey("t")) in (select r.row_key from intake.person_merge_row r
      where r.participant_id = \(kept) and r.merge_id = \(merge) and r.table_name = '\(name)' and r.fate = 'moved')
    """
  }

  /// Notes the rows of both that have no counterpart; parameters: kept, merge, absorbed.
  var noteRows: String {
    """
    insert into intake.person_merge_row (participant_id, merge_id, table_name, row_key, fate, digest)
    select $1, $2, '\(name)', \(rowKey("t")), case when t.participant_id = $1 then 'stayed' else 'moved' end,
      \(hasDigests ? "t.digest" : "null::uuid")
    from \(name) t where t.participant_id in ($1, $3) and not exists (
      select from \(name) o
      where o.participant_id in ($1, $3) and o.participant_id <> t.participant_id and \(hasSameKey("o", "t")))
    """
  }

  /// Copies rows to another participant; parameters: to, from.
  func copyRows(_ columns: [String], where condition: String) -> String {
    let names = columns.filter { $0 != "participant_id" }.map(quoted).joined(separator: ", ")
    return """
      insert into \(name) (participant_id, \(names)) select $1, \(names) from \(name) t
      where t.participant_id = $2 and \(condition)
      """
  }

  /// That the first participant of ``copyRows(_:where:)`` has no row of the key.
  var hasNoCounterpart: String {
    "not exists (select from \(name) o where o.participant_id = $1 and \(hasSameKey("o", "t")))"
  }

  private func quoted(_ column: String) -> String { "\"\(column)\"" }
}
