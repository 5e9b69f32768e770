import CohortModel
import Postgres

/// Takes a merge back: both participants get what they had, and later changes stay where they were made.
///
/// Refused where cells that the merge had set are something else by now, and where rows were added since unless somebody
/// says whose they are. What was said about consent since holds for both.
struct PersonSeparation {
  let merge: Int64
  let numbers: (kept: Int64, absorbed: Int64)
  /// Whose rows those are that were added since; nil refuses where there are any.
  let addedTo: CellGroup.Side?
  let keys: KeyRing

  private var rows: [MergedRow] = []

  init(merge: Int64, kept: Int64, absorbed: Int64, addedTo: CellGroup.Side?, keys: KeyRing) {
    self.merge = merge
    numbers = (kept, absorbed)
    self.addedTo = addedTo
    self.keys = keys
  }

  /// Does it; throws ``PersonMergeRefusal``, and the caller rolls back.
  mutating func run(on connection: inout Connection) throws {
    rows = try MergedRow.all(of: merge, kept: numbers.kept, keys: keys, on: &connection)
    let hasAdded = try claimAddedRows(on: &connection)
    let isUntouched = try !hasAdded && isUntouched(on: &connection)
    try requireUnchanged(on: &connection)
    let consentSince = try consentSaidSince(on: &connection)
    for table in PersonTable.all {
      for row in rows where row.table == table.name { try restore(row, in: table, on: &connection) }
      if !table.key.isEmpty { try moveBack(table, on: &connection) }
    }
    for table in PersonTable.all.reversed() where !table.key.isEmpty {
      try connection.execute(
        "delete from \(table.name) t where t.participant_id = $1 and \(table.wasMoved(kept: "$1", merge: "$2"))",
        [numbers.kept, merge])
    }
    if consentSince { try narrowConsent(on: &connection) }
    try restoreCodesAndReleases(on: &connection)
    try restoreIdentities(on: &connection)
    try settleDigests(isUntouched, on: &connection)
    try connection.execute(
      "delete from intake.person_merge where participant_id = $1 and merge_id = $2", [numbers.kept, merge])
  }

  /// Says whose the rows are that the merge did not know; true if there are any.
  private func claimAddedRows(on connection: inout Connection) throws -> Bool {
    var counts: [PersonMerge.Count] = []
    for table in PersonTable.all where !table.key.isEmpty {
      let count: Int = try connection.query(
        "select count(*) from \(table.name) t where t.participant_id = $1 and \(table.isUnknown)",
        [numbers.kept, merge]
      ).only()[0]
      guard count > 0 else { continue }
      counts.append(.init(table: table.name, column: nil, count: count))
      guard addedTo == .absorbed else { continue }
      try connection.execute(
        """
        insert into intake.person_merge_row (participant_id, merge_id, table_name, row_key, fate)
        select $1, $2, '\(table.name)', \(table.rowKey("t")), 'moved' from \(table.name) t
        where t.participant_id = $1 and \(table.isUnknown)
        """, [numbers.kept, merge])
    }
    guard counts.isEmpty || addedTo != nil else { throw PersonMergeRefusal.addedSince(counts) }
    return !counts.isEmpty
  }

  /// Whether nothing about the person was stored since the merge, so that what imports remember holds again.
  private func isUntouched(on connection: inout Connection) throws -> Bool {
    try connection.query(
      """
      select not exists (select from intake.changed_cell c where c.participant_id = m.participant_id
          and c.change_id > m.last_change)
        and not exists (select from cohort.response r where r.participant_id = m.participant_id and r.digest is not null)
      from intake.person_merge m where participant_id = $1 and merge_id = $2
      """, [numbers.kept, merge]
    ).only()[0]
  }

  private func requireUnchanged(on connection: inout Connection) throws {
    var counts: [String: Int] = [:]
    var order: [PersonMerge.Count] = []
    func note(_ table: String, _ column: String?) {
      let name = "\(table).\(column ?? "")"
      if counts[name] == nil { order.append(.init(table: table, column: column, count: 0)) }
      counts[name, default: 0] += 1
    }
    for table in PersonTable.all where table.name != PersonTable.consent.name {
      for row in rows where row.table == table.name {
        let exists: Bool = try connection.query(
          "select exists (select from \(table.name) t where t.participant_id = $1 and \(table.rowKey("t")) = $2)",
          [numbers.kept, row.rowKey]
        ).only()[0]
        guard exists else {
          note(table.name, nil)
          continue
        }
        for found in try connection.query(
          table.changedColumns, [numbers.kept, row.rowKey, row.images.new, row.taken])
        {
          note(table.name, try found["name"])
        }
      }
    }
    guard order.isEmpty else {
      throw PersonMergeRefusal.changedSince(
        order.map {
          .init(table: $0.table, column: $0.column, count: counts["\($0.table).\($0.column ?? "")"] ?? 0)
        })
    }
  }

  private func restore(_ row: MergedRow, in table: PersonTable, on connection: inout Connection) throws {
    if let image = row.images.new {
      let columns = try connection.query("select jsonb_object_keys($1::jsonb) as name", [image]).map {
        row -> String in
        try row["name"]
      }
      try connection.execute(table.insert(columns), [image])
    }
    guard let image = row.images.old else {
      // Only a record of consent that the merge made itself.
      try connection.execute("delete from \(table.name) where participant_id = $1", [numbers.kept])
      return
    }
    let columns = row.taken + (table.hasDigests ? ["digest"] : [])
    guard !columns.isEmpty else { return }
    try connection.execute(table.restore(columns), [numbers.kept, row.rowKey, image])
  }

  private func moveBack(_ table: PersonTable, on connection: inout Connection) throws {
    let columns = try connection.columns(of: table.name).map(\.name)
    try connection.execute(
      table.copyRows(columns, where: table.wasMoved(kept: "$2", merge: "$3")),
      [numbers.absorbed, numbers.kept, merge])
  }

  /// Imports compare rows again unless both are exactly what they were.
  private func settleDigests(_ isUntouched: Bool, on connection: inout Connection) throws {
    guard isUntouched else {
      try connection.clearDigests(of: numbers.kept)
      try connection.clearDigests(of: numbers.absorbed)
      return
    }
    let table = PersonTable.response
    try connection.execute(
      """
      update \(table.name) t set digest = r.digest from intake.person_merge_row r
      where r.participant_id = $1 and r.merge_id = $2 and r.table_name = '\(table.name)' and r.digest is not null
        and t.participant_id = case r.fate when 'moved' then $3 else $1 end and \(table.rowKey("t")) = r.row_key
      """, [numbers.kept, merge, numbers.absorbed])
  }
}

extension PersonSeparation {
  /// Whether the record of consent is another one than the merge left.
  private func consentSaidSince(on connection: inout Connection) throws -> Bool {
    guard let row = rows.first(where: { $0.table == PersonTable.consent.name }) else {
      // Neither had one.
      return try connection.query(
        "select exists (select from cohort.consent where participant_id = $1)", [numbers.kept]
      ).only()[0]
    }
    // What the merge left: the kept record, or the defaults, with what was taken from the other.
    return try connection.query(
      """
      select not exists (select from cohort.consent t where participant_id = $1
        and to_jsonb(t) - '\(PersonTable.unsaid.sorted().joined(separator: "' - '"))' = (
          select jsonb_object_agg(e.key, case when e.key = any($4::text[]) then coalesce($3::jsonb, d.defaults) -> e.key
            else e.value end)
          from (select coalesce($2::jsonb, d.defaults) as image) k, jsonb_each(k.image) e
          where e.key <> all($5::text[])))
      from (select to_jsonb(c) as defaults from jsonb_populate_record(null::cohort.consent,
        '{"status": -1, "future_use_of_data": -1, "future_use_of_samples": -1, "re_contact": -1}') c) d
      """, [numbers.kept, row.images.old, row.images.new, row.taken, PersonTable.unsaid.sorted()]
    ).only()[0]
  }

  /// Holds both records of consent to what was said since the merge; of both the stricter counts.
  private func narrowConsent(on connection: inout Connection) throws {
    try connection.execute(
      "insert into cohort.consent (participant_id) values ($1) on conflict do nothing", [numbers.absorbed])
    let table = PersonTable.consent
    var cells: [String: CellGroup.Cell] = [:]
    for row in try connection.query(table.collisions, [numbers.absorbed, numbers.kept]) {
      cells[try row["column_name"]] = (try row["kept_text"], try row["absorbed_text"])
    }
    let coded: Set = ["status", "future_use_of_data", "future_use_of_samples", "re_contact"]
    var taken: [String] = []
    for group in table.groups {
      switch group.outcome(cells, isCoded: { coded.contains($0) }) {
      case .fill, .settled(.absorbed): taken += group.columns
      case .keep, .settled(.kept), .conflict: continue
      }
    }
    guard !taken.isEmpty else { return }
    try connection.execute(table.take(taken), [numbers.absorbed, numbers.kept, MergedRow.onlyRow])
  }

  /// Releases since the merge held data of both.
  private func restoreCodesAndReleases(on connection: inout Connection) throws {
    try connection.execute(
      """
      update intake.crosswalk set participant_id = $3 where participant_id = $1
        and jsonb_build_array(study, code)::text in (select row_key from intake.person_merge_row
          where participant_id = $1 and merge_id = $2 and table_name = '\(MergedRow.codes)' and fate = 'moved')
      """, [numbers.kept, merge, numbers.absorbed])
    try connection.execute(
      """
      insert into release.release_participant (participant_id, release_id)
      select $3, p.release_id from release.release_participant p
        join intake.person_merge m on m.participant_id = $1 and m.merge_id = $2
      where p.participant_id = $1 and p.release_id > m.last_release on conflict do nothing
      """, [numbers.kept, merge, numbers.absorbed])
  }

  /// Gives both their identifiers; what the person told since stays with the kept one.
  private func restoreIdentities(on connection: inout Connection) throws {
    guard let row = rows.first(where: { $0.table == MergedRow.identity }) else { return }
    let (kept, absorbed) = numbers
    let register = IdentityRegister(keys: keys)
    let (own, theirs) = (
      row.images.old.map { Hexadecimal.bytes($0) }, row.images.new.map { Hexadecimal.bytes($0) }
    )
    try connection.asIdentity { connection in
      let current = try register.read(kept, on: &connection) ?? [:]
      let before = try own.map { try register.opened($0, of: kept) } ?? [:]
      let others = try theirs.map { try register.opened($0, of: absorbed) } ?? [:]
      let merged = before.merging(others.filter { row.taken.contains($0.key) }) { _, new in new }
      var restored = before
      for (field, value) in current where merged[field] != value {
        guard !row.taken.contains(field) else {
          throw PersonMergeRefusal.changedSince([.init(table: MergedRow.identity, column: field, count: 1)])
        }
        restored[field] = value
      }
      if restored != before {
        try register.replace(with: restored, of: kept, on: &connection)
      } else if let own {
        try register.restore(own, of: kept, on: &connection)
      } else {
        _ = try register.erase(kept, on: &connection)
      }
      if let theirs { try register.restore(theirs, of: absorbed, on: &connection) }
    }
  }
}
