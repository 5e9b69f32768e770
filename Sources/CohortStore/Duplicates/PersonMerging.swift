import CohortModel
import Postgres

/// Makes two participants one, in a transaction that imports and releases wait for.
///
/// What both say is compared cell by cell. Where only one says something, it is taken; where they differ, a rule settles
/// it or somebody named whose count. Everything that was is kept, so that ``PersonSeparation`` can give it back.
struct PersonMerging {
  let numbers: (kept: Int64, absorbed: Int64)
  let preferred: CellGroup.Side?
  let reason: String
  let keys: KeyRing

  /// Rows of one key, and what becomes of them.
  private struct Combination {
    let table: PersonTable
    let rowKey: String
    var taken: [String] = []
  }

  private var outcome: PersonMerge
  private var combinations: [Combination] = []
  /// Whether each had a record of consent of its own.
  private var hadConsent = (kept: true, absorbed: true)

  init(kept: Int64, absorbed: Int64, preferred: CellGroup.Side?, reason: String, keys: KeyRing) {
    numbers = (kept, absorbed)
    self.preferred = preferred
    self.reason = reason
    self.keys = keys
    outcome = PersonMerge(kept: kept, absorbed: absorbed)
  }

  /// Does it; throws ``PersonMergeRefusal`` where cells differ and nobody said whose count.
  mutating func run(on connection: inout Connection) throws -> PersonMerge {
    let merge: Int64 = try connection.query(
      """
      insert into intake.person_merge (participant_id, absorbed_id, reason, last_batch, last_change, last_release)
      values ($1, $2, $3, (select coalesce(max(batch_id), 0) from intake.batch),
        (select coalesce(max(change_id), 0) from intake.changed_cell where participant_id in ($1, $2)),
        (select coalesce(max(release_id), 0) from release.release)) returning merge_id
      """, [numbers.kept, numbers.absorbed, reason]
    ).only()[0]
    try addMissingConsent(on: &connection)
    for table in PersonTable.all { try compare(table, on: &connection) }
    guard outcome.conflicts.isEmpty || preferred != nil else {
      throw PersonMergeRefusal.conflicts(outcome.conflicts)
    }
    for table in PersonTable.all { try noteRows(of: table, merge, on: &connection) }
    for combination in combinations where !combination.taken.isEmpty {
      try connection.execute(
        combination.table.take(combination.taken), [numbers.kept, numbers.absorbed, combination.rowKey])
    }
    for table in PersonTable.all where !table.key.isEmpty {
      let moved = try connection.execute(
        table.copyRows(connection.columns(of: table.name).map(\.name), where: table.hasNoCounterpart),
        [numbers.kept, numbers.absorbed])
      if moved > 0 { outcome.movedRows.append(.init(table: table.name, column: nil, count: moved)) }
    }
    try mergeIdentities(merge, on: &connection)
    try moveCodes(merge, on: &connection)
    // The rest of the absorbed participant's rows goes with the participant.
    try connection.execute("delete from cohort.participant where participant_id = $1", [numbers.absorbed])
    try connection.clearDigests(of: numbers.kept)
    outcome.standing = try connection.standing(of: numbers.kept)
    return outcome
  }

  /// A participant without a record of consent allows nothing beyond the legal basis: compared as a record that says so.
  private mutating func addMissingConsent(on connection: inout Connection) throws {
    let recorded = Set(
      try connection.query(
        "select participant_id from cohort.consent where participant_id in ($1, $2)",
        [numbers.kept, numbers.absorbed]
      ).map { row -> Int64 in try row[0] })
    guard recorded.count == 1 else { return }
    hadConsent = (recorded.contains(numbers.kept), recorded.contains(numbers.absorbed))
    try connection.execute(
      "insert into cohort.consent (participant_id) values ($1)",
      [hadConsent.kept ? numbers.absorbed : numbers.kept])
  }

  private mutating func compare(_ table: PersonTable, on connection: inout Connection) throws {
    var rows: [(key: String, cells: [String: CellGroup.Cell])] = []
    for row in try connection.query(table.collisions, [numbers.kept, numbers.absorbed]) {
      let key: String = try row["row_key"]
      if rows.last?.key != key { rows.append((key, [:])) }
      rows[rows.count - 1].cells[try row["column_name"]] = (try row["kept_text"], try row["absorbed_text"])
    }
    guard !rows.isEmpty else { return }
    let columns = try connection.columns(of: table.name)
    let coded = Set(columns.filter { $0.type == "smallint" && !$0.name.hasSuffix("_precision") }.map(\.name))
    let groups = table.groups(of: columns.map(\.name))
    var counts: [String: (filled: Int, settled: Int, conflicts: Int)] = [:]
    for (key, cells) in rows {
      var combination = Combination(table: table, rowKey: key)
      for group in groups {
        let result = group.outcome(cells) { coded.contains($0) }
        switch result {
        case .keep: continue
        case .fill: counts[group.name, default: (0, 0, 0)].filled += 1
        case .settled: counts[group.name, default: (0, 0, 0)].settled += 1
        case .conflict: counts[group.name, default: (0, 0, 0)].conflicts += 1
        }
        if result == .fill || result == .settled(.absorbed) || result == .conflict && preferred == .absorbed {
          combination.taken += group.columns.filter { cells[$0]?.kept != cells[$0]?.absorbed }
        }
      }
      combinations.append(combination)
    }
    outcome.combinedRows.append(.init(table: table.name, column: nil, count: rows.count))
    for (column, count) in counts.sorted(by: { $0.key < $1.key }) {
      func note(_ path: WritableKeyPath<PersonMerge, [PersonMerge.Count]>, _ count: Int) {
        if count > 0 { outcome[keyPath: path].append(.init(table: table.name, column: column, count: count)) }
      }
      note(\.filledCells, count.filled)
      note(\.settledCells, count.settled)
      note(\.conflicts, count.conflicts)
    }
  }

  /// Notes where every row of both goes; combined rows with both as they are now.
  private func noteRows(of table: PersonTable, _ merge: Int64, on connection: inout Connection) throws {
    try connection.execute(table.noteRows, [numbers.kept, merge, numbers.absorbed])
    var images: [String: (kept: String?, absorbed: String?)] = [:]
    for row in try connection.query(table.images, [numbers.kept, numbers.absorbed]) {
      images[try row["row_key"]] = (try row["kept"], try row["absorbed"])
    }
    for combination in combinations where combination.table.name == table.name {
      var image = images[combination.rowKey] ?? (nil, nil)
      if table.name == PersonTable.consent.name {
        if !hadConsent.kept { image.kept = nil }
        if !hadConsent.absorbed { image.absorbed = nil }
      }
      try MergedRow(
        table: table.name, rowKey: combination.rowKey, taken: combination.taken,
        images: ChangedCell(old: image.kept, new: image.absorbed)
      ).insert(merge, kept: numbers.kept, keys: keys, on: &connection)
    }
  }

  private func moveCodes(_ merge: Int64, on connection: inout Connection) throws {
    try connection.execute(
      """
      insert into intake.person_merge_row (participant_id, merge_id, table_name, row_key, fate)
      select $1, $2, '\(MergedRow.codes)', jsonb_build_array(study, code)::text,
        case when participant_id = $1 then 'stayed' else 'moved' end
      from intake.crosswalk where participant_id in ($1, $3)
      """, [numbers.kept, merge, numbers.absorbed])
    try connection.execute(
      "update intake.crosswalk set participant_id = $1 where participant_id = $2",
      [numbers.kept, numbers.absorbed])
  }

  private mutating func mergeIdentities(_ merge: Int64, on connection: inout Connection) throws {
    let (kept, absorbed, keys) = (numbers.kept, numbers.absorbed, keys)
    let register = IdentityRegister(keys: keys)
    let prefersAbsorbed = preferred == .absorbed
    let found = try connection.asIdentity { connection -> (MergedRow, [String])? in
      let sealed = try register.sealed([kept, absorbed], on: &connection)
      guard let theirs = sealed[absorbed] else {
        return sealed[kept].map { own in
          (MergedRow(table: MergedRow.identity, images: .init(old: Hexadecimal.text(own), new: nil)), [])
        }
      }
      let own = try sealed[kept].map { try register.opened($0, of: kept) } ?? [:]
      let others = try register.opened(theirs, of: absorbed)
      let differing = own.keys.filter { others[$0] != nil && others[$0] != own[$0] }.sorted()
      let taken = others.keys.filter { own[$0] == nil }.sorted() + (prefersAbsorbed ? differing : [])
      try register.replace(
        with: own.merging(others.filter { taken.contains($0.key) }) { _, new in new }, of: kept,
        on: &connection)
      _ = try register.erase(absorbed, on: &connection)
      let images = ChangedCell(old: sealed[kept].map { Hexadecimal.text($0) }, new: Hexadecimal.text(theirs))
      return (MergedRow(table: MergedRow.identity, taken: taken, images: images), differing)
    }
    guard let (row, differing) = found else { return }
    outcome.differingIdentifiers = differing
    try row.insert(merge, kept: kept, keys: keys, on: &connection)
  }
}
