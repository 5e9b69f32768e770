import CohortModel

/// No dose before its product, or its version against a strain, was approved in the European Union.
struct VaccinationBeforeApproval: BoundRule {
  private let doses: [DoseCells]
  /// Days by place of the product and, in order, of the strain; behind the strains that of an unknown one.
  private let approvals: [[Int64?]]
  private let objection: Objection

  init?(_ rule: RowRule, _ dates: RowDates) {
    let vocabulary = dates.vocabulary
    doses = dates.columns("vaccination.given").map { DoseCells($0, dates) }
    approvals = vocabulary.identifiers(of: .vaccine).map { vaccine in
      let licence = vocabulary.licence(of: vaccine)
      let strains = vocabulary.identifiers(of: .strain).map(Optional.some) + [nil]
      return strains.map { licence?.approval(ofStrain: $0).map { Int64($0.days) } }
    }
    guard !doses.isEmpty else { return nil }
    objection = Objection(
      rule, "a dose before its product was approved in the European Union",
      hint: "check date, product and strain; it may be right abroad or in a trial")
  }

  func check(_ cells: [Cell], line: Int, record: Int, findings: inout FindingSink) -> Bool {
    var isError = false
    for dose in doses {
      guard let span = dose.given.span(cells), let product = dose.product(cells), product < approvals.count
      else { continue }
      let days = approvals[product]
      let strain = dose.strain(cells) ?? days.count - 1
      guard strain < days.count, let approved = days[strain], span.last < approved else { continue }
      if objection.report(dose.given.name, line: line, record: record, to: &findings) { isError = true }
    }
    return isError
  }
}
