import CohortModel
import Questionnaires

/// The SQL by which blank cells of one column empty what is stored.
///
/// A coded cell then holds the code of a blank, as if the row had come without an answer in the first place; other cells
/// are NULL, and a reason for a number or text goes too. A coded cell that says "not asked" or "not answered" is blank
/// already.
struct ClearingStatements {
  private enum Cell {
    case column(TablePlan.Column)
    case coded(Int)
    case number(Int, name: String)
    case text(name: String)
  }

  static let create = """
    create temporary table staging_clear (entry smallint, source_line bigint, participant_id bigint, form text,
      event text, instance smallint, slot text, code smallint) on commit drop
    """
  static let copy = """
    copy staging_clear (entry, source_line, participant_id, form, event, instance, slot, code) \
    from stdin (format binary)
    """
  static let prepare = ["create index on staging_clear (entry)", "analyze staging_clear"]

  /// Place in the staging table.
  private let place: Int
  private let cell: Cell
  private let questionnaire: Int32
  private let key: [String]
  /// Place of the table's plan; nil for answers without a concept.
  let plan: Int?
  /// The table as changed cells name it.
  let table: String
  /// Nil where the table has no slots.
  let slot: SlotSource?
  /// True if the value belongs to a response and not to the participant.
  let isOfResponse: Bool
  /// True if rows of several responses can give the value.
  let isShared: Bool

  init(
    place: Int, target: Int, _ described: Target, _ questionnaire: Questionnaire, _ number: Int32,
    _ plans: [TablePlan]
  ) {
    self.place = place
    self.questionnaire = number
    if case .answer(let answer) = described.destination {
      let name = questionnaire.answers[answer].name
      switch AnswerEncoder.places(of: questionnaire.answers)[answer] {
      case .coded(let index): cell = .coded(index + 1)
      case .number(let index): cell = .number(index + 1, name: name)
      case .text: cell = .text(name: name)
      }
      (plan, slot, isOfResponse, isShared) = (nil, nil, true, false)
      table = "cohort.answer"
      key = ["participant_id", "form", "event", "instance"]
      return
    }
    var found: (plan: Int, group: Int, column: Int) = (0, 0, 0)
    for (index, plan) in plans.enumerated() {
      for (group, filled) in plan.groups.enumerated() {
        if let column = filled.targets.firstIndex(of: target) { found = (index, group, column) }
      }
    }
    let owner = plans[found.plan]
    cell = .column(owner.columns[found.column])
    plan = found.plan
    slot = owner.groups[found.group].slot
    isOfResponse = owner.block == .response
    isShared = owner.isShared
    table = owner.table
    key = owner.key
  }

  /// Stored cells that the blanks empty, unless the file itself gives a value in the staging table `staged`.
  ///
  /// Columns: line, participant number, rest of the key, column, old and new value as text.
  func changedCells(keeping staged: String?) -> String {
    let rest = key.dropFirst().map { "s.\($0)::text" }.joined(separator: " || '/' || ")
    return """
      select s.source_line, s.participant_id, \(rest.isEmpty ? "''" : rest) as row_key,
        c.column_name, c.old_text, c.new_text
      from \(blanks) s join \(table) t using (\(key.joined(separator: ", "))),
        lateral (values \(emptied.joined(separator: ", "))) as c (column_name, old_text, new_text)
      where \(condition(keeping: staged)) and c.old_text is distinct from c.new_text
      """
  }

  /// Empties them; the rows that the statements change are the values that are lost.
  func updates(keeping staged: String?) -> [String] {
    let tables = plan == nil ? ["cohort.response", "cohort.other_version_answer"] : [table]
    return tables.map { table in
      """
      update \(table) t set \(assignments)
      from \(blanks) s
      where \(key.map { "t.\($0) = s.\($0)" }.joined(separator: " and ")) and \(condition(keeping: staged))
      """
    }
  }

  /// One row for each key; several lines can be about the same participant or dose.
  private var blanks: String {
    let names = key.joined(separator: ", ")
    return """
      (select \(names), min(source_line) as source_line, (array_agg(code order by source_line))[1] as code
      from staging_clear where entry = \(place) group by \(names))
      """
  }

  private func condition(keeping staged: String?) -> String {
    var conditions = [holdsSomething]
    if plan == nil { conditions.append("t.questionnaire_id = \(questionnaire)") }
    if let staged, case .column(let column) = cell {
      let match = key.map { "v.\($0) = s.\($0)" }.joined(separator: " and ")
      conditions.append(
        "not exists (select from \(staged) v where \(match) and v.\(column.name) is not null)")
    }
    return conditions.joined(separator: " and ")
  }

  private var holdsSomething: String {
    switch cell {
    case .column(let column) where column.form == .coded: Self.isAnswered("t.\(column.name)")
    case .column(let column): "t.\(column.name) is not null"
    case .coded(let index): Self.isAnswered("t.coded[\(index)]")
    case .number(let index, let name):
      "(t.numbers[\(index)] is not null or coalesce(t.reasons ? \(Self.quoted(name)), false))"
    case .text(let name):
      """
      (coalesce(t.texts ? \(Self.quoted(name)), false) or coalesce(t.reasons ? \(Self.quoted(name)), false))
      """
    }
  }

  private static func isAnswered(_ column: String) -> String {
    "\(column) not in (\(MissingReason.notAsked.rawValue), \(MissingReason.notAnswered.rawValue))"
  }

  /// Names of cells with their old and new values.
  private var emptied: [String] {
    switch cell {
    case .column(let column):
      let name = "t.\(column.name)"
      let cell =
        "('\(column.name)', \(name)::text, \(column.form == .coded ? "s.code::text" : "null::text"))"
      guard column.form == .partialDate else { return [cell] }
      return [cell, "('\(column.name)_precision', \(name)_precision::text, '0')"]
    case .coded(let index): return ["('coded[\(index)]', t.coded[\(index)]::text, s.code::text)"]
    case .number(let index, let name):
      return ["('numbers[\(index)]', t.numbers[\(index)]::text, null::text)", Self.member("reasons", name)]
    case .text(let name): return [Self.member("texts", name), Self.member("reasons", name)]
    }
  }

  private static func member(_ object: String, _ name: String) -> String {
    "(\(quoted("\(object)[\(name)]")), t.\(object) ->> \(quoted(name)), null::text)"
  }

  private var assignments: String {
    switch cell {
    case .column(let column) where column.form == .coded: "\(column.name) = s.code"
    case .column(let column) where column.form == .partialDate:
      "\(column.name) = null, \(column.name)_precision = 0"
    case .column(let column): "\(column.name) = null"
    case .coded(let index): "coded[\(index)] = s.code"
    case .number(let index, let name): "numbers[\(index)] = null, \(Self.removal("reasons", name))"
    case .text(let name): "\(Self.removal("texts", name)), \(Self.removal("reasons", name))"
    }
  }

  private static func removal(_ object: String, _ name: String) -> String {
    "\(object) = nullif(t.\(object) - \(quoted(name)), '{}')"
  }

  private static func quoted(_ text: String) -> String {
    "'\(text.replacing("'", with: "''"))'"
  }
}
