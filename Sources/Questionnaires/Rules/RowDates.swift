import CohortModel

/// The date columns of a bound questionnaire, by what they mean.
struct RowDates {
  /// A column that holds dates.
  struct Column: Sendable {
    let place: Int
    let concept: Concept
    let slot: SlotSource?
    let name: String

    /// Number of a dose or infection that is the same in every row; nil for others.
    var number: Int? {
      if case .fixed(let text)? = slot { return Int(text) }
      return nil
    }

    var isLast: Bool { slot == .fixed("last") }

    /// First and last day that the cell may mean; nil if it has no value.
    @inline(__always)
    func span(_ cells: [Cell]) -> DaySpan? { cell.span(cells) }

    /// What the loop over rows needs of the column.
    var cell: DateCell { DateCell(place: place, isYear: concept.kind == .year) }
  }

  let columns: [Column]
  let vocabulary: Vocabulary
  private let targets: [Target]

  init(targets: [Target], questionnaire: Questionnaire) {
    self.targets = targets
    vocabulary = questionnaire.vocabulary
    columns = targets.enumerated().compactMap { place, target in
      guard case .concept(let concept, let slot) = target.destination else { return nil }
      switch concept.kind {
      case .date, .partialDate, .year:
        return Column(place: place, concept: concept, slot: slot, name: target.columnName)
      default: return nil
      }
    }
  }

  /// Place of the cell that tells a concept of a slot; nil if the file lacks it.
  func place(of name: String, slot: SlotSource?) -> Int? {
    targets.firstIndex { $0.destination.names(name, slot: slot) }
  }

  func columns(_ names: String...) -> [Column] {
    columns.filter { names.contains($0.concept.name) }
  }

  /// Dates of things that happen to a living participant.
  var events: [Column] {
    columns(
      "infection.onset", "infection.tested", "vaccination.given", "response.completed",
      "participant.enrolled",
      "response.symptoms-began", "response.symptoms-ended")
  }

  /// The rule with its columns; nil if the file lacks a column that it needs.
  func rule(_ rule: RowRule, among rules: [RowRule], today: StudyDay) -> (any BoundRule)? {
    switch rule.kind {
    case .doseOrder: DoseOrder(rule, self)
    case .doseInterval:
      DoseInterval(rule, self, leavesDuplicates: rules.contains { $0.kind == .duplicateDose })
    case .duplicateDose: DuplicateDose(rule, self)
    case .vaccinationBeforeApproval: VaccinationBeforeApproval(rule, self)
    case .vaccinationBeforeFirstDoseDay:
      FirstDay(rule, columns("vaccination.given"), "a dose before the first dose of the country")
    case .infectionBeforeFirstCase:
      FirstDay(
        rule, columns("infection.onset", "infection.tested"),
        "an infection before the first known case of the country")
    case .futureDate: FutureDate(rule, self, today: today)
    case .onsetBeforeTest: OnsetBeforeTest(rule, self)
    case .birthBeforeEvents: BirthBeforeEvents(rule, self)
    case .deathAfterEvents: DeathAfterEvents(rule, self)
    case .withdrawalAfterEvents: WithdrawalAfterEvents(rule, self)
    case .followUpAfterEnrolment: FollowUpAfterEnrolment(rule, self)
    case .symptomsInOrder: SymptomsInOrder(rule, self)
    // Rows that contradict each other are found when they are stored.
    case .contradiction: nil
    }
  }
}

/// A cell that holds a date; beside its column, whose names would be retained for each look at it.
struct DateCell: Sendable {
  let place: Int
  let isYear: Bool

  /// First and last day that the cell may mean; nil if it has no value.
  @inline(__always)
  func span(_ cells: [Cell]) -> DaySpan? {
    cells[place].state == .value ? DaySpan(cells[place], isYear: isYear) : nil
  }
}

extension Destination {
  /// Whether answers go to a concept, in a slot where the concept has slots.
  func names(_ name: String, slot: SlotSource?) -> Bool {
    guard case .concept(let concept, let own) = self else { return false }
    return own == slot && concept.name == name
  }
}

/// Days that a date of some precision may mean, as days since 2000-01-01.
struct DaySpan: Sendable {
  let first: Int64
  let last: Int64

  init(_ cell: Cell, isYear: Bool) {
    if isYear {
      let year = Int(cell.int)
      first = StudyDay(year: year, month: 1, day: 1).map { Int64($0.days) } ?? 0
      last = StudyDay(year: year, month: 12, day: 31).map { Int64($0.days) } ?? 0
      return
    }
    first = cell.int
    switch cell.precision {
    case .day: last = cell.int
    case .month: last = cell.int + 30
    case .year: last = cell.int + 365
    }
  }

  /// True only if every day of this span is before every day of the other.
  func isBefore(_ other: DaySpan) -> Bool { last < other.first }
}
