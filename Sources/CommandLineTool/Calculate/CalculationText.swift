import Reporting
import Statistics

/// One line of a calculation: a measure with its value and interval, and the method of the interval.
struct CalculationLine {
  var measure: String
  var value: Outcome<Double>
  var interval: Outcome<Interval>?
  var method: String
  var unit: MeasureUnit
  var decimals: Int?

  init(
    _ measure: String, _ value: Outcome<Double>, _ interval: Outcome<Interval>? = nil, method: String,
    unit: MeasureUnit, decimals: Int? = nil
  ) {
    self.measure = measure
    self.value = value
    self.interval = interval
    self.method = method
    self.unit = unit
    self.decimals = decimals
  }

  init(
    _ measure: String, _ estimate: Estimate, method: String, unit: MeasureUnit,
    decimals: Int? = nil
  ) {
    self.init(measure, estimate.value, estimate.interval, method: method, unit: unit, decimals: decimals)
  }
}

/// A calculation as people or programs read it.
struct CalculationText {
  let lines: [CalculationLine]
  let options: CalculationOptions

  /// The lines in columns, or as JSON.
  var text: String {
    options.format == .json ? json.text : ColumnText.aligned(rows)
  }

  private var rows: [[String]] {
    let level = Numbers.fixed(options.confidence, decimals: 0, shift: 2)
    let isRound = abs(options.confidence * 100 - (options.confidence * 100).rounded()) < 1e-9
    let heading = isRound ? "\(level) % CI" : "\(Numbers.shortest(options.confidence * 100)) % CI"
    return [["Measure", "Value", heading, "Method"]]
      + lines.map { line in
        [
          line.measure, line.value.value.map { print($0, line) } ?? "NE",
          line.interval.map { interval($0, line) } ?? "",
          line.method + (line.value.reason.map { "; not estimable: \($0)" } ?? ""),
        ]
      }
  }

  private func print(_ value: Double, _ line: CalculationLine) -> String {
    value.isFinite ? Numbers.text(value, line.unit, decimals: line.decimals) : "∞"
  }

  private func interval(_ interval: Outcome<Interval>, _ line: CalculationLine) -> String {
    guard let limits = interval.value else { return "NE: \(interval.reason?.description ?? "")" }
    if limits.upper.isFinite, limits.lower.isFinite {
      return Numbers.interval(limits.lower, limits.upper, line.unit, decimals: line.decimals)
    }
    let joint = limits.lower < 0 ? " to " : "–"
    return bare(limits.lower, line) + joint + bare(limits.upper, line)
  }

  private func bare(_ limit: Double, _ line: CalculationLine) -> String {
    guard limit.isFinite else { return limit < 0 ? "−∞" : "∞" }
    let text = Numbers.text(limit, line.unit, decimals: line.decimals)
    return String(text.prefix { $0 != "\u{00A0}" })
  }

  private var json: JSONValue {
    .object([
      .init("schema", .integer(1)), .init("confidence", .number(options.confidence)),
      .init(
        "results",
        .array(
          lines.map { line in
            var members: [JSONValue.Member] = [
              .init("measure", .string(line.measure)), .init("value", JSONValue(line.value.value)),
            ]
            if let interval = line.interval {
              members.append(.init("lower", JSONValue(interval.value?.lower)))
              members.append(.init("upper", JSONValue(interval.value?.upper)))
            }
            members.append(.init("unit", .string(line.unit.rawValue)))
            members.append(.init("method", .string(line.method)))
            if let reason = line.value.reason ?? line.interval?.reason {
              members.append(.init("undefined", .string(reason.description)))
            }
            return .object(members)
          })),
    ])
  }
}
