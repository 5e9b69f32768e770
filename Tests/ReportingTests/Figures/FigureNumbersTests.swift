import Foundation
import Testing

@testable import Reporting

@Suite struct FigureNumbersTests {
  @Test(arguments: [
    ("Enrolled", 100, 91), ("Enrolled", 100, 89), ("Enrolled", -1, -11),
  ])
  func `a flow that does not add up is refused`(label: String, first: Int, second: Int) {
    #expect(throws: FigureError.self) {
      try ParticipantFlow(
        stages: [.init(label, first, leaving: [.init("left", 10)]), .init("Seen", second)], rule: .inHouse)
    }
  }

  @Test func `groups that are not the whole of the last stage are refused, and the stage is named`() throws {
    #expect(throws: FigureError.doesNotAddUp(stage: "a, b")) {
      try ParticipantFlow(
        stages: [.init("Seen", 90)], groups: [.init("a", 50), .init("b", 41)], rule: .inHouse)
    }
    let flow = try ParticipantFlow(
      stages: [.init("Seen", 90, leaving: [.init("dead", 0)])], groups: [.init("a", 50), .init("b", 40)],
      rule: .inHouse)
    #expect(flow.groups.map(\.n) == [.shown(50), .shown(40)])
    #expect(flow.stages[0].leaving.map(\.n) == [.shown(0)])
    #expect(FigureError.doesNotAddUp(stage: "Seen").description.contains("\"Seen\""))
  }

  @Test func `bars whose parts are not their whole are refused`() {
    #expect(throws: FigureError.doesNotAddUp(stage: "v")) {
      try RetentionBars(
        title: "", states: ["a", "b"], visits: [.init("v", of: .shown(10), [.shown(5), .shown(6)])])
    }
    #expect(throws: FigureError.unevenRows(row: "v")) {
      try RetentionBars(title: "", states: ["a", "b"], visits: [.init("v", of: .shown(5), [.shown(5)])])
    }
    #expect(throws: FigureError.unevenRows(row: "r")) {
      try HeatMap(title: "", measure: "", columns: ["a", "b"], rows: [.init("r", [.absent])])
    }
  }

  // Di Fusco et al. (2023), J Patient Rep Outcomes, table 3.
  @Test func `a published forest plot is drawn from its counts`() {
    let document = SVGDocument(SampleFigures.forest.svg)
    let texts = document.texts.map(\.text)
    for printed in [
      "0.22 (0.10–0.47)", "0.74 (0.41–1.35)", "0.29 (0.13–0.67)", "0.22 (0.11–0.44)", "0.79 (0.44–1.41)",
      "0.28 (0.13–0.59)", "10/67", "54/121",
    ] {
      #expect(texts.contains(printed), "\(printed)")
    }
    #expect(texts.filter { ["0.1", "0.2", "0.5", "1", "2", "5", "10"].contains($0) }.count == 7)
    // A square's area goes with the weight; the first row's is 6.36, the largest 10.93.
    let squares = document.elements.filter { $0.attributes["class"] == "f1" }.map { $0.number("width") }
    let largest = squares.max() ?? 0
    let weights = [(10, 67, 54, 121), (27, 72, 54, 121)].map { SampleFigures.woolf($0.0, $0.1, $0.2, $0.3).1 }
    #expect(abs((squares[0] / squares[1]) * (squares[0] / squares[1]) - weights[0] / weights[1]) < 0.02)
    #expect(largest <= 8)
  }

  @Test func `a limit beyond the axis has an arrow and the axis holds every estimate`() {
    let far = ForestPlot(
      title: "", measure: "Odds ratio", rows: [.init("far", estimate: .shown(DrawnEstimate(14, 0.02, 300)))])
    let paths = SVGDocument(far.svg).elements.filter { $0.name == "path" }.compactMap { $0.attributes["d"] }
    let arrows = paths.filter { $0.filter { $0 == "L" }.count == 2 && !$0.contains("Z") }
    #expect(arrows.count == 2)
    #expect(Ticks.ratioDomain([DrawnEstimate(14, 0.02, 300)]) == (0.1, 20))
    #expect(Ticks.ratioDomain([DrawnEstimate(0.9, 0.8, 1.1)]) == (0.5, 2))
    #expect(Ticks.ratioDomain([DrawnEstimate(5, 0.6, nil)]) == (0.5, 10))
  }

  @Test func `estimates are written as journals write them`() {
    #expect(DrawnEstimate(0.218, 0.1006, 0.4739).text(.ratio) == "0.22 (0.10–0.47)")
    #expect(DrawnEstimate(0.0493, 0.0117, 0.2077).text(.ratio) == "0.049 (0.012–0.21)")
    #expect(DrawnEstimate(0.18, -0.05, 0.36).text(.proportion) == "18.0 (−5.0 to 36.0)")
    #expect(DrawnEstimate(5.1, 0.6, .infinity).text(.ratio) == "5.10 (0.60–NE)")
    #expect(DrawnEstimate(-0.2, nil, 0.1).text(.proportion) == "−20.0 (NE–10.0)")
  }

  @Test func `an infinite ratio is absent and an infinite limit is not estimable`() {
    #expect(Disclosed(.infinity, lower: 1, upper: .infinity) == .absent)
    #expect(Disclosed(nil, lower: nil, upper: nil) == Disclosed<DrawnEstimate>.absent)
    #expect(Disclosed(2, lower: 1, upper: .infinity) == .shown(DrawnEstimate(2, 1, nil)))
  }

  @Test func `ticks are round`() {
    #expect(Ticks.linear(0, 0.37, atMost: 5) == [0, 0.1, 0.2, 0.30000000000000004])
    #expect(Ticks.linear(-0.4, 1, atMost: 11).count == 8)
    #expect(Ticks.logarithmic(0.1, 10) == [0.1, 0.2, 0.5, 1, 2, 5, 10])
    #expect(Ticks.days(to: 200, atMost: 8) == [0, 30, 60, 90, 120, 150, 180])
    #expect(Ticks.days(to: 400, atMost: 6) == [0, 90, 180, 270, 360])
    #expect(Ticks.days(to: 20, atMost: 6) == [0, 7, 14])
    #expect(Ticks.days(to: 0, atMost: 6) == [0])
    #expect(Ticks.label(0.5, among: [0, 0.5, 1]) == "0.5" && Ticks.label(5, among: [0, 5]) == "5")
  }

  @Test func `numbers of a picture have two decimals and no idle zeros`() {
    #expect(
      [12.0, 12.5, 12.345, -0.001, -3.25, 0.004, 100].map(Drawing.number) == [
        "12", "12.5", "12.34", "0", "-3.25", "0", "100",
      ])
  }

  @Test func `a scale takes numbers to places and keeps them within on demand`() {
    let log = Scale(0.1, 10, from: 100, to: 300, kind: .logarithmic)
    #expect(abs(log(1) - 200) < 1e-9 && abs(log(0.1) - 100) < 1e-9 && log.clamped(1e6) == 300)
    let up = Scale(0, 1, from: 200, to: 0)
    #expect(up(0.25) == 150 && up.clamped(-1) == 200)
    #expect(Scale(3, 3, from: 0, to: 10)(3) == 0)
  }

  @Test func `text is as wide as in Helvetica`() {
    #expect(
      FontMetrics.width("Fatigue", size: 10) == 10 * (0.611 + 0.556 + 0.278 + 0.222 + 0.556 + 0.556 + 0.556))
    #expect(FontMetrics.width("Müd", size: 10) == FontMetrics.width("Mud", size: 10))
    #expect(FontMetrics.width("Wm", isBold: true) > FontMetrics.width("Wm"))
    #expect(FontMetrics.wrapped("one two three four", width: 40) == ["one two", "three four"])
    #expect(FontMetrics.wrapped("one two three four five six", width: 40).last?.last == "…")
    #expect(FontMetrics.wrapped("Übermüdungserscheinungen", width: 40, lines: 1)[0].last == "…")
  }

  @Test func `the file beside a picture has machine numbers and marks what is hidden`() throws {
    let csv = try SampleFigures.heatMap.table.csv
    #expect(csv.contains("\"Difficulty concentrating <\"\"brain fog\"\">\","))
    #expect(csv.hasPrefix("Time since infection,Acute,Month 1,"))
    #expect(csv.contains("Palpitations,0.2") && csv.contains(",:c,:c\n"))
    #expect(csv.contains("Sleep problems,,"))
  }

  @Test func `the largest combinations are drawn, the rest summed, hidden ones counted`() {
    let plot = SampleFigures.upSet
    let shown = plot.table.rows.filter { if case .count(.shown) = $0[1] { true } else { false } }
    #expect(shown.count == UpSetPlot.mostCombinations + 1)
    #expect(
      plot.footnote.hasPrefix("Persons with exactly these symptoms. 21 further combinations with 234 persons")
    )
    #expect(plot.footnote.hasSuffix("23 combinations of too few persons are not shown."))
  }

  @Test func `a checklist says what is not given`() {
    let checklist = ReportingChecklist(["13c": "Figure 1 <flow>"])
    #expect(checklist.answered == 1 && ReportingChecklist.items.count == 47)
    #expect(Set(ReportingChecklist.items.map(\.number)).count == ReportingChecklist.items.count)
    #expect(checklist.fragment.markup.contains("<td>Figure 1 &lt;flow&gt;</td>"))
    #expect(checklist.fragment.markup.components(separatedBy: ">not given<").count == 47)
  }
}
