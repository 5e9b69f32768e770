import Foundation
import Reporting
import Testing

@Suite struct SurvivalPictureTests {
  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  private func grouped(_ counts: [Int], _ threshold: Int, breaks: [Double] = []) -> [[Int]] {
    SurvivalCounts.coarsened(
      counts.enumerated().map { (Double($0), $1) }, threshold: threshold, breaks: breaks
    ).map { [Int($0.time), $0.count] }
  }

  @Test func `days are taken together until a step holds the threshold`() {
    #expect(grouped([2, 0, 3, 1, 1, 1, 2], 5) == [[2, 5], [6, 5]])
    #expect(grouped([7, 5, 0, 9], 5) == [[0, 7], [1, 5], [3, 9]])
  }

  @Test func `what is over at the end joins the last step`() {
    #expect(grouped([5, 1, 0, 3], 5) == [[3, 9]])
  }

  @Test func `fewer events than the threshold make no step`() {
    #expect(grouped([1, 0, 3], 5).isEmpty)
    #expect(grouped([0, 0, 0], 5).isEmpty)
  }

  // 6 | 5 2 | 1 4: the 2 stay before the break at day 3; the 1 alone could not stand.
  @Test func `a step ends before a time of the table where it can`() {
    #expect(grouped([6, 5, 2, 1, 4], 5, breaks: [0, 1, 3]) == [[0, 6], [2, 7], [4, 5]])
    #expect(grouped([6, 5, 2, 1, 4], 5) == [[0, 6], [1, 5], [4, 7]])
    #expect(grouped([6, 1, 4, 5], 5, breaks: [1, 2]) == [[0, 6], [2, 5], [3, 5]])
  }

  @Test func `a curve ends where too few are at risk, and hides what is too small`() {
    let days = [
      SurvivalCounts.Day(1, events: 6, censored: 0), .init(2, events: 5, censored: 0),
      .init(3, events: 8, censored: 1),
    ]
    let shown = SurvivalCounts(size: 20, days: days).disclosed(threshold: 5, at: [0, 2, 3])
    #expect(shown.steps.map(\.time) == [1, 2] && shown.end == 2)
    #expect(shown.atRisk.map(\.count) == [.shown(20), .shown(14), .absent])
    let few = SurvivalCounts(size: 9, days: days).disclosed(threshold: 5, at: [0])
    #expect(few.isHidden && few.steps.isEmpty && few.atRisk[0].count == .hidden)
    let rare = SurvivalCounts(size: 900, days: [.init(1, events: 4, censored: 0)]).disclosed(
      threshold: 5, at: [0, 1])
    #expect(rare.isHidden && rare.size == .shown(900))
    let none = SurvivalCounts(size: 900, days: [.init(9, events: 0, censored: 3)]).disclosed(
      threshold: 5, at: [0, 9])
    #expect(!none.isHidden && none.steps.isEmpty && none.end == 9)
  }

  // An attacker knows the events of every step, and at a time of the table those before it: at risk less
  // censored. No two of these may differ by fewer than the threshold.
  @Test(arguments: [1, 2, 3, 4, 5])
  func `no part of a curve and its table holds fewer events than the threshold`(seed: Int) {
    var generator = Generator(state: UInt64(seed))
    for _ in 0..<200 {
      let threshold = Int.random(in: 3...10, using: &generator)
      let most = [1, 3, 9].randomElement(using: &generator) ?? 3
      let days = (1...Int.random(in: 5...90, using: &generator)).map { day in
        SurvivalCounts.Day(
          Double(day), events: Int.random(in: 0...most, using: &generator),
          censored: Int.random(in: 0...most, using: &generator))
      }
      let size = days.reduce(0) { $0 + $1.events + $1.censored } + Int.random(in: 0...40, using: &generator)
      let ticks = stride(from: 0.0, through: 90, by: Double(Int.random(in: 3...30, using: &generator)))
      let shown = SurvivalCounts(size: size, days: days).disclosed(threshold: threshold, at: Array(ticks))
      #expect(shown.steps.allSatisfy { $0.events >= threshold })
      var known: Set<Int> = [0]
      for step in shown.steps { known.insert((known.max() ?? 0) + step.events) }
      var censored: Set<Int> = [0]
      for column in shown.atRisk {
        guard let left = column.count.number, let gone = column.censored.number else { continue }
        known.insert(size - left - gone)
        censored.insert(gone)
      }
      for set in [known.sorted(), censored.sorted()] {
        #expect(
          zip(set, set.dropFirst()).allSatisfy { $1 - $0 >= threshold },
          "seed \(seed): \(set) at \(threshold)")
      }
    }
  }

  @Test func `numbers at risk stand under their ticks`() throws {
    let document = SVGDocument(try SampleFigures.survival.svg)
    let labels = document.texts.filter {
      $0.attributes["text-anchor"] == "middle" && $0.text.allSatisfy(\.isNumber)
    }
    let ticks = labels.map { $0.number("x") }
    #expect(ticks.count > 4)
    let paths = document.elements.filter { $0.name == "path" && $0.attributes["class"] == "line" }
    let marks = paths.map {
      $0.attributes["d", default: ""].split(separator: "M").map { $0.split(separator: "L") }
    }
    let tickLines = try #require(marks.first { $0.count == ticks.count })
    let lineStarts = tickLines.compactMap { $0.first?.split(separator: " ").first.flatMap { Double($0) } }
    let risks = document.texts.filter { $0.text.hasSuffix(")") && $0.attributes["text-anchor"] == "middle" }
    #expect(risks.count > 12)
    for risk in risks { #expect(ticks.contains { abs($0 - risk.number("x")) <= 0.5 }) }
    for (tick, line) in zip(ticks, lineStarts) { #expect(abs(tick - line) <= 0.5) }
    // Every group has its numbers in the first columns, in the same places.
    #expect(Set(risks.map { $0.attributes["x"] ?? "" }).count == ticks.count)
  }

  @Test func `a hidden group has a name and nothing else`() throws {
    let picture = try SampleFigures.survival
    let rows = picture.table.rows.filter { $0[0] == .text("Four doses & more") }
    #expect(!rows.isEmpty)
    #expect(rows.allSatisfy { $0[2] == .count(.hidden) && $0[3] == .count(.hidden) && $0[4] == .text("") })
    #expect(picture.summary.contains("Four doses & more: not shown."))
    // Its dash stands in the legend and beside the table, and nowhere else.
    #expect(picture.svg.components(separatedBy: "\"l4\"").count == 3)
  }

  @Test func `curves of a hundred thousand persons over three years are a small picture`() throws {
    let days = (1...1000).map { SurvivalCounts.Day(Double($0), events: 20, censored: 5) }
    let groups = (0..<4).map { number in
      SurvivalPicture.Group("group \(number)", SurvivalCounts(size: 26_000, days: days)) { time in
        DrawnEstimate(1 - time / 1300, 1 - time / 1200, 1 - time / 1400)
      }
    }
    let picture = try SurvivalPicture(
      title: "Many", measure: "Ill, %", timeTitle: "Days", threshold: 10, groups: groups)
    #expect(picture.groups[0].counts.steps.count == 1000)
    #expect(HTMLFragment.figure(picture, number: 1).markup.utf8.count < 120_000)
  }

  @Test func `a fifth group is refused`() {
    let groups = (0..<5).map {
      SurvivalPicture.Group("\($0)", SurvivalCounts(size: 20, days: [])) { _ in DrawnEstimate(1, nil, nil) }
    }
    #expect(throws: FigureError.tooManyGroups(count: 5, most: 4)) {
      try SurvivalPicture(title: "", measure: "", timeTitle: "", threshold: 5, groups: groups)
    }
  }
}
