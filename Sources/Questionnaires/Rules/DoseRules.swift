import CohortModel

/// A dose of a higher slot is not given before one of a lower slot; `last` is after all others.
struct DoseOrder: BoundRule {
  private let doses: [RowDates.Column]
  private let objection: Objection

  init?(_ rule: RowRule, _ dates: RowDates) {
    doses = Self.inOrder(dates)
    guard doses.count > 1 else { return nil }
    objection = Objection(
      rule, "is before the date of an earlier dose", hint: "check the dates and the numbers of the doses")
  }

  /// Doses with a number, then the last one.
  static func inOrder(_ dates: RowDates) -> [RowDates.Column] {
    let given = dates.columns("vaccination.given")
    let numbered = given.compactMap { dose in dose.number.map { (number: $0, dose: dose) } }
    return numbered.sorted { $0.number < $1.number }.map(\.dose) + given.filter(\.isLast)
  }

  func check(_ cells: [Cell], line: Int, record: Int, findings: inout FindingSink) -> Bool {
    var isError = false
    var latest: DaySpan?
    for dose in doses {
      guard let span = dose.span(cells) else { continue }
      if let before = latest, span.isBefore(before) {
        if objection.report(dose.name, line: line, record: record, to: &findings) { isError = true }
      } else {
        latest = span
      }
    }
    return isError
  }
}

/// A dose with the cells that tell its product and its strain.
struct DoseCells: Sendable {
  let given: RowDates.Column
  private let product: Int?
  private let strain: Int?

  init(_ given: RowDates.Column, _ dates: RowDates) {
    self.given = given
    product = dates.place(of: "vaccination.product", slot: given.slot)
    strain = dates.place(of: "vaccination.strain", slot: given.slot)
  }

  /// Place of the product in its vocabulary; nil if none is told.
  func product(_ cells: [Cell]) -> Int? { Self.identifier(product, cells) }
  /// Place of the strain in its vocabulary; nil if none is told.
  func strain(_ cells: [Cell]) -> Int? { Self.identifier(strain, cells) }

  /// Whether two doses of one exact day are of the same product, as far as is told.
  func repeats(_ other: DoseCells, on day: DaySpan, _ otherDay: DaySpan, _ cells: [Cell]) -> Bool {
    guard day.first == day.last, otherDay.first == otherDay.last, day.first == otherDay.first else {
      return false
    }
    guard let own = product(cells), let others = other.product(cells) else { return true }
    return own == others
  }

  private static func identifier(_ place: Int?, _ cells: [Cell]) -> Int? {
    guard let place, cells[place].state == .value else { return nil }
    return Int(cells[place].int)
  }
}

/// Between one dose and the next lie at least as many days as the questionnaire or the product asks for.
struct DoseInterval: BoundRule {
  private let doses: [DoseCells]
  /// Days by product, where the questionnaire gives none for all.
  private let daysByProduct: [Int64]
  private let days: Int64
  private let leavesDuplicates: Bool
  private let objection: Objection

  init?(_ rule: RowRule, _ dates: RowDates, leavesDuplicates: Bool) {
    doses = DoseOrder.inOrder(dates).map { DoseCells($0, dates) }
    guard doses.count > 1 else { return nil }
    self.leavesDuplicates = leavesDuplicates
    days = Int64(rule.days ?? RowRule.daysOfUnknownProduct)
    daysByProduct =
      rule.days != nil
      ? []
      : dates.vocabulary.identifiers(of: .vaccine).map { vaccine in
        Int64(dates.vocabulary.licence(of: vaccine)?.intervalDays ?? RowRule.daysOfUnknownProduct)
      }
    objection = Objection(rule, rule.intervalMessage, hint: RowRule.intervalHint)
  }

  func check(_ cells: [Cell], line: Int, record: Int, findings: inout FindingSink) -> Bool {
    var isError = false
    var previous: (dose: DoseCells, span: DaySpan)?
    for dose in doses {
      guard let span = dose.given.span(cells) else { continue }
      defer { previous = (dose, span) }
      guard let before = previous, !span.isBefore(before.span) else { continue }
      let needed = dose.product(cells).flatMap { $0 < daysByProduct.count ? daysByProduct[$0] : nil } ?? days
      guard span.last - before.span.first < needed else { continue }
      // The last dose may be one of the numbered doses reported again.
      if dose.given.isLast && span.first == before.span.first { continue }
      if leavesDuplicates && dose.repeats(before.dose, on: span, before.span, cells) { continue }
      if objection.report(dose.given.name, line: line, record: record, to: &findings) { isError = true }
    }
    return isError
  }
}

/// No dose is told under two numbers: the same day and, as far as is told, the same product.
struct DuplicateDose: BoundRule {
  private let doses: [DoseCells]
  private let objection: Objection

  init?(_ rule: RowRule, _ dates: RowDates) {
    doses = DoseOrder.inOrder(dates).filter { $0.number != nil }.map { DoseCells($0, dates) }
    guard doses.count > 1 else { return nil }
    objection = Objection(rule, RowRule.duplicateMessage, hint: RowRule.duplicateHint)
  }

  func check(_ cells: [Cell], line: Int, record: Int, findings: inout FindingSink) -> Bool {
    var isError = false
    for (place, dose) in doses.enumerated().dropFirst() {
      guard let span = dose.given.span(cells) else { continue }
      let isRepeated = doses[..<place].contains { other in
        other.given.span(cells).map { dose.repeats(other, on: span, $0, cells) } ?? false
      }
      guard isRepeated else { continue }
      if objection.report(dose.given.name, line: line, record: record, to: &findings) { isError = true }
    }
    return isError
  }
}
