import Reporting
import Statistics

/// The rows of one variable of Table 1.
struct TableOneSection {
  let rows: [ResultRow]

  init(_ variable: TableOneVariable, _ columns: [TableOneColumn]) {
    switch variable.value {
    case .categories(let labels, let place):
      rows = Self.rows(of: variable.title, labels, columns, place)
    case .number(let value):
      rows = Self.rows(of: variable.title, columns, value)
    }
  }

  private static func rows(
    of title: String, _ labels: [String], _ columns: [TableOneColumn], _ place: (Int) -> Int?
  ) -> [ResultRow] {
    let isCondition = labels == [TableOneVariable.conditionLevel]
    // A condition is kept with its complement, which is not printed.
    let width = isCondition ? 2 : labels.count
    let counts = columns.map { column in
      var counts = Array(repeating: 0, count: width)
      for person in column.people {
        if let place = place(person) { counts[place] += 1 }
      }
      return counts
    }
    let known = counts.map { $0.reduce(0, +) }
    let shown = labels.indices.filter { label in isCondition || counts.contains { $0[label] > 0 } }
    let section = isCondition ? "Conditions" : title
    var rows: [ResultRow] = []
    for label in shown {
      let level = isCondition ? title : labels[label]
      for (column, place) in zip(columns, columns.indices) where known[place] > 0 {
        rows.append(
          .share(
            ShareCount(count: counts[place][label], n: known[place]), group: column.label, level: level,
            measure: "share", interval: nil, section: section,
            partitions: (column.isTotal ? [] : ["\(title): \(level)"])
              + (isCondition ? [] : ["\(title) of \(column.label)"]),
            totalOf: column.isTotal ? ["\(title): \(level)"] : [], comparison: column.isTotal ? nil : title,
            isSensitive: false))
      }
      guard label == shown.first else { continue }
      rows += difference(title, level: level, measure: "share", section: section, columns, known: known) {
        first, second in
        isCondition
          ? share(counts[first][0], known[first]).flatMap { one in
            share(counts[second][0], known[second]).flatMap { StandardisedDifference.binary(one, $0) }
          } : StandardisedDifference.multinomial(counts[first], counts[second])
      }
    }
    return rows
  }

  private static func share(_ count: Int, _ n: Int) -> Outcome<Double> {
    Proportion(count, of: n).value
  }

  private static func rows(
    of title: String, _ columns: [TableOneColumn], _ value: (Int) -> Double?
  ) -> [ResultRow] {
    let values = columns.map { column in column.people.compactMap(value) }
    let descriptions = values.map { Description(of: $0) }
    func row(
      _ column: Int, _ measure: String, _ value: ResultValue, limits: Interval? = nil, unit: MeasureUnit,
      method: String = ""
    ) -> ResultRow {
      ResultRow(
        group: columns[column].label, level: "", measure: measure, value: value, lower: limits?.lower,
        upper: limits?.upper, interval: .quartiles, n: values[column].count, unit: unit, method: method,
        section: title, kind: .summary,
        partitions: columns[column].isTotal ? [] : ["\(title): \(measure)"],
        totalOf: columns[column].isTotal ? ["\(title): \(measure)"] : [],
        comparison: columns[column].isTotal ? nil : title, decimals: unit == .persons ? 0 : 1)
    }
    let none = "nobody's value is known"
    var rows: [ResultRow] = []
    for place in columns.indices {
      rows.append(row(place, "known", ResultValue(Double(values[place].count)), unit: .persons))
    }
    for place in columns.indices {
      rows.append(
        row(place, "mean", ResultValue(descriptions[place].mean.value, otherwise: none), unit: .points))
    }
    rows += difference(title, level: "", measure: "mean", section: title, columns, known: values.map(\.count))
    {
      StandardisedDifference.continuous(descriptions[$0], descriptions[$1])
    }
    for place in columns.indices {
      let deviation = descriptions[place].standardDeviation
      rows.append(
        row(
          place, "SD", ResultValue(deviation.value, otherwise: deviation.reason?.description ?? none),
          unit: .points))
    }
    for place in columns.indices {
      let quantiles = Quantiles(values[place])
      rows.append(
        row(
          place, "median", ResultValue(quantiles.median.value, otherwise: none),
          limits: quantiles.quartiles().value,
          unit: .points, method: "quantile-7"))
    }
    return rows
  }

  /// The standardised difference of two groups, or the greatest of any two.
  private static func difference(
    _ title: String, level: String, measure: String, section: String, _ columns: [TableOneColumn],
    known: [Int], between: (Int, Int) -> Outcome<Double>
  ) -> [ResultRow] {
    let groups = columns.indices.filter { !columns[$0].isTotal && known[$0] > 0 }
    guard groups.count > 1 else { return [] }
    var found: [Double] = []
    var reason: Undefined?
    for first in groups {
      for second in groups where second > first {
        switch between(first, second) {
        case .defined(let value): found.append(value)
        case .undefined(let why): reason = reason ?? why
        }
      }
    }
    // An infinite difference of some two is no reason to print the greatest of the others.
    let value = reason == nil ? found.max { abs($0) < abs($1) } : nil
    return [
      ResultRow(
        group: "SMD", level: level, measure: measure,
        value: ResultValue(value, otherwise: reason?.description ?? Undefined.noObservations.description),
        unit: .coefficient, method: "standardised-difference", section: section, kind: .comparison,
        comparison: title)
    ]
  }
}
