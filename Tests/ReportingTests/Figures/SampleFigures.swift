import Foundation
import Reporting

/// One picture of each kind, with hidden numbers and with labels that want escaping and wrapping.
enum SampleFigures {
  /// The samples; a picture that cannot be made is missed by a test.
  static let all: [any Figure] = {
    guard
      let figures = try? [
        flow, pyramid, heatMap, dots, upSet, forest, survival, effectiveness, retention, missingness,
        patterns,
      ] as [any Figure]
    else { return [] }
    return figures
  }()

  static var flow: FlowDiagram {
    get throws {
      let flow = try ParticipantFlow(
        stages: [
          .init(
            "Invited by letter", 8412,
            leaving: [.init("no answer", 4731), .init("declined", 402), .init("letter returned", 169)]),
          .init("Enrolled", 3110, leaving: [.init("withdrew consent & asked for deletion", 41)]),
          .init(
            "Followed up at month 6", 3069,
            leaving: [
              .init("missed the visit <month 6>", 611), .init("withdrew", 87), .init("died", 3),
              .init("moved abroad and could not be reached by telephone or letter", 2),
            ]),
        ],
        groups: [
          .init("Unvaccinated at infection", 812), .init("One or two doses", 1286),
          .init("Three doses or more", 268),
        ],
        rule: .inHouse)
      return FlowDiagram(title: "Participants through the study", footnote: "n: persons.", flow: flow)
    }
  }

  static var pyramid: AgePyramid {
    let women = [12, 64, 118, 171, 204, 233, 241, 198, 163, 122, 88, 51, 22]
    let men = [9, 41, 90, 133, 178, 199, 207, 190, 155, 118, 79, 60, 17]
    let bands = women.indices.map { index in
      AgePyramid.Band(
        "\(18 + index * 5)–\(22 + index * 5)", left: .shown(women[index]), right: .shown(men[index]),
        standardLeft: 190 - Double(abs(index - 5)) * 17.5, standardRight: 196 - Double(abs(index - 5)) * 17.5)
    }
    return AgePyramid(
      title: "Age and sex at enrolment",
      footnote:
        "Bars are persons. The line is a cohort of the same size with the ages of the resident population.",
      sides: ("Women", "Men"), standardName: "Resident population of the same size",
      bands: bands + [.init("83 and more", left: .hidden, right: .hidden)])
  }

  static let symptoms = [
    "Fatigue", "Shortness of breath on exertion", "Loss of smell or taste", "Cough",
    "Difficulty concentrating <\"brain fog\">", "Headache", "Sleep problems", "Palpitations",
  ]

  static var heatMap: HeatMap {
    get throws {
      let columns = ["Acute", "Month 1", "Month 3", "Month 6", "Month 12", "Month 18 & later"]
      let rows = symptoms.enumerated().map { row, name in
        HeatMap.Row(
          name,
          columns.indices.map { column in
            if row == 7 && column > 3 { return .hidden }
            if row == 6 && column == 0 { return .absent }
            return .shown((0.71 - Double(row) * 0.07) / (1 + Double(column) * 0.45))
          })
      }
      return try HeatMap(
        title: "Symptoms by time since infection",
        footnote: "Share of those who were asked, in percent. Hatched: fewer than 5 persons. –: not asked.",
        measure: "Prevalence", columnsTitle: "Time since infection", columns: columns, rows: rows)
    }
  }

  static var dots: DotAndWhisker {
    get throws {
      let sizes = [812, 1934, 268]
      let rows = symptoms.prefix(6).enumerated().map { row, name in
        let counts = sizes.enumerated().map { group, n in
          Int(Double(n) * (0.36 - Double(row) * 0.05) / (1 + Double(group) * 0.45))
        }
        let isHidden = row == 5
        let cells = zip(counts, sizes).enumerated().map { group, cell in
          CountOf(isHidden && group == 2 ? .hidden : .shown(cell.0), of: .shown(cell.1))
        }
        return DotAndWhisker.Row(
          name, estimates: zip(counts, sizes).map { .shown(wilson($0, $1)) }, counts: cells)
      }
      return try DotAndWhisker(
        title: "Symptoms at month 6 by vaccination at infection",
        footnote: "Lines are 95 % confidence intervals (Wilson).", measure: "Prevalence",
        groups: ["Unvaccinated", "Two doses", "Three doses"], rows: rows)
    }
  }

  static var upSet: UpSetPlot {
    let members = zip(symptoms.prefix(6), [1510, 903, 641, 402, 377, 288]).map {
      UpSetPlot.Member($0, .shown($1))
    }
    var combinations: [UpSetPlot.Combination] = []
    for code in 0..<64 {
      let set = Set((0..<6).filter { code >> $0 & 1 == 1 })
      let count = 1340 / (1 + code * 3 + set.count * 9)
      combinations.append(.init(set, count < 5 || code > 40 ? .hidden : .shown(count)))
    }
    return UpSetPlot(
      title: "Symptoms that come together at month 6", footnote: "Persons with exactly these symptoms.",
      members: members, combinations: combinations)
  }

  // Di Fusco et al. (2023), J Patient Rep Outcomes, table 3: symptoms at month 6.
  static var forest: ForestPlot {
    func row(_ label: String, _ a: Int, _ n: Int, _ b: Int, _ m: Int) -> ForestPlot.Row {
      let (estimate, weight) = woolf(a, n, b, m)
      return ForestPlot.Row(
        label, counts: [CountOf(.shown(a), of: .shown(n)), CountOf(.shown(b), of: .shown(m))],
        estimate: .shown(estimate), weight: weight)
    }
    return ForestPlot(
      title: "Symptoms at month 6 by vaccination at infection",
      footnote:
        "Odds ratios with Woolf's limits; the area of a square goes with the inverse of the variance.",
      measure: "Odds ratio", countHeadings: ["Vaccinated n/N", "Compared n/N"],
      meanings: ("fewer with symptoms", "more with symptoms"),
      rows: [
        .heading("Three symptoms or more"), row("Boosted v unvaccinated", 10, 67, 54, 121),
        row("Primed v unvaccinated", 27, 72, 54, 121), row("Boosted v primed", 10, 67, 27, 72),
        .heading("Two symptoms or more"), row("Boosted v unvaccinated", 14, 67, 66, 121),
        row("Primed v unvaccinated", 35, 72, 66, 121), row("Boosted v primed", 14, 67, 35, 72),
        .heading("Others"),
        ForestPlot.Row(
          "A subgroup of few persons with a long <name>",
          counts: [CountOf(.hidden, of: .shown(61)), CountOf(.shown(19), of: .shown(88))],
          estimate: .shown(DrawnEstimate(0.0493, 0.0117, 0.2077)), weight: 1.9),
        ForestPlot.Row(
          "Infinite upper limit",
          counts: [CountOf(.shown(22), of: .shown(22)), CountOf(.shown(40), of: .shown(47))],
          estimate: .shown(DrawnEstimate(5.1, 0.6, .infinity)), weight: 1),
        ForestPlot.Row(
          "Pooled, fixed effect", estimate: .shown(DrawnEstimate(0.44, 0.33, 0.58)), kind: .pooled),
      ])
  }

  static var survival: SurvivalPicture {
    get throws {
      let groups = [("Unvaccinated", 812, 0.0040), ("Two doses", 1934, 0.0065), ("Three doses", 268, 0.0075)]
        .map {
          label, size, hazard in
          let counts = days(size: size, hazard: hazard)
          return SurvivalPicture.Group(label, counts) { kaplanMeier(counts, at: $0) }
        }
      let few = SurvivalCounts(size: 9, days: [.init(30, events: 7, censored: 0)])
      return try SurvivalPicture(
        title: "Time to recovery by vaccination at infection",
        footnote: "Kaplan–Meier with log-log limits; marks are censored persons, five or more each.",
        measure: "Not yet recovered, %", timeTitle: "Days since infection", threshold: 5,
        groups: groups + [SurvivalPicture.Group("Four doses & more", few) { _ in DrawnEstimate(0, 0, 0) }])
    }
  }

  static var effectiveness: EffectivenessOverTime {
    get throws {
      let values: [(Double, Double, Double, Int, Double)] = [
        (0.62, 0.48, 0.72, 31, 214.2), (0.51, 0.36, 0.62, 58, 380.6), (0.37, 0.18, 0.52, 77, 401.3),
        (0.18, -0.05, 0.36, 91, 366.0), (0.04, -0.62, 0.43, 12, 41.7),
      ]
      let two = values.map {
        EffectivenessOverTime.Point(
          .shown(DrawnEstimate($0.0, $0.1, $0.2)), events: .shown($0.3), personYears: .shown($0.4))
      }
      let three = values.enumerated().map { index, value in
        EffectivenessOverTime.Point(
          .shown(DrawnEstimate(value.0 + 0.13, value.1 + 0.03, value.2 + 0.16)),
          events: index == 4 ? .hidden : .shown(value.3 / 2), personYears: .shown(value.4 / 2))
      }
      let none = values.map {
        EffectivenessOverTime.Point(.absent, events: .shown($0.3 * 4), personYears: .shown(1250.5))
      }
      return try EffectivenessOverTime(
        title: "Effectiveness against Long COVID by time since the last dose",
        footnote: "One minus the rate ratio, with exact limits.",
        timeTitle: "Days from the last dose to infection",
        intervals: ["14–89", "90–179", "180–269", "270–364", "365 and more"],
        groups: [.init("Two doses", two), .init("Three doses", three)], reference: .init("Unvaccinated", none)
      )
    }
  }

  static var retention: RetentionBars {
    get throws {
      try RetentionBars(
        title: "Participants by visit", footnote: "All: persons due for the visit.",
        states: ["Complete", "In part", "Missed", "Withdrawn", "Dead"],
        visits: [
          .init("Baseline", of: .shown(3110), [.shown(3001), .shown(88), .shown(21), .shown(0), .shown(0)]),
          .init("Month 6", of: .shown(3069), [.shown(2366), .shown(0), .shown(611), .hidden, .hidden]),
          .init(
            "Month 12", of: .shown(2980), [.shown(1987), .shown(102), .shown(750), .shown(124), .shown(17)]),
          .init(
            "Month 18, by telephone or post", of: .shown(1200),
            [.shown(700), .shown(90), .shown(300), .shown(106), .hidden]),
        ])
    }
  }

  static var missingness: MissingnessBars {
    MissingnessBars(
      title: "Missing answers at baseline", footnote: "Share of those who were asked.",
      rows: [
        .init("Age", missing: CountOf(.shown(0), of: .shown(3110))),
        .init("Education", missing: CountOf(.shown(187), of: .shown(3110))),
        .init("Body mass index", missing: CountOf(.shown(402), of: .shown(3110))),
        .init("Pregnancy", missing: CountOf(.hidden, of: .shown(1480)), notAsked: .shown(1630)),
        .init(
          "Days in intensive care, if in hospital", missing: CountOf(.shown(11), of: .shown(203)),
          notAsked: .shown(2907)),
      ])
  }

  static var patterns: MissingPatterns {
    MissingPatterns(
      title: "Variables that are missing together",
      variables: ["Age", "Education", "Body mass index", "Smoking", "Income"],
      patterns: [
        .init(missing: [], .shown(2210)), .init(missing: [4], .shown(391)), .init(missing: [2], .shown(204)),
        .init(missing: [2, 4], .shown(118)), .init(missing: [1, 4], .shown(97)),
        .init(missing: [1, 2, 3, 4], .shown(52)),
        .init(missing: [3], .shown(31)), .init(missing: [0, 1], .hidden), .init(missing: [0], .hidden),
      ])
  }
}

extension SampleFigures {
  /// The odds ratio with Woolf's limits, and the inverse of the variance of its logarithm.
  static func woolf(_ a: Int, _ n: Int, _ b: Int, _ m: Int) -> (DrawnEstimate, Double) {
    let cells = [a, n - a, b, m - b].map(Double.init)
    let ratio = cells[0] * cells[3] / (cells[1] * cells[2])
    let variance = cells.reduce(0) { $0 + 1 / $1 }
    let reach = exp(1.959964 * variance.squareRoot())
    return (DrawnEstimate(ratio, ratio / reach, ratio * reach), 1 / variance)
  }

  static func wilson(_ count: Int, _ n: Int) -> DrawnEstimate {
    let (p, size, z) = (Double(count) / Double(n), Double(n), 1.959964)
    let middle = (p + z * z / (2 * size)) / (1 + z * z / size)
    let reach = z / (1 + z * z / size) * (p * (1 - p) / size + z * z / (4 * size * size)).squareRoot()
    return DrawnEstimate(p, middle - reach, middle + reach)
  }

  /// A group with a constant hazard, and a few censored every fortnight and all of the rest after a year.
  static func days(size: Int, hazard: Double) -> SurvivalCounts {
    var left = size
    var owed = 0.0
    var days: [SurvivalCounts.Day] = []
    for day in 1...420 where left > 0 {
      owed += Double(left) * hazard
      let events = min(left, Int(owed))
      owed -= Double(events)
      let censored = min(left - events, day % 14 == 0 ? 1 + size / 150 : day > 365 ? left / 6 : 0)
      left -= events + censored
      days.append(.init(Double(day), events: events, censored: censored))
    }
    return SurvivalCounts(size: size, days: days)
  }

  static func kaplanMeier(_ counts: SurvivalCounts, at time: Double) -> DrawnEstimate {
    var (left, survival, sum) = (counts.size, 1.0, 0.0)
    for day in counts.days where day.time <= time {
      let (n, d) = (Double(left), Double(day.events))
      survival *= 1 - d / n
      if n > d { sum += d / (n * (n - d)) }
      left -= day.events + day.censored
    }
    guard survival > 0, survival < 1 else { return DrawnEstimate(survival, nil, nil) }
    let reach = exp(1.959964 * sum.squareRoot() / log(survival))
    return DrawnEstimate(survival, pow(survival, 1 / reach), pow(survival, reach))
  }
}
