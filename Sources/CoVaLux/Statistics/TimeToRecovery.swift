import CohortModel
public import Reporting
import Statistics

/// How long it takes until a symptom, or all of them, are gone.
public struct TimeToRecovery: CohortStatistic {
  /// `time-to-recovery`.
  public static let name = "time-to-recovery"
  /// The question in one sentence.
  public static let question = "How long does it take people to recover from a symptom, or from all of them?"
  /// The options that it takes.
  public static let options: [StatisticOption] = [.by, .symptom, .infection]
  /// The variables that it can divide people by.
  public static let groupings: [GroupingVariable] = [
    .vaccinationStatus, .variant, .severity, .sex, .ageBand,
  ]
  /// Curves begin on the day from which each group has so many people at risk, and say nothing where it has fewer.
  public static let fewestAtRisk = 10
  /// The horizon of the restricted mean, in days.
  public static let horizon = 365

  /// One symptom; nil for all of them together.
  public var symptom: Symptom?
  /// What people are divided by.
  public var by: GroupingVariable?
  /// Number of the infection, 1 for the first.
  public var infection = 1
  /// How sure the infection must be.
  public var statuses: Set<Infection.Status> = [.confirmed, .probable]

  /// Asks for one symptom, or for all of them.
  public init(from symptom: Symptom? = nil, by: GroupingVariable? = nil) {
    self.symptom = symptom
    self.by = by
  }

  /// Makes the question from options.
  public init(_ options: StatisticOptions, reference: ReferenceModel) throws {
    self.init(from: options.symptom, by: options.by)
    infection = options.infection ?? 1
  }

  /// Answers it.
  public func table(of population: StudyPopulation) -> ResultTable {
    let grouping = PersonGrouping(by, in: population)
    let recovery = SymptomRecovery(
      of: symptom, after: infection, statuses: statuses, by: grouping, in: population)
    var sizes = Array(repeating: 0, count: grouping.labels.count)
    for course in recovery.courses { sizes[course.group] += 1 }
    let shown = sizes.indices.filter { sizes[$0] >= Self.fewestAtRisk }
    let curves = RecoveryCurves(recovery.courses, groups: shown, fewestAtRisk: Self.fewestAtRisk)
    var table = head(of: population, grouping: grouping, from: curves?.firstDay)
    for (place, group) in shown.enumerated() {
      table.rows += rows(curves, place, size: sizes[group], label: label(grouping.labels[group]), shown.count)
    }
    if shown.isEmpty, let count = sizes.isEmpty ? nil : sizes.reduce(0, +) {
      table.rows = [
        ResultRow(group: label(""), level: "people", measure: "people", count: count, unit: .persons)
      ]
    }
    if let curves, shown.count > 1 {
      table.rows += comparisons(curves, shown.map { label(grouping.labels[$0]) })
    }
    table.layout = shown.count > 1 ? .groupsAsColumns : .list
    return table
  }
}

extension TimeToRecovery {
  private static let times = [90, 180, 270, 365, 540, 730]
  private static let everybody = "comparison of groups"

  private func label(_ group: String) -> String { group.isEmpty ? "all" : group }

  private func rows(_ curves: RecoveryCurves?, _ place: Int, size: Int, label: String, _ groups: Int)
    -> [ResultRow]
  {
    let sets = groups > 1 ? ["groups"] : []
    var rows = [
      ResultRow(
        group: label, level: "people", measure: "people", count: size, unit: .persons, partitions: sets,
        comparison: Self.everybody)
    ]
    guard let curves else { return rows }
    let curve = curves.curves[place]
    rows.append(
      ResultRow(
        group: label, level: "recovered", measure: "people", count: curve.table.eventCount,
        n: curve.table.persons,
        unit: .persons, comparison: Self.everybody))
    let median = curve.median()
    rows.append(
      ResultRow(
        group: label, level: "median time", measure: "days",
        value: ResultValue(median.time.value, otherwise: "half have not recovered while 10 are at risk"),
        lower: median.lower.value, upper: median.upper.value, n: curve.table.persons, unit: .days,
        method: "kaplan-meier-log-log", kind: .summary))
    let mean = curve.restrictedMean(to: Double(Self.horizon))
    let limits = mean.flatMap { $0.interval() }
    rows.append(
      ResultRow(
        group: label, level: "restricted mean to day \(Self.horizon)", measure: "days",
        value: ResultValue(mean.value?.mean, otherwise: mean.reason?.description ?? ""),
        lower: limits.value?.lower,
        upper: limits.value?.upper, n: curve.table.persons, unit: .days, method: "restricted-mean",
        kind: .summary))
    let intervals = curve.limits(.logLog)
    var told = 0
    for time in Self.times where time > curves.firstDay {
      guard let row = curve.table.row(atOrBefore: Double(time)),
        let next = curve.table.row(atOrAfter: Double(time)),
        curve.table.atRisk[next] >= Self.fewestAtRisk
      else { continue }
      // A step that a few people make would tell of them.
      let events = curve.table.events.prefix(row + 1).reduce(0, +)
      guard events == told || events - told >= Self.fewestAtRisk else { continue }
      told = events
      rows.append(
        ResultRow(
          group: label, level: "not recovered by day \(time)", measure: "share",
          value: ResultValue(curve.survival[row]), lower: intervals[row].value?.lower,
          upper: intervals[row].value?.upper, n: curve.table.atRisk[next], unit: .proportion,
          method: "kaplan-meier-log-log", kind: .summary))
    }
    return rows
  }

  private func comparisons(_ curves: RecoveryCurves, _ labels: [String]) -> [ResultRow] {
    let test = LogRankTest.compare(curves.tables)
    let p = test.flatMap { $0.test.map(\.p) }
    func row(
      _ group: String, _ level: String, _ value: ResultValue, _ limits: Interval? = nil, unit: MeasureUnit,
      method: String
    ) -> ResultRow {
      ResultRow(
        group: group, level: level, measure: "comparison", value: value, lower: limits?.lower,
        upper: limits?.upper,
        unit: unit, method: method, kind: .comparison, comparison: Self.everybody)
    }
    var rows = [
      row(
        labels[0], "log-rank p", ResultValue(p.value, otherwise: p.reason?.description ?? ""),
        unit: .probability,
        method: "log-rank")
    ]
    let model = curves.hazards()
    for place in labels.indices.dropFirst() {
      let ratio = model.map { $0.hazardRatio(place - 1) }
      let value = ratio.flatMap(\.value)
      rows.append(
        row(
          labels[place], "hazard ratio of recovery against \(labels[0])",
          ResultValue(value.value, otherwise: value.reason?.description ?? ""),
          ratio.flatMap(\.interval).value,
          unit: .ratio, method: "cox-efron"))
    }
    return rows
  }

  private func head(of population: StudyPopulation, grouping: PersonGrouping, from day: Int?) -> ResultTable {
    let what = symptom.map(\.rawValue) ?? "all symptoms"
    var definition = TableDefinition([
      TableDefinition.populationLine,
      .infection(infection, statuses),
      .init("Time origin", "onset of symptoms, else first positive test; in days"),
      .init(
        "Entry",
        "the first follow-up with \(symptom == nil ? "a symptom" : "the symptom"): nobody counts before it"),
      .init(
        "Recovery",
        "the first follow-up without, if the next one with an answer confirms it; known to the interval "
          + "between two follow-ups and dated at its end"),
      .init("Censoring", "at the last follow-up with an answer before a re-infection"),
      .init(
        "Curve",
        (day.map { "from day \($0), from which each group has" } ?? "from the day from which each group has")
          + " \(Self.fewestAtRisk) at risk, and while it has; a day is left out where fewer have recovered since the day before it in the table; "
          + "Kaplan–Meier with delayed entry, 95 % interval log-log"),
      .init(
        "Restricted mean",
        "mean days without recovery up to day \(Self.horizon), of people who have not recovered when the curve begins"
      ),
    ])
    if by != nil {
      definition["Comparison"] = "log-rank test; Cox model (Efron) with the groups alone, no adjustment"
    }
    for line in grouping.definition { definition[line.key] = line.value }
    return ResultTable(
      statistic: Self.name, title: "Time to recovery from \(what)", question: Self.question,
      definition: definition,
      denominator:
        "people with \(symptom == nil ? "a symptom" : "the symptom") at a follow-up and an answer after it",
      asOf: population.snapshot.asOf, groupHeading: by?.heading ?? "Group", levelHeading: "Recovery")
  }
}
