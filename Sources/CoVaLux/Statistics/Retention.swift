import CohortModel
import CohortStore
public import Reporting
import Statistics

/// How many people answered the follow-ups that they were due for, and why others did not.
///
/// A study is followed up at the events of the schedule that any of its participants answered. Death and withdrawal
/// before the window closes, and a window that is still open, take a person out of those due unless they answered.
public struct Retention: CohortStatistic {
  /// `retention`.
  public static let name = "retention"
  /// The question in one sentence.
  public static let question = "How many people answered the follow-ups that they were due for?"
  /// It takes no options.
  public static let options: [StatisticOption] = []
  /// What each of the enrolled is at an event, in the words of the table.
  static let states = [
    "complete", "incomplete", "missed", "not yet due", "withdrew", "died", "enrolment unknown",
  ]
  /// It divides people by nothing.
  public static let groupings: [GroupingVariable] = []

  /// Asks for every event.
  public init() {}

  /// Makes the question from options.
  public init(_ options: StatisticOptions, reference: ReferenceModel) throws {}

  /// Answers it.
  public func table(of population: StudyPopulation) -> ResultTable {
    let snapshot = population.snapshot
    var studies: [String: Set<String>] = [:]
    for response in snapshot.responses {
      studies[response.event, default: []].insert(snapshot.people[response.person].study)
    }
    let entries = population.reference.schedule.entries.filter { studies[$0.event] != nil }
    let places = Dictionary(entries.enumerated().map { ($0.element.event, $0.offset) }) { first, _ in first }
    var counts = Array(repeating: Counts(), count: entries.count)
    for (person, row) in population.people.enumerated() {
      var answers = Array(repeating: Fate?.none, count: entries.count)
      for index in snapshot.responses(of: person) {
        guard let place = places[snapshot.responses[index].event] else { continue }
        let isComplete = snapshot.isComplete(index) || answers[place] == .complete
        answers[place] = isComplete ? .complete : .incomplete
      }
      for (place, entry) in entries.enumerated() where studies[entry.event]?.contains(row.study) == true {
        counts[place][answers[place] ?? Fate(of: row, at: entry, on: population.day)] += 1
      }
    }
    var table = head(of: population, unscheduled: studies.keys.filter { places[$0] == nil }.sorted())
    for (entry, counts) in zip(entries, counts) { table.rows += rows(of: entry.event, counts) }
    return table
  }
}

extension Retention {
  /// What became of one person's follow-up.
  private enum Fate: Int, CaseIterable {
    case died
    case withdrew
    case notYetDue
    case enrolmentUnknown
    case missed
    case incomplete
    case complete

    init(of person: CohortSnapshot.Person, at entry: EventSchedule.Entry, on today: StudyDay) {
      guard let enrolled = person.enrolled else {
        self = .enrolmentUnknown
        return
      }
      let closes = enrolled.adding(days: entry.dayOffset + entry.windowAfter)
      if let died = person.died, died <= closes {
        self = .died
      } else if let ended = person.participationEnded, ended <= closes {
        self = .withdrew
      } else {
        self = closes < today ? .missed : .notYetDue
      }
    }
  }

  private struct Counts {
    private var counts = Array(repeating: 0, count: Fate.allCases.count)

    subscript(fate: Fate) -> Int {
      get { counts[fate.rawValue] }
      set { counts[fate.rawValue] = newValue }
    }

    func sum(_ fates: Fate...) -> Int { fates.reduce(0) { $0 + self[$1] } }

    var all: Int { counts.reduce(0, +) }
  }

  private func rows(of event: String, _ counts: Counts) -> [ResultRow] {
    let due = counts.sum(.missed, .incomplete, .complete)
    func row(_ level: String, _ count: Int, sets: [String] = [], totalOf: [String] = []) -> ResultRow {
      ResultRow(
        group: event, level: level, measure: "people", count: count, unit: .persons,
        partitions: sets.map { "\($0) at \(event)" }, totalOf: totalOf.map { "\($0) at \(event)" },
        comparison: event)
    }
    let response = Proportion(counts[.complete], of: due)
    let limits = response.interval().value
    return [
      row("enrolled", counts.all, totalOf: ["enrolled"]),
      row("due", due, sets: ["enrolled"], totalOf: ["due"]),
      row("complete", counts[.complete], sets: ["received"]),
      ResultRow(
        group: event, level: "response", measure: "people",
        value: ResultValue(response.value.value, otherwise: "nobody was due"), lower: limits?.lower,
        upper: limits?.upper, unit: .proportion, method: "wilson", kind: .comparison, comparison: event),
      row("incomplete", counts[.incomplete], sets: ["received"]),
      row("received", counts.sum(.incomplete, .complete), sets: ["due"], totalOf: ["received"]),
      row("missed", counts[.missed], sets: ["due"]),
      row("died", counts[.died], sets: ["enrolled"]),
      row("withdrew", counts[.withdrew], sets: ["enrolled"]),
      row("not yet due", counts[.notYetDue], sets: ["enrolled"]),
      row("enrolment unknown", counts[.enrolmentUnknown], sets: ["enrolled"]),
    ]
  }

  private func head(of population: StudyPopulation, unscheduled: [String]) -> ResultTable {
    var definition = TableDefinition([
      TableDefinition.populationLine,
      .init("Enrolled", "participants of the studies in which anybody answered at the event"),
      .init(
        "Due", "answered, or the window has closed before the day of the snapshot; days count from enrolment"),
      .init("Not due", "died or stopped taking part before the window closed, or the window is still open"),
      .init("Complete", "dated, and no symptom that was asked is left blank or unreadable"),
      .init("Response", "complete among due; interval \(Proportion.IntervalMethod.wilson.words)"),
    ])
    if !unscheduled.isEmpty {
      definition["Without a schedule"] = unscheduled.joined(separator: ", ") + "; left out"
    }
    return ResultTable(
      statistic: Self.name, title: "Retention", question: Self.question, definition: definition,
      denominator: "participants of the studies that are followed up at the event",
      asOf: population.snapshot.asOf,
      layout: .levelsAsColumns, groupHeading: "Event", levelHeading: "People")
  }
}

extension CohortSnapshot {
  /// True if a response is dated and no symptom that was asked is left without an answer.
  fileprivate func isComplete(_ response: Int) -> Bool {
    guard responses[response].completed != nil else { return false }
    let blank = [MissingReason.notAnswered.rawValue, MissingReason.unreadable.rawValue]
    return symptoms.indices.allSatisfy { !blank.contains(Int16(code(ofSymptom: $0, inResponse: response))) }
  }
}
