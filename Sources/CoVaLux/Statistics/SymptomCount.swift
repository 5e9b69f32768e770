import CohortModel
import CohortStore
public import Reporting
import Statistics

/// How many symptoms people have some months after an infection.
///
/// A person counts by the follow-up nearest to the target in which at least half of the symptoms asked were answered;
/// a symptom left blank there counts as absent.
public struct SymptomCount: CohortStatistic {
  /// `symptom-count`.
  public static let name = "symptom-count"
  /// The question in one sentence.
  public static let question = "How many symptoms do people have some months after an infection?"
  /// The options that it takes.
  public static let options: [StatisticOption] = [.by] + InfectionFollowUp.options
  /// The variables that it can divide people by.
  public static let groupings: [GroupingVariable] = [
    .vaccinationStatus, .variant, .severity, .sex, .ageBand,
  ]

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
    var counts = Array(repeating: [Int](), count: grouping.labels.count)
    for person in followUp.answered(in: population, by: grouping) {
      let symptoms = person.responses.lazy.compactMap { population.snapshot.symptomCount(in: $0) }.first
      if let symptoms { counts[person.group].append(symptoms) }
    }
    let shown = counts.indices.filter { !counts[$0].isEmpty }
    var table = head(of: population, grouping: grouping)
    table.layout = shown.count > 1 ? .groupsAsColumns : .list
    if shown.count > 1 {
      for group in shown { table.rows += rows(counts[group], of: grouping.labels[group], isTotal: false) }
      table.rows += rows(counts.flatMap { $0 }, of: "all infected", isTotal: true)
    } else {
      table.rows = rows(
        counts.flatMap { $0 }, of: shown.first.map { grouping.labels[$0] } ?? "", isTotal: false)
    }
    return table
  }
}

extension SymptomCount {
  private static let bands: [(label: String, range: ClosedRange<Int>)] = [
    ("no symptom", 0...0), ("1–2 symptoms", 1...2), ("3–5 symptoms", 3...5),
    ("6 or more symptoms", 6...Int.max),
  ]

  private func rows(_ counts: [Int], of group: String, isTotal: Bool) -> [ResultRow] {
    let values = counts.map(Double.init)
    let (description, quantiles) = (Description(of: values), Quantiles(values))
    let nobody = "nobody answered"
    let mean = description.interval().value
    let quartiles = quantiles.quartiles().value
    func sets(_ measure: String) -> [String] { ["groups with \(measure)"] }
    func summary(
      _ measure: String, _ value: Outcome<Double>, _ limits: Interval?, _ kind: IntervalKind, _ method: String
    ) -> ResultRow {
      ResultRow(
        group: group, level: "symptoms", measure: measure,
        value: ResultValue(value.value, otherwise: value.reason?.description ?? nobody), lower: limits?.lower,
        upper: limits?.upper, interval: kind, n: counts.count, unit: .points, method: method, kind: .summary,
        partitions: isTotal ? [] : sets(measure), totalOf: isTotal ? sets(measure) : [], decimals: 1)
    }
    let shares = Self.bands.map { band in
      ResultRow.share(
        ShareCount(count: counts.count { band.range.contains($0) }, n: counts.count), group: group,
        level: band.label, partitions: ["bands of \(group)"] + (isTotal ? [] : sets(band.label)),
        totalOf: isTotal ? sets(band.label) : [])
    }
    return [
      summary("median", quantiles.median, quartiles, .quartiles, "quantile-7"),
      summary("mean", description.mean, mean, .confidence, "student-t"),
    ] + shares
  }

  private func head(of population: StudyPopulation, grouping: PersonGrouping) -> ResultTable {
    var definition = TableDefinition(
      followUp.lines + [
        .init(
          "Record", "one per person: nearest to the target in which half of the symptoms asked were answered"),
        .init("Symptoms", "of \(population.snapshot.symptoms.count); one left blank counts as absent here"),
        .init("Median", "with quartiles by type 7 of Hyndman and Fan"),
        .init("Mean", "with 95 % interval by Student's t"),
        .init("Shares", "interval \(Proportion.IntervalMethod.wilson.words)"),
      ])
    for line in grouping.definition { definition[line.key] = line.value }
    return ResultTable(
      statistic: Self.name, title: "Number of symptoms, month \(followUp.month)", question: Self.question,
      definition: definition,
      denominator:
        "people with a follow-up in the window in which at least half of the symptoms were answered",
      asOf: population.snapshot.asOf, groupHeading: by?.heading ?? "Group", levelHeading: "Symptoms")
  }
}
