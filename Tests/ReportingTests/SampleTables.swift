import Reporting

/// Tables for the goldens; the shares are those of the README's example.
enum SampleTables {
  static var prevalence: DisclosedTable {
    var table = ResultTable(
      statistic: "symptom-prevalence", title: "Fatigue, month 6",
      question: "How many participants report fatigue six months after infection?",
      definition: [
        "Symptom": "fatigue", "Window": "month 6 ± 30 days", "Freeze": "2021-12 <final> & \"checked\"",
      ],
      denominator: "participants who were asked about fatigue and answered", asOf: "2021-12-01T10:00:00Z",
      groupHeading: "Vaccination at infection", levelHeading: "Symptom")
    table.rows = [
      row("unvaccinated", 211, 812, 0.2599, 0.231, 0.291),
      row("one dose", 3, 96, 0.03125, 0.011, 0.088, note: "includes incomplete schedules"),
      row("two doses", 327, 1934, 0.1691, 0.153, 0.186),
      row("=three|doses\u{202E}", 41, 268, 0.1530, 0.115, 0.201, note: "includes incomplete schedules"),
      ResultRow(
        group: "unknown", level: "fatigue", measure: "prevalence", value: .undefined("nobody was asked"),
        count: 0, n: 0, unit: .proportion, method: "wilson"),
    ]
    return SmallCells.inHouse.apply(to: table)
  }

  private static func row(
    _ group: String, _ count: Int, _ n: Int, _ value: Double, _ lower: Double, _ upper: Double,
    note: String = ""
  ) -> ResultRow {
    ResultRow(
      group: group, level: "fatigue", measure: "prevalence", value: .number(value), lower: lower,
      upper: upper,
      count: count, n: n, unit: .proportion, method: "wilson", note: note)
  }

  /// Table 1: shares by column and a median with quartiles.
  static var characteristics: DisclosedTable {
    var table = ResultTable(
      statistic: "characteristics", title: "Table 1. Participants at baseline",
      question: "Who takes part?", denominator: "all enrolled participants with the variable answered",
      asOf: "2021-12-01T10:00:00Z", layout: .groupsAsColumns, levelHeading: "Characteristic")
    for (group, n, women, median) in [("mild", 1204, 650, 41.5), ("severe", 96, 40, 58)] {
      for (level, count) in [("female", women), ("male", n - women)] {
        table.rows.append(
          ResultRow(
            group: group, level: level, measure: "share", value: .number(Double(count) / Double(n)),
            count: count, n: n, unit: .proportion, section: "Sex", partitions: ["sex of \(group)"]))
      }
      table.rows.append(
        ResultRow(
          group: group, level: "years", measure: "median", value: .number(median), lower: median - 9,
          upper: median + 11, interval: .quartiles, n: n, unit: .years, method: "quantile-7", section: "Age"))
    }
    table.rows.append(
      ResultRow(
        group: "SMD", level: "years", measure: "median", value: .number(-1.2345), unit: .coefficient,
        method: "standardised-difference", section: "Age", kind: .comparison))
    table.rows.sort { ($0.section == "Sex" ? 0 : 1) < ($1.section == "Sex" ? 0 : 1) }
    return SmallCells.inHouse.apply(to: table)
  }
}
