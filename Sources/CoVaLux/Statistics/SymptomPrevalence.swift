public import CohortModel
import CohortStore
public import Reporting
public import Statistics

/// How many people have a symptom some months after an infection.
///
/// The denominator is the people who were asked about the symptom in the window and answered. Each person counts
/// once per window and symptom, by the answer nearest to the target; of two equally near the earlier counts. A
/// window counts only if all of it lies before a re-infection.
public struct SymptomPrevalence: CohortStatistic {
  /// `symptom-prevalence`.
  public static let name = "symptom-prevalence"
  /// The question in one sentence.
  public static let question = "How many people have which symptoms some months after an infection?"
  /// The options that it takes.
  public static let options: [StatisticOption] = [
    .by, .symptom, .month, .windowBefore, .windowAfter, .infection, .compareNeverInfected, .interval,
  ]
  /// The variables that it can divide people by.
  public static let groupings: [GroupingVariable] = [
    .vaccinationStatus, .variant, .severity, .sex, .ageBand, .monthsSinceInfection,
  ]
  /// The months looked at where people are divided by the time since infection.
  public static let defaultMonths = [1, 3, 6, 9, 12, 18, 24]

  /// The symptom; nil for all of them, and for any of them together.
  public var symptom: Symptom?
  /// Months since infection; several only where people are divided by them.
  public var months: [Int]
  /// What people are divided by.
  public var by: GroupingVariable?
  /// Days by which a follow-up may be earlier; nil takes 15 for the first two months and 45 from the third on.
  public var daysBefore: Int?
  /// Days by which a follow-up may be later; nil takes the same.
  public var daysAfter: Int?
  /// Number of the infection, 1 for the first.
  public var infection = 1
  /// How sure the infection must be.
  public var statuses: Set<Infection.Status> = [.confirmed, .probable]
  /// Adds people who were never infected, counted from enrolment.
  public var comparesNeverInfected = false
  /// How the intervals are made.
  public var interval = Proportion.IntervalMethod.wilson

  /// Asks for one symptom, or for all of them.
  public init(of symptom: Symptom? = nil, atMonth month: Int = 6, by: GroupingVariable? = nil) {
    self.symptom = symptom
    self.by = by
    months = by == .monthsSinceInfection ? Self.defaultMonths : [month]
  }

  /// Makes the question from options.
  public init(_ options: StatisticOptions, reference: ReferenceModel) throws {
    self.init(of: options.symptom, by: options.by)
    if !options.months.isEmpty {
      months = options.months
      if months.count > 1, by == nil { by = .monthsSinceInfection }
    }
    guard months.allSatisfy((1...120).contains), months.count == 1 || by == .monthsSinceInfection else {
      throw StatisticError.outOfRange(.month, 1...120)
    }
    try options.requireWindow()
    daysBefore = options.daysBefore
    daysAfter = options.daysAfter
    infection = options.infection ?? 1
    comparesNeverInfected = options.comparesNeverInfected
    interval = options.interval ?? .wilson
  }

  /// Answers it.
  public func table(of population: StudyPopulation) -> ResultTable {
    let counts = SymptomCounts(self, in: population)
    var table = head(of: population, grouping: counts.grouping)
    let isDivided = counts.columns.count { $0.isPart && $0.people > 0 } > 1
    let answered = counts.columns.filter { $0.people > 0 && (!$0.isTotal || isDivided) }
    let columns = answered.isEmpty ? Array(counts.columns.prefix(1)) : answered
    for (place, symptom) in counts.symptoms.enumerated() {
      let level = symptom?.rawValue ?? Self.anyLevel
      for column in columns where column.counts[place].n > 0 || columns.count == 1 {
        table.rows.append(
          .share(
            column.counts[place], group: column.label, level: level, measure: "prevalence",
            interval: interval,
            section: counts.symptoms.count == 1 ? "" : section(symptom, in: population),
            note: symptom == nil ? Self.anyNote : "",
            partitions: column.isPart ? ["groups with \(level)"] : [],
            totalOf: column.isTotal ? ["groups with \(level)"] : []))
      }
    }
    table.layout = counts.symptoms.count > 1 && columns.count > 1 ? .groupsAsColumns : .list
    return table
  }
}

extension SymptomPrevalence {
  static let anyLevel = "any symptom"
  private static let anyNote =
    "present if any symptom asked was; counted are people who answered at least half of the symptoms asked, "
    + "and a symptom left blank counts as absent here"

  var windows: [FollowUpWindow] {
    months.map { FollowUpWindow(month: $0, daysBefore: daysBefore, daysAfter: daysAfter) }
  }

  private func section(_ symptom: Symptom?, in population: StudyPopulation) -> String {
    guard let domain = symptom.flatMap({ population.reference.symptomDomains[$0] }) else { return "" }
    return domain.prefix(1).uppercased() + domain.dropFirst().map { $0 == "-" ? ", " : String($0) }.joined()
  }

  private func head(of population: StudyPopulation, grouping: PersonGrouping) -> ResultTable {
    let when = by == .monthsSinceInfection ? "by months since infection" : "month \(months[0])"
    let what = symptom.map { $0.rawValue.prefix(1).uppercased() + $0.rawValue.dropFirst() } ?? "Symptoms"
    var definition = TableDefinition([
      TableDefinition.populationLine,
      .infection(infection, statuses),
      .init("Time origin", "onset of symptoms, else first positive test; calendar months"),
      .init("Window", windows.map(\.description).joined(separator: "; ")),
      .init(
        "Record", "one per person, window and symptom: nearest to the target, of two equally near the earlier"
      ),
      .init("Re-infection", "a window counts only if all of it lies before the next infection"),
      .init("Interval", interval.words),
    ])
    if comparesNeverInfected {
      definition["Never infected"] = "no report of an infection; months are counted from enrolment"
    }
    for line in grouping.definition { definition[line.key] = line.value }
    return ResultTable(
      statistic: Self.name, title: "\(what), \(when)", question: Self.question, definition: definition,
      denominator: "people who were asked about the symptom within the window and answered",
      asOf: population.snapshot.asOf, groupHeading: by?.heading ?? "Group", levelHeading: "Symptom")
  }
}
