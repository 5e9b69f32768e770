/// The SQL by which the rows and cells of one batch are taken back.
///
/// Temporary tables: `undone_cell` holds what the batch changed, with the values in the open for the length of the
/// transaction; `undone_participant` whom it concerns; `later_change` what others changed of them afterwards.
struct UndoStatements {
  /// Tables with rows of a batch, children before parents, each with its key as changed cells name it.
  static let tables: [(name: String, rowKey: String)] = [
    ("cohort.other_version_answer", "t.form || '/' || t.event || '/' || t.instance"),
    ("cohort.response", "t.form || '/' || t.event || '/' || t.instance"),
    ("cohort.vaccination", "t.form || '/' || t.slot"),
    ("cohort.infection", "t.form || '/' || t.slot"),
    ("cohort.consent", "''"),
    ("cohort.participant", "''"),
  ]
  /// Tables of which a participant has rows besides the participant's own.
  static let children = ["cohort.response", "cohort.vaccination", "cohort.infection", "cohort.consent"]
  /// Where changed cells of answers without a concept are noted, whichever table holds them.
  static let answers = "cohort.answer"
  static let answerTables = ["cohort.response", "cohort.other_version_answer"]

  let batch: Int64
  let questionnaire: Int32

  static let createCells = """
    create temporary table undone_cell on commit drop as
    select change_id, participant_id, table_name, row_key, column_name, ''::text as old_text, ''::text as new_text
    from intake.changed_cell with no data
    """
  static let copyCells = """
    copy undone_cell (change_id, participant_id, table_name, row_key, column_name, old_text, new_text) \
    from stdin (format binary)
    """

  /// Statements take no parameters here, and the batch is a number.
  var prepare: [String] {
    let rows = Self.tables.map { "select participant_id from \($0.name) where batch_id = \(batch)" }
    return [
      "analyze undone_cell",
      """
      create temporary table undone_participant on commit drop as
      \((["select participant_id from undone_cell"] + rows).joined(separator: " union "))
      """,
      "analyze undone_participant",
      """
      create temporary table later_change on commit drop as
      select c.change_id, c.participant_id, c.table_name, c.row_key, c.column_name
      from intake.changed_cell c join undone_participant using (participant_id)
        left join intake.batch b using (batch_id)
      where c.batch_id is distinct from \(batch)
        and (c.table_name <> '\(Self.answers)' or b.questionnaire_id = \(questionnaire))
        and not exists (select from intake.undone_batch u where u.batch_id = c.batch_id)
      """,
      "create index on later_change (participant_id)",
      "analyze later_change",
    ]
  }

  /// Cells that others changed after the batch, which are left out from here on; columns: table, count.
  static let takeCellsChangedAgain = """
    with changed_again as (
      delete from undone_cell u where exists (
        select from later_change l
        where l.participant_id = u.participant_id and l.table_name = u.table_name and l.row_key = u.row_key
          and (l.column_name = u.column_name or u.column_name = 'questionnaire') and l.change_id > u.change_id)
      returning table_name)
    select table_name, count(*) from changed_again group by table_name order by table_name
    """

  /// How many rows of the batch were changed by others.
  func changedRows(of table: (name: String, rowKey: String)) -> String {
    let holdsAnswers = Self.answerTables.contains(table.name)
    return """
      select count(*) from \(table.name) t where t.batch_id = \(batch) and exists (
        select from later_change l
        where l.participant_id = t.participant_id and l.table_name in ('\(table.name)'\(holdsAnswers ? ", '\(Self.answers)'" : ""))
          and l.row_key = \(table.rowKey))
      """
  }

  /// How many rows of others the participants have whom the batch enrolled.
  func addedRows(in child: String) -> String {
    """
    select count(*) from \(child) t join cohort.participant p using (participant_id)
    where p.batch_id = \(batch) and t.batch_id is distinct from \(batch)
    """
  }

  /// How many answers of others the responses have that the batch stored.
  var addedAnswers: String {
    """
    select count(*) from cohort.other_version_answer t
      join cohort.response r using (participant_id, form, event, instance)
    where r.batch_id = \(batch) and t.batch_id is distinct from \(batch)
    """
  }

  /// How many merges stand that came after the batch and concern its participants.
  var merges: String {
    """
    select count(*) from intake.person_merge m where m.last_batch >= \(batch) and exists (
      select from undone_participant u where u.participant_id in (m.participant_id, m.absorbed_id))
    """
  }

  /// How often participants whom the batch enrolled are in releases.
  var releases: String {
    """
    select count(*) from release.release_participant join cohort.participant p using (participant_id)
    where p.batch_id = \(batch)
    """
  }

  /// How many codes beyond the first the participants have whom the batch enrolled.
  var otherCodes: String {
    """
    select coalesce(sum(codes - 1), 0)::bigint from (
      select count(*) as codes from intake.crosswalk join cohort.participant p using (participant_id)
      where p.batch_id = \(batch) group by participant_id) c
    """
  }

  /// Gives cells their old values in all rows in which all of them are what the batch made them; counts them.
  ///
  /// The cells have the names of columns, or of elements of arrays, as the statement writes them.
  func restore(
    in table: (name: String, rowKey: String), cellsOf noted: String, _ columns: [(name: String, type: String)]
  ) -> String {
    let (cells, values) = (columns.enumerated(), columns.indices)
    let picked = cells.flatMap { place, column in
      let isIt = "column_name = '\(column.name)'"
      return [
        "bool_or(\(isIt)) as has_\(place)", "max(old_text) filter (where \(isIt)) as old_\(place)",
        "max(new_text) filter (where \(isIt)) as new_\(place)",
      ]
    }
    let assignments = cells.map { place, column in
      "\(column.name) = case when c.has_\(place) then c.old_\(place)::\(column.type) else t.\(column.name) end"
    }
    let conditions = values.map { place in
      "(not c.has_\(place) or t.\(columns[place].name)::text is not distinct from c.new_\(place))"
    }
    let version = noted == Self.answers ? " and t.questionnaire_id = \(questionnaire)" : ""
    return """
      with restored as (
        update \(table.name) t set \(assignments.joined(separator: ", "))
        from (select participant_id, row_key, count(*) as cells, \(picked.joined(separator: ", "))
          from undone_cell
          where table_name = '\(noted)' and column_name in (\(columns.map { "'\($0.name)'" }.joined(separator: ", ")))
          group by participant_id, row_key) c
        where t.participant_id = c.participant_id and \(table.rowKey) = c.row_key\(version)
          and \(conditions.joined(separator: " and "))
        returning c.cells)
      select coalesce(sum(cells), 0)::bigint from restored
      """
  }

  /// The same for all texts, or all reasons, of answers.
  func restoreMembers(in table: String, object: String) -> String {
    """
    with restored as (
    update \(table) t set \(object) = nullif((coalesce(t.\(object), '{}') - c.names) || c.old_members, '{}')
    from (
      select participant_id, table_name, row_key, array_agg(name) as names,
        coalesce(jsonb_object_agg(name, old_text) filter (where old_text is not null), '{}') as old_members,
        jsonb_object_agg(name, new_text) as new_members
      from (select *, substring(column_name from '^\(object)\\[(.*)\\]$') as name from undone_cell
        where table_name = '\(Self.answers)' and starts_with(column_name, '\(object)[')) m
      group by participant_id, table_name, row_key) c
    where \(isAnswer) and jsonb_strip_nulls(c.new_members) = coalesce(
      (select jsonb_object_agg(e.key, e.value) from jsonb_each(t.\(object)) e where e.key = any(c.names)), '{}')
    returning cardinality(c.names) as cells)
    select coalesce(sum(cells), 0)::bigint from restored
    """
  }

  /// Takes the first answers away that the batch gave to stored responses.
  var emptyFirstAnswers: String {
    """
    update cohort.response t set questionnaire_id = null, coded = null, numbers = null, texts = null, reasons = null
    from undone_cell c where \(isAnswer) and c.column_name = 'questionnaire'
    """
  }

  private var isAnswer: String {
    """
    c.table_name = '\(Self.answers)' and t.participant_id = c.participant_id
      and t.form || '/' || t.event || '/' || t.instance = c.row_key and t.questionnaire_id = \(questionnaire)
    """
  }

  /// What depends on the participants whom the batch enrolled and does not go with them.
  static let participantNumbers = "select participant_id from cohort.participant where batch_id = $1"

  static let clearDigests = """
    update cohort.response r set digest = null from undone_participant u
    where r.participant_id = u.participant_id and r.digest is not null
    """
}
