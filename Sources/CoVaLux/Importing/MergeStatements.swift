import CohortModel

/// The SQL by which staged rows are compared with and merged into one table.
///
/// A NULL in the staging table is a blank cell, which keeps what is stored; a bit of `cleared` is an explicit
/// missing code of a column that has no codes, which empties it. `is_first_given_here` marks rows whose stored
/// counterpart comes from an earlier line of the same file: they only fill what that line left open.
struct MergeStatements {
  private struct StagedColumn {
    let name: String
    /// Place among the columns without codes, and so in `cleared`.
    let bit: Int
    let isCoded: Bool
    let isPrecision: Bool
  }

  let plan: TablePlan
  /// Name of the temporary table.
  let staging: String
  private let columns: [StagedColumn]

  init(plan: TablePlan) {
    self.plan = plan
    staging = "staging_\(plan.block.rawValue)"
    var columns: [StagedColumn] = []
    var bit = 0
    for column in plan.columns {
      columns.append(
        StagedColumn(name: column.name, bit: bit, isCoded: column.form == .coded, isPrecision: false))
      if column.form == .partialDate {
        columns.append(
          StagedColumn(name: column.name + "_precision", bit: bit, isCoded: true, isPrecision: true))
      }
      if column.form != .coded { bit += 1 }
    }
    self.columns = columns
  }

  /// The columns of the staging table in the order of a staged row.
  private var stagedColumns: [String] {
    ["source_line", "is_first_given_here"] + plan.key + columns.map(\.name) + ["cleared"]
      + (plan.block == .response ? ["digest"] : [])
  }

  /// Makes the temporary table.
  var create: String {
    let selected = stagedColumns.map { name in
      switch name {
      case "source_line", "cleared": "0::bigint as \(name)"
      case "is_first_given_here": "false as \(name)"
      default: name
      }
    }
    return """
      create temporary table \(staging) on commit drop as
      select \(list(selected)) from \(plan.table) with no data
      """
  }

  /// Takes rows into the temporary table.
  var copy: String { "copy \(staging) (\(list(stagedColumns))) from stdin (format binary)" }

  /// Gives each key one row, in which the first line with a value for a column decides.
  var collapse: [String] {
    guard plan.isShared else { return [] }
    let chosen = columns.map { column in
      "(array_agg(\(column.name) order by source_line) filter (where \(column.name) is not null))[1]"
    }
    return [
      "create temporary table \(staging)_all on commit drop as select * from \(staging)",
      "truncate \(staging)",
      """
      insert into \(staging) (\(list(stagedColumns)))
      select \(list(["min(source_line)", "bool_or(is_first_given_here)"] + plan.key + chosen + ["bit_or(cleared)"]))
      from \(staging)_all group by \(list(plan.key))
      """,
    ]
  }

  /// Keys that occur on more than one line, which only a table of one row per response must not have.
  var hasRepeatedKeys: String? {
    guard !plan.isShared else { return nil }
    return "select exists (select from \(staging) group by \(list(plan.key)) having count(*) > 1)"
  }

  /// Cells that differ from what an earlier line of the file gave.
  ///
  /// Columns: line, column, participant number.
  var contradictions: String? {
    let compared = columns.filter { !$0.isPrecision }
    guard plan.isShared, !compared.isEmpty else { return nil }
    return compared.map { column in
      let known = column.isCoded ? "t.\(column.name) >= 0" : "t.\(column.name) is not null"
      return """
        select a.source_line, '\(column.name)' as column_name, a.participant_id
        from \(staging)_all a join \(staging) s using (\(list(plan.key)))
          left join \(plan.table) t using (\(list(plan.key)))
        where a.\(column.name) <> s.\(column.name)
          or a.is_first_given_here and a.\(column.name) is not null and \(known)
            and a.\(column.name) <> t.\(column.name)
        """
    }.joined(separator: "\nunion all\n") + "\norder by 1, 2"
  }

  /// Participants of whom lines of the file give different values, beside missing ones, for one cell.
  var conflictingParticipants: String? {
    conflicts { column in
      """
      select participant_id from \(staging)_all where \(known(column, "")) group by \(list(plan.key))
      having count(distinct \(column.name)) > 1
      union select a.participant_id from \(staging)_all a join \(plan.table) t using (\(list(plan.key)))
      where a.is_first_given_here and \(known(column, "a.")) and \(known(column, "t."))
        and a.\(column.name) <> t.\(column.name)
      """
    }.map { $0.joined(separator: "\nunion\n") }
  }

  /// Every line that gives a value for a cell for which another line of the file gives a different one.
  ///
  /// Columns: line, column.
  var conflictingLines: String? {
    conflicts { column in
      """
      select source_line, '\(column.name)' as column_name from \(staging)_all
      where \(known(column, "")) and (\(list(plan.key))) in (
        select \(list(plan.key)) from \(staging)_all where \(known(column, "")) group by \(list(plan.key))
        having count(distinct \(column.name)) > 1)
      """
    }.map { $0.joined(separator: "\nunion all\n") + "\norder by 1, 2" }
  }

  private func conflicts(_ statement: (StagedColumn) -> String) -> [String]? {
    let compared = columns.filter { !$0.isPrecision }
    return plan.isShared && !compared.isEmpty ? compared.map(statement) : nil
  }

  private func known(_ column: StagedColumn, _ table: String) -> String {
    column.isCoded ? "\(table)\(column.name) >= 0" : "\(table)\(column.name) is not null"
  }

  /// Stored cells that the merge changes.
  ///
  /// Columns: line, participant number, rest of the key, column, old and new value as text.
  var changedCells: String? {
    guard !columns.isEmpty else { return nil }
    let rest = plan.key.dropFirst().map { "s.\($0)::text" }.joined(separator: " || '/' || ")
    let cells = columns.map { column in
      "('\(column.name)', t.\(column.name)::text, s.\(column.name)::text, \(change(of: column)))"
    }
    return """
      select s.source_line, s.participant_id, \(rest.isEmpty ? "''" : rest) as row_key,
        c.column_name, c.old_text, c.new_text
      from \(staging) s join \(plan.table) t using (\(list(plan.key))),
        lateral (values \(cells.joined(separator: ",\n  "))) as c (column_name, old_text, new_text, is_changed)
      where not s.is_first_given_here and c.is_changed
        and (\(columns.map { "(\(change(of: $0)))" }.joined(separator: " or ")))
      """
  }

  /// Lines that give a row which is not stored yet.
  var newRows: String {
    "select s.source_line from \(staging) s where not exists (\(counterpart))"
  }

  /// Stores rows that are not stored yet, as those of a batch.
  func insert(batch: Int64) -> String {
    let values = columns.map { column in
      column.isCoded ? "coalesce(s.\(column.name), \(column.isPrecision ? 0 : -2))" : "s.\(column.name)"
    }
    let digest = plan.block == .response ? ["digest"] : []
    return """
      insert into \(plan.table) (\(list(plan.key + ["batch_id"] + columns.map(\.name) + digest)))
      select \(list(plan.key.map { "s.\($0)" } + [String(batch)] + values + digest.map { "s.\($0)" }))
      from \(staging) s where not exists (\(counterpart))
      """
  }

  /// Changes the stored rows that differ.
  var update: String? {
    guard !columns.isEmpty else { return nil }
    let assignments = columns.map { column in
      "\(column.name) = case when s.is_first_given_here then \(filled(column)) else \(replaced(column)) end"
    }
    return """
      update \(plan.table) t set \(assignments.joined(separator: ",\n  "))
      from \(staging) s
      where \(plan.key.map { "t.\($0) = s.\($0)" }.joined(separator: " and "))
        and (\(columns.map { "(\(change(of: $0)))" }.joined(separator: " or ")))
      """
  }

  /// Notes the digests of compared responses, so that the next import recognises their rows.
  var updateDigests: String? {
    guard plan.block == .response else { return nil }
    return """
      update \(plan.table) t set digest = s.digest from \(staging) s
      where \(plan.key.map { "t.\($0) = s.\($0)" }.joined(separator: " and "))
        and t.digest is distinct from s.digest
      """
  }

  private var counterpart: String {
    "select from \(plan.table) t where " + plan.key.map { "t.\($0) = s.\($0)" }.joined(separator: " and ")
  }

  private func filled(_ column: StagedColumn) -> String {
    guard column.isCoded, !column.isPrecision else {
      let date = column.name.replacing("_precision", with: "")
      return column.isPrecision
        ? "case when t.\(date) is null then coalesce(s.\(column.name), t.\(column.name)) else t.\(column.name) end"
        : "coalesce(t.\(column.name), s.\(column.name))"
    }
    return
      "case when t.\(column.name) >= 0 then t.\(column.name) else coalesce(s.\(column.name), t.\(column.name)) end"
  }

  private func replaced(_ column: StagedColumn) -> String {
    let kept = "coalesce(s.\(column.name), t.\(column.name))"
    return column.isCoded ? kept : "case when \(isCleared(column)) then null else \(kept) end"
  }

  private func change(of column: StagedColumn) -> String {
    // A code that is NULL was not asked.
    let stored =
      column.isCoded && !column.isPrecision
      ? "coalesce(t.\(column.name), \(MissingReason.notAsked.rawValue))" : "t.\(column.name)"
    let differs = "s.\(column.name) is not null and s.\(column.name) is distinct from \(stored)"
    return column.isCoded ? differs : "\(differs) or \(isCleared(column)) and t.\(column.name) is not null"
  }

  private func isCleared(_ column: StagedColumn) -> String {
    "s.cleared & (1::bigint << \(column.bit)) <> 0"
  }

  private func list(_ names: [String]) -> String {
    names.joined(separator: ", ")
  }
}
