import CohortModel
import Questionnaires

/// How the answers of one questionnaire become rows of one table.
struct TablePlan {
  /// What a column of the table is filled with.
  struct Column {
    /// How a value is stored.
    enum Form: UInt8 {
      case coded
      case smallint
      case number
      case date
      case partialDate
      case text
    }

    let name: String
    let form: Form
  }

  /// One row of the table that a row of the file may give: for each column the target that fills it, or -1.
  struct Group {
    /// Nil where the table has no slots.
    let slot: SlotSource?
    let targets: [Int]
  }

  /// The block whose rows these are; `.response` stands for symptoms, items and answers too, which share its row.
  let block: Block
  /// With its schema: `cohort.vaccination`.
  let table: String
  let key: [String]
  let columns: [Column]
  let groups: [Group]

  /// Whether rows of several responses can give the same row of this table.
  var isShared: Bool { block == .participant || block == .consent || block.hasSlots }

  /// Whether rows have the columns of answers that no concept exists for.
  let hasAnswers: Bool

  /// Columns of the direct COPY: the key, the batch, then each column, a partial date with its precision, then the
  /// answers without a concept, then the digest.
  var columnNames: [String] {
    key + ["batch_id"]
      + columns.flatMap { $0.form == .partialDate ? [$0.name, $0.name + "_precision"] : [$0.name] }
      + (hasAnswers ? AnswerEncoder.columns : []) + (block == .response ? ["digest"] : [])
  }

  /// Fields of a staged row besides line, origin, cleared columns and digest: the key and the columns.
  let valueFieldCount: Int

  /// Fields of a row of the direct COPY.
  var directFieldCount: Int {
    valueFieldCount + 1 + (hasAnswers ? AnswerEncoder.columns.count : 0) + (block == .response ? 1 : 0)
  }

  /// The column of the file that fills a column of the table; nil if there are several, one for each slot.
  func source(of column: String, among targets: [Target]) -> String? {
    guard let place = columns.firstIndex(where: { $0.name == column }) else { return nil }
    let sources = groups.map { $0.targets[place] }.filter { $0 >= 0 }
    return sources.count == 1 ? targets[sources[0]].columnName : nil
  }

  /// The statement that takes rows straight into the table; frozen if the transaction has emptied it.
  func directCopy(_ isFrozen: Bool) -> String {
    "copy \(table) (\(columnNames.joined(separator: ", "))) from stdin (format binary\(isFrozen ? ", freeze" : ""))"
  }

  /// Plans of all tables of a questionnaire, parents before children; personal identifiers apart.
  static func plans(for targets: [Target]) -> [TablePlan] {
    [Block.participant, .consent, .infection, .vaccination, .response].compactMap { plan(for: $0, targets) }
  }

  private static func plan(for block: Block, _ targets: [Target]) -> TablePlan? {
    var columns: [Column] = []
    var places: [String: Int] = [:]
    var slots: [SlotSource?] = []
    var filled: [[Int: Int]] = []
    for (index, target) in targets.enumerated() {
      guard case .concept(let concept, let slot) = target.destination, rowBlock(of: concept) == block
      else { continue }
      let place = places[concept.column] ?? columns.count
      if place == columns.count {
        columns.append(Column(name: concept.column, form: form(of: concept.kind)))
        places[concept.column] = place
      }
      let group = slots.firstIndex(of: slot) ?? slots.count
      if group == slots.count {
        slots.append(slot)
        filled.append([:])
      }
      filled[group][place] = index
    }
    // A response and its participant have their rows whether the questionnaire says more about them or not.
    if (block == .response || block == .participant) && slots.isEmpty {
      slots.append(nil)
      filled.append([:])
    }
    guard !slots.isEmpty else { return nil }
    let groups = zip(slots, filled).map { slot, targets in
      Group(slot: slot, targets: columns.indices.map { targets[$0] ?? -1 })
    }
    let hasAnswers =
      block == .response
      && targets.contains { if case .answer = $0.destination { true } else { false } }
    return TablePlan(
      block: block, table: "cohort.\(block.rawValue)", key: key(of: block), columns: columns, groups: groups,
      hasAnswers: hasAnswers,
      valueFieldCount: key(of: block).count + columns.count + columns.count { $0.form == .partialDate })
  }

  private static func rowBlock(of concept: Concept) -> Block {
    switch concept.block {
    case .response, .symptom, .instrument: .response
    case .identity, .participant, .consent, .infection, .vaccination: concept.block
    }
  }

  private static func form(of kind: Concept.Kind) -> Column.Form {
    switch kind {
    case .coded: .coded
    case .integer, .year: .smallint
    case .number: .number
    case .date: .date
    case .partialDate: .partialDate
    case .text, .vocabulary: .text
    }
  }

  private static func key(of block: Block) -> [String] {
    switch block {
    case .identity, .participant, .consent: ["participant_id"]
    case .infection, .vaccination: ["participant_id", "form", "slot"]
    case .response, .symptom, .instrument: ["participant_id", "form", "event", "instance"]
    }
  }
}
