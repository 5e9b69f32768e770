import CohortModel
import Questionnaires

/// The columns of a new row of one table, laid flat for the loop over rows.
struct FieldRuns {
  struct Field {
    let form: TablePlan.Column.Form
    /// The cell that fills the column; -1 if another group of the table does, as if it had not been asked.
    let target: Int
    /// The code of a blank cell.
    let blankCode: Int16
    /// How many coded columns follow each other from here on; they are written in one go.
    var codedCount = 0
  }

  let block: Block
  /// The slot that every row of the group has; nil if there is none, or if a cell or the event names it.
  let fixedSlot: [UInt8]?
  let fields: [Field]

  init(_ plan: TablePlan, _ group: TablePlan.Group, _ targets: [Target]) {
    block = plan.block
    if case .fixed(let name)? = group.slot { fixedSlot = Array(name.utf8) } else { fixedSlot = nil }
    var fields = zip(plan.columns, group.targets).map { column, target in
      Field(
        form: column.form, target: target, blankCode: target >= 0 ? targets[target].blankReason.rawValue : 0)
    }
    var count = 0
    for place in fields.indices.reversed() {
      count = fields[place].form == .coded ? count + 1 : 0
      fields[place].codedCount = count
    }
    self.fields = fields
  }
}
