import CohortModel
import Reporting
import Statistics

/// A count among persons on its way to a row.
struct ShareCount: Hashable {
  var count = 0
  var n = 0

  mutating func add(_ isCounted: Bool) {
    n += 1
    if isCounted { count += 1 }
  }
}

extension ResultRow {
  /// A share with its interval.
  static func share(
    _ counted: ShareCount, group: String, level: String, measure: String = "share",
    interval method: Proportion.IntervalMethod? = .wilson, section: String = "", note: String = "",
    partitions: [String] = [], totalOf: [String] = [], comparison: String? = nil, isSensitive: Bool? = nil
  ) -> ResultRow {
    let proportion = Proportion(counted.count, of: counted.n)
    let limits = method.flatMap { proportion.interval($0).value?.clipped(to: 0...1) }
    return ResultRow(
      group: group, level: level, measure: measure,
      value: ResultValue(proportion.value.value, otherwise: "nobody was asked and answered"),
      lower: limits?.lower, upper: limits?.upper, count: counted.count, n: counted.n, unit: .proportion,
      method: method?.rawValue ?? "", note: note, section: section, partitions: partitions, totalOf: totalOf,
      comparison: comparison, isSensitive: isSensitive)
  }
}

extension Proportion.IntervalMethod {
  /// The method as the definition of a table names it.
  var words: String {
    switch self {
    case .wilson: "95 %, Wilson score"
    case .wald: "95 %, Wald, cut to 0–100 %"
    case .agrestiCoull: "95 %, Agresti–Coull, cut to 0–100 %"
    case .clopperPearson: "95 %, exact (Clopper–Pearson)"
    case .wilsonCorrected: "95 %, Wilson score with continuity correction"
    case .jeffreys: "95 %, Jeffreys"
    case .midP: "95 %, mid-p"
    }
  }
}

extension VaccineRules {
  /// The parameters in words, as the definition of a table states them.
  var statement: String { parameters.map { "\($0.name) \($0.value)" }.joined(separator: ", ") }
}

extension TableDefinition.Line {
  /// Which infection is followed up, and how sure it must be.
  static func infection(_ number: Int, _ statuses: Set<Infection.Status>) -> TableDefinition.Line {
    TableDefinition.Line(
      "Infection",
      (number == 1 ? "first" : "number \(number)") + ", "
        + statuses.sorted { $0.rawValue < $1.rawValue }.map { "\($0)" }.joined(separator: " or ")
        + ", of an exactly known day")
  }
}

extension TableDefinition {
  /// The words under which each table says whose data it counts.
  static let populationLine = Line(
    "Population", "participants whose data may be used: consent not refused, use not ended")
}
