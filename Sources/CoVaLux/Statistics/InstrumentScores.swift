import CohortModel
import CohortStore
public import Reporting
import Statistics

/// How people score on the questionnaires with a published scoring rule, some months after an infection.
///
/// A person counts by the follow-up nearest to the target that asked for the instrument. The index of EQ-5D-5L is given
/// once for each value set, as Luxembourg has none of its own.
public struct InstrumentScores: CohortStatistic {
  /// `scores`.
  public static let name = "scores"
  /// The question in one sentence.
  public static let question = "How do people score on the instruments some months after an infection?"
  /// The options that it takes.
  public static let options: [StatisticOption] = [.by] + InfectionFollowUp.options
  /// The variables that it can divide people by.
  public static let groupings: [GroupingVariable] = [
    .vaccinationStatus, .variant, .severity, .sex, .ageBand,
  ]
  /// It looks at every item.
  public static let readsAllItems = true

  /// Which follow-ups are looked at.
  public var followUp: InfectionFollowUp
  /// What people are divided by.
  public var by: GroupingVariable?

  /// Asks for the follow-up some months after the first infection.
  public init(atMonth month: Int = 6, by: GroupingVariable? = nil) {
    followUp = InfectionFollowUp(month: month)
    self.by = by
  }

  /// Makes the question from options.
  public init(_ options: StatisticOptions, reference: ReferenceModel) throws {
    followUp = try InfectionFollowUp(options)
    by = options.by
  }

  /// Answers it.
  public func table(of population: StudyPopulation) -> ResultTable {
    let grouping = PersonGrouping(by, in: population)
    let people = followUp.answered(in: population, by: grouping, withItems: true)
    let instruments = Self.instruments(population.reference)
    let scores = instruments.map { Scores(of: $0, people, groups: grouping.labels.count, in: population) }
    let shown = grouping.labels.indices.filter { group in scores.contains { $0.asked(in: group) > 0 } }
    let used = instruments.indices.filter { place in shown.contains { scores[place].asked(in: $0) > 0 } }
    var table = head(of: population, grouping: grouping, instruments: used.map { instruments[$0] })
    table.layout = shown.count > 1 ? .groupsAsColumns : .list
    for place in used {
      let bands = scores[place].bands
      for group in shown where scores[place].asked(in: group) > 0 {
        table.rows += scores[place].rows(
          of: [group], label: grouping.labels[group], section: instruments[place].title, bands: bands,
          isTotal: false)
      }
      if shown.count > 1 {
        table.rows += scores[place].rows(
          of: shown, label: "all infected", section: instruments[place].title, bands: bands, isTotal: true)
      }
    }
    return table
  }

  /// The instruments, with an EQ-5D-5L for each value set in the place of the one without.
  private static func instruments(_ reference: ReferenceModel) -> [any Instrument] {
    Instruments.all().flatMap { instrument -> [any Instrument] in
      instrument is EQ5D5L ? reference.valueSets.map { EQ5D5L(valueSet: $0) } : [instrument]
    }
  }

  private func head(
    of population: StudyPopulation, grouping: PersonGrouping, instruments: [any Instrument]
  ) -> ResultTable {
    var definition = TableDefinition(
      followUp.lines + [
        .init("Record", "one per person and instrument: nearest to the target that asked for it"),
        .init(
          "Scored",
          "people with a score among those asked; interval \(Proportion.IntervalMethod.wilson.words)"),
        .init("Mean", "with 95 % interval by Student's t"),
        .init("Median", "with quartiles by type 7 of Hyndman and Fan"),
      ])
    for instrument in instruments {
      definition[instrument.title] = "missing items: \(instrument.missingRule); \(instrument.source)"
    }
    for line in grouping.definition { definition[line.key] = line.value }
    return ResultTable(
      statistic: Self.name, title: "Scores, month \(followUp.month)", question: Self.question,
      definition: definition, denominator: "people who were asked for the instrument within the window",
      asOf: population.snapshot.asOf, groupHeading: by?.heading ?? "Group", levelHeading: "Score")
  }
}

/// The scores of one instrument by group.
private struct Scores {
  private var values: [[Double]]
  private var bandCounts: [[String: Int]]
  private var notScored: [Int]
  private var lowest: [String: Double] = [:]
  /// Whether scores lie so close together that a tenth would hide their differences.
  private let isFine: Bool

  init(
    of instrument: any Instrument, _ people: [InfectionFollowUp.Answered], groups: Int,
    in population: StudyPopulation
  ) {
    let snapshot = population.snapshot
    let items = instrument.items.compactMap { name in
      snapshot.items.firstIndex(of: name).map { (name: name, place: $0) }
    }
    isFine = instrument.range.upperBound - instrument.range.lowerBound < 7
    values = Array(repeating: [], count: groups)
    bandCounts = Array(repeating: [:], count: groups)
    notScored = Array(repeating: 0, count: groups)
    guard !items.isEmpty else { return }
    for person in people {
      for response in person.responses {
        let answers = items.map { ($0.name, Int16(snapshot.code(ofItem: $0.place, inResponse: response))) }
        let score = instrument.score(Dictionary(answers) { first, _ in first })
        if score == .notScored(.notAsked) { continue }
        add(score, to: person.group)
        break
      }
    }
  }

  private mutating func add(_ score: Score, to group: Int) {
    guard case .scored(let scored) = score else {
      notScored[group] += 1
      return
    }
    values[group].append(scored.value)
    guard let band = scored.band else { return }
    bandCounts[group][band, default: 0] += 1
    lowest[band] = min(lowest[band] ?? scored.value, scored.value)
  }

  /// The bands that anybody is in, from the lowest score up.
  var bands: [String] { lowest.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key) }

  func asked(in group: Int) -> Int { values[group].count + notScored[group] }

  func rows(of groups: [Int], label: String, section: String, bands: [String], isTotal: Bool) -> [ResultRow] {
    let scores = groups.flatMap { values[$0] }
    let asked = scores.count + groups.reduce(0) { $0 + notScored[$1] }
    let (description, quantiles) = (Description(of: scores), Quantiles(scores))
    func sets(_ measure: String) -> [String] { ["\(section): \(measure)"] }
    func summary(
      _ measure: String, _ value: Outcome<Double>, _ limits: Interval?, _ kind: IntervalKind,
      _ method: String = ""
    ) -> ResultRow {
      ResultRow(
        group: label, level: "score", measure: measure,
        value: ResultValue(value.value, otherwise: value.reason?.description ?? ""), lower: limits?.lower,
        upper: limits?.upper, interval: kind, n: scores.count, unit: .points, method: method,
        section: section,
        kind: .summary, partitions: isTotal ? [] : sets(measure), totalOf: isTotal ? sets(measure) : [],
        decimals: isFine ? 2 : 1)
    }
    let shares = bands.map { band in
      ResultRow.share(
        ShareCount(count: groups.reduce(0) { $0 + bandCounts[$1][band, default: 0] }, n: scores.count),
        group: label,
        level: band, section: section, partitions: ["\(section) of \(label)"] + (isTotal ? [] : sets(band)),
        totalOf: isTotal ? sets(band) : [])
    }
    return [
      .share(
        ShareCount(count: scores.count, n: asked), group: label, level: "scored", section: section,
        partitions: isTotal ? [] : sets("scored"), totalOf: isTotal ? sets("scored") : [], isSensitive: false),
      summary("mean", description.mean, description.interval().value, .confidence, "student-t"),
      summary("SD", description.standardDeviation, nil, .confidence),
      summary("median", quantiles.median, quantiles.quartiles().value, .quartiles, "quantile-7"),
    ] + shares
  }
}
