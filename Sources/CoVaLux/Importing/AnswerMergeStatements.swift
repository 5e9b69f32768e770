/// The SQL by which staged answers without a concept are merged, element by element.
///
/// They belong to the response if its own questionnaire version asked them or none has yet, and to
/// `cohort.other_version_answer` otherwise; the view `cohort.answer` shows both.
enum AnswerMergeStatements {
  private static let responseKey = "participant_id, form, event, instance"
  private static let key = "\(responseKey), questionnaire_id"

  /// Lines with answers of which none is stored yet.
  static let newRows = """
    select s.source_line from staging_answer s
    where not exists (select from cohort.answer t where \(match))
    """

  /// Elements that the merge changes; the column is `coded[n]`, `numbers[n]`, `texts[name]` or `reasons[name]`.
  ///
  /// A text goes when a reason is given, and a reason when an answer is. The column `questionnaire` stands for the
  /// first answers of a stored response, all of them.
  static let changedCells = """
    select s.source_line, s.participant_id, \(rowKey) as row_key, 'coded[' || u.place || ']' as column_name,
      u.stored::text as old_text, u.given::text as new_text
    from staging_answer s join cohort.answer t using (\(key)),
      unnest(s.coded, t.coded) with ordinality as u (given, stored, place)
    where u.given is not null and u.given is distinct from u.stored
    union all
    select s.source_line, s.participant_id, \(rowKey), 'numbers[' || u.place || ']', u.stored::text,
      nullif(u.given, 'NaN')::text
    from staging_answer s join cohort.answer t using (\(key)),
      unnest(s.numbers, t.numbers) with ordinality as u (given, stored, place)
    where u.given is not null and nullif(u.given, 'NaN') is distinct from u.stored
    union all
    select s.source_line, s.participant_id, \(rowKey), 'texts[' || e.key || ']', t.texts ->> e.key, e.value
    from staging_answer s join cohort.answer t using (\(key)), jsonb_each_text(s.texts) e
    where e.value is distinct from t.texts ->> e.key
    union all
    select s.source_line, s.participant_id, \(rowKey), 'texts[' || e.key || ']', e.value, null
    from staging_answer s join cohort.answer t using (\(key)), jsonb_each_text(t.texts) e
    where s.reasons ? e.key
    union all
    select s.source_line, s.participant_id, \(rowKey), 'reasons[' || e.key || ']', t.reasons ->> e.key, e.value
    from staging_answer s join cohort.answer t using (\(key)), jsonb_each_text(s.reasons) e
    where e.value is distinct from t.reasons ->> e.key
    union all
    select s.source_line, s.participant_id, \(rowKey), 'reasons[' || e.key || ']', e.value, null
    from staging_answer s join cohort.answer t using (\(key)), jsonb_each_text(t.reasons) e
    where e.key = any(s.answered)
    union all
    select s.source_line, s.participant_id, \(rowKey), 'questionnaire', null, q.name || ' ' || q.version
    from staging_answer s join cohort.response r using (\(responseKey))
      join reference.questionnaire q on q.questionnaire_id = s.questionnaire_id
    where r.questionnaire_id is null and not exists (select from cohort.answer t where \(match))
    """

  /// The statements that store the answers; each leaves alone what the others are for.
  ///
  /// What is stored is merged first, or it would be merged with itself.
  static func merge(batch: Int64) -> [String] {
    [
      update("cohort.response"), update("cohort.other_version_answer"), fillResponses,
      insertOtherVersions(batch: batch),
    ]
  }

  private static func update(_ table: String) -> String {
    """
    update \(table) t set
      coded = coalesce((select array_agg(coalesce(u.given, u.stored) order by u.place)
        from unnest(s.coded, t.coded) with ordinality u (given, stored, place)), t.coded),
      numbers = coalesce((select array_agg(case when u.given = 'NaN' then null else coalesce(u.given, u.stored) end
        order by u.place) from unnest(s.numbers, t.numbers) with ordinality u (given, stored, place)), t.numbers),
      texts = nullif((coalesce(t.texts, '{}') || coalesce(s.texts, '{}'))
        - array(select jsonb_object_keys(coalesce(s.reasons, '{}'))), '{}'),
      reasons = nullif((coalesce(t.reasons, '{}') - s.answered) || coalesce(s.reasons, '{}'), '{}')
    from staging_answer s where \(match)
    """
  }

  /// Gives a response its first answers, unless they are stored as another version's.
  private static let fillResponses = """
    update cohort.response r set questionnaire_id = s.questionnaire_id, \(newContent.map { "\($0) = \($1)" }
      .joined(separator: ", "))
    from staging_answer s where (\(responseMatch)) and r.questionnaire_id is null
      and not exists (select from cohort.other_version_answer t where \(match))
    """

  private static func insertOtherVersions(batch: Int64) -> String {
    """
    insert into cohort.other_version_answer (\(key), batch_id, \(newContent.map(\.column).joined(separator: ", ")))
    select \(key), \(batch), \(newContent.map(\.value).joined(separator: ", "))
    from staging_answer s where not exists (select from cohort.answer t where \(match))
    """
  }

  /// What is stored of a staged row that is the first: a blank code is an answer not given.
  private static let newContent: [(column: String, value: String)] = [
    (
      "coded",
      "(select array_agg(coalesce(c, -2) order by place) from unnest(s.coded) with ordinality u (c, place))"
    ),
    (
      "numbers",
      "(select array_agg(nullif(n, 'NaN') order by place) from unnest(s.numbers) with ordinality u (n, place))"
    ),
    ("texts", "s.texts"), ("reasons", "s.reasons"),
  ]

  private static let responseMatch = """
    r.participant_id = s.participant_id and r.form = s.form and r.event = s.event and r.instance = s.instance
    """

  private static let match = """
    t.participant_id = s.participant_id and t.form = s.form and t.event = s.event and t.instance = s.instance
      and t.questionnaire_id = s.questionnaire_id
    """

  private static let rowKey = "s.form || '/' || s.event || '/' || s.instance"
}
