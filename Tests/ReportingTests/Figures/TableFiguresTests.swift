import Reporting
import Testing

@Suite struct TableFiguresTests {
  @Test func `a table of shares becomes dots and a heat map`() throws {
    let dots = try DotAndWhisker(rows(groups: 3), measure: "Prevalence")
    #expect(dots.groups == ["g0", "g1", "g2"] && dots.rows.map(\.label) == ["fatigue", "cough"])
    #expect(dots.rows[0].estimates[0] == .shown(DrawnEstimate(0.4, 0.2, 0.4 * 1.5)))
    #expect(
      dots.rows[1].estimates == [
        .shown(DrawnEstimate(0.2, 0.1, 0.2 * 1.5)), .hidden, .shown(DrawnEstimate(0.2, 0.1, 0.2 * 1.5)),
      ])
    let map = try HeatMap(rows(groups: 6), measure: "Prevalence")
    #expect(
      map.columns.count == 6 && map.rows[1].cells[1] == .hidden
        && map.rows[0].cells[5] == .shown(0.4))
    #expect(throws: FigureError.tooManyGroups(count: 6, most: 4)) {
      try DotAndWhisker(rows(groups: 6), measure: "Prevalence")
    }
  }

  private func rows(groups: Int) -> DisclosedTable {
    var table = ResultTable(
      statistic: "s", title: "Symptoms", question: "", denominator: "people asked", asOf: "",
      groupHeading: "Group")
    for group in 0..<groups {
      for (level, count) in [("fatigue", 40), ("cough", group == 1 ? 3 : 20)] {
        let share = Double(count) / 100
        table.rows.append(
          ResultRow(
            group: "g\(group)", level: level, measure: "prevalence", value: .number(share),
            lower: share / 2,
            upper: share * 1.5, count: count, n: 100, unit: .proportion))
      }
    }
    return SmallCells.inHouse.apply(to: table)
  }

  @Test func `of more levels than a page has room for the largest are drawn`() throws {
    var table = ResultTable(statistic: "s", title: "Symptoms", question: "", denominator: "", asOf: "")
    for level in 0..<50 {
      let count = level == 7 ? 3 : 10 + level * 7 % 50
      table.rows.append(
        ResultRow(
          level: "symptom \(level)", measure: "prevalence", value: .number(Double(count) / 100), count: count,
          n: 100,
          unit: .proportion))
    }
    let dots = try DotAndWhisker(SmallCells.inHouse.apply(to: table), measure: "Prevalence")
    #expect(dots.rows.count == 37 && dots.footnote.contains("the 37 most frequent of 50"))
    let shares = dots.rows.map { $0.estimates[0].number?.value ?? -1 }
    #expect(shares == shares.sorted(by: >) && shares[0] == 0.58)
    #expect(!dots.rows.contains { $0.label == "symptom 7" })
    table.rows = table.rows.map { row in
      var row = row
      if row.count ?? 0 > 29 { (row.count, row.value) = (2, 0.02) }
      return row
    }
    let fewer = try DotAndWhisker(SmallCells.inHouse.apply(to: table), measure: "Prevalence")
    #expect(fewer.rows.count < 37 && fewer.footnote.contains("the \(fewer.rows.count) most frequent of 50"))
    #expect(!fewer.rows.contains { $0.estimates[0].isHidden })
    // One group without a name: no key.
    #expect(!SVGDocument(dots.svg).elements.contains { $0.name == "circle" && $0.number("cy") < 6 })
  }

  @Test func `a table of visits becomes bars without the states that nobody is in`() throws {
    var table = ResultTable(
      statistic: "r", title: "Retention", question: "", denominator: "", asOf: "")
    for (visit, counts) in [("month 1", [100, 60, 33, 7, 0]), ("month 6", [100, 50, 46, 4, 0])] {
      for (level, count) in zip(["enrolled", "complete", "missed", "withdrew", "died"], counts) {
        table.rows.append(
          ResultRow(
            group: visit, level: level, measure: "people", count: count, unit: .persons,
            partitions: level == "enrolled" ? [] : [visit],
            totalOf: level == "enrolled" ? [visit] : []))
      }
    }
    let bars = try RetentionBars(
      SmallCells.inHouse.apply(to: table), total: "enrolled",
      states: ["complete", "missed", "withdrew", "died"])
    #expect(bars.states.first == "complete" && bars.visits.map(\.label) == ["month 1", "month 6"])
    #expect(bars.visits[0].counts.first == .shown(60))
    #expect(bars.visits[1].counts.contains(.hidden))
    #expect(SVGDocument(bars.svg).isWellFormed)
  }

  @Test func `bars of many states have a key and no columns`() throws {
    let states = ["complete", "in part", "missed", "withdrew", "died", "not yet due", "unknown"]
    let bars = try RetentionBars(
      title: "Retention", states: states,
      visits: [.init("v", of: .shown(70), states.map { _ in .shown(10) })])
    let texts = SVGDocument(bars.svg).texts.map(\.text)
    #expect(states.allSatisfy(texts.contains) && !texts.contains("10"))
    #expect(texts.contains("70"))
  }

  @Test func `the table of a page has curves at the times of the numbers at risk`() throws {
    let picture = try SampleFigures.survival
    #expect(picture.pageTable.rows.count < 25 && picture.table.rows.count > 100)
    #expect(picture.pageTable.rows[0][4] == .number(.shown(1), .proportion, decimals: nil))
  }
}
