/// Kaplan–Meier curves of at most four groups, with the numbers at risk under them.
public struct SurvivalPicture: Figure {
  /// One group, with what is known of it.
  public struct Group {
    /// The group's name.
    public let label: String
    /// What happened in it.
    public let counts: SurvivalCounts
    /// The estimate of survival just after a time, with its limits.
    public let estimate: (_ time: Double) -> DrawnEstimate

    /// Makes a group.
    public init(
      _ label: String, _ counts: SurvivalCounts, estimate: @escaping (_ time: Double) -> DrawnEstimate
    ) {
      self.label = label
      self.counts = counts
      self.estimate = estimate
    }
  }

  /// One group as it is drawn.
  public struct Curve: Sendable, Hashable {
    /// The group's name.
    public let label: String
    /// What may be drawn of it.
    public let counts: DisclosedSurvival
    /// The estimate after each step.
    public let estimates: [DrawnEstimate]
  }

  /// More groups than these cannot be told apart.
  public static let mostGroups = 4

  /// The heading of the caption.
  public var title: String
  /// The note under the picture.
  public var footnote: String
  /// What the upward axis measures, such as "Without recovery, %".
  public var measure: String
  /// What the other axis measures, such as "Days since infection".
  public var timeTitle: String
  /// The groups as they are drawn.
  public let groups: [Curve]
  private let layout: SurvivalLayout

  /// Makes the picture; it keeps of the groups what may be drawn.
  ///
  /// - Parameters:
  ///   - title: the heading of the caption.
  ///   - footnote: the note under the picture.
  ///   - measure: what the upward axis measures.
  ///   - timeTitle: what the other axis measures, in days.
  ///   - threshold: the fewest events of a step.
  ///   - smallestAtRisk: curves end where fewer are at risk.
  ///   - groups: at most four.
  /// - Throws: `FigureError.tooManyGroups` for more than four.
  public init(
    title: String, footnote: String = "", measure: String, timeTitle: String, threshold: Int,
    smallestAtRisk: Int = 10, groups: [Group]
  ) throws(FigureError) {
    guard groups.count <= SurvivalPicture.mostGroups else {
      throw FigureError.tooManyGroups(count: groups.count, most: SurvivalPicture.mostGroups)
    }
    self.title = title
    self.footnote = footnote
    self.measure = measure
    self.timeTitle = timeTitle
    let layout = SurvivalLayout(groups, smallestAtRisk: smallestAtRisk)
    self.layout = layout
    self.groups = groups.map { group in
      let counts = group.counts.disclosed(
        threshold: threshold, at: layout.ticks, smallestAtRisk: smallestAtRisk)
      return Curve(
        label: group.label, counts: counts, estimates: counts.steps.map { group.estimate($0.time) })
    }
  }

  /// The curves in words.
  public var summary: String {
    let parts = groups.map { group in
      guard !group.counts.isHidden else { return "\(group.label): not shown." }
      let n = FigureText.count(group.counts.size)
      guard let last = group.estimates.last, let time = group.counts.steps.last?.time else {
        return "\(group.label): \(n) persons, no events."
      }
      return
        "\(group.label): \(n) persons, \(FigureText.percent(last)) % after \(Drawing.number(time)) days."
    }
    return "\(measure) by \(timeTitle.lowercasedFirst), as steps. " + parts.joined(separator: " ")
      + FigureText.hiddenSentence(groups.contains { $0.counts.isHidden })
  }

  /// Numbers at risk and steps of every group.
  public var table: FigureTable {
    var table = FigureTable([
      "Group", timeTitle, "At risk", "Censored", "Events in step", measure, "Lower limit",
      "Upper limit",
    ])
    for group in groups {
      for column in group.counts.atRisk where column.count != .absent {
        table.append([
          .text(group.label), .number(.shown(column.time), .coefficient, decimals: 0),
          .count(column.count),
          .count(column.censored),
        ])
      }
      for (step, estimate) in zip(group.counts.steps, group.estimates) {
        table.append(
          [
            .text(group.label), .number(.shown(step.time), .coefficient, decimals: 0), .text(""),
            .text(""),
            .count(.shown(step.events)),
          ] + FigureTable.cells(.shown(estimate), .proportion))
      }
    }
    return table
  }

  /// The numbers at risk with the estimate at their times.
  public var pageTable: FigureTable {
    var table = FigureTable([
      "Group", timeTitle, "At risk", "Censored", measure, "Lower limit", "Upper limit",
    ])
    for group in groups {
      for column in group.counts.atRisk where column.count != .absent {
        let step = group.counts.steps.lastIndex { $0.time < column.time }
        let estimate = step.map { group.estimates[$0] } ?? DrawnEstimate(1, nil, nil)
        table.append(
          [
            .text(group.label), .number(.shown(column.time), .coefficient, decimals: 0),
            .count(column.count),
            .count(column.censored),
          ] + FigureTable.cells(group.counts.isHidden ? .hidden : .shown(estimate), .proportion))
      }
    }
    return table
  }

  /// The curves over the numbers at risk.
  public var drawing: Drawing {
    let layout = layout
    var drawing = Drawing()
    let top =
      12
      + drawing.legend(groups.map(\.label), in: Frame(x: 0, y: 0, width: drawing.width, height: 0)) {
        drawing, index, frame in
        drawing.line(frame.x, frame.centre, frame.right, frame.centre, "l\(index + 1)")
      }
    let y = Scale(0, 1, from: top + 15 + SurvivalLayout.plotHeight, to: top + 15)
    let x = layout.scale
    let shares = [0, 0.2, 0.4, 0.6, 0.8, 1].map { ($0, Numbers.fixed($0, decimals: 0, shift: 2)) }
    drawing.leftAxis(y, x: x.range.start, right: x.range.end, ticks: shares, title: measure)
    for (index, group) in groups.enumerated() where !group.counts.isHidden {
      drawBand(group, index, x, y, on: &drawing)
    }
    for (index, group) in groups.enumerated() where !group.counts.isHidden {
      drawCurve(group, index, x, y, on: &drawing)
    }
    let ticks = layout.ticks.map { ($0, Numbers.grouped(Int($0.rounded()))) }
    let bottom = drawing.bottomAxis(x, y: y.range.start, ticks: ticks, title: timeTitle)
    drawRisk(from: bottom + 18, on: &drawing)
    return drawing
  }
}

extension SurvivalPicture {
  /// The corners of a step line: level up to each step, then down.
  ///
  /// Steps nearer to each other than `resolution` points are drawn as one, so that a curve of many days is no
  /// larger than it looks.
  private func corners(
    _ group: Curve, _ x: Scale, _ y: Scale, resolution: Double, _ value: (DrawnEstimate) -> Double
  ) -> [(x: Double, y: Double)] {
    var points = [(x: x(0), y: y(1))]
    var drawn = x(0)
    for (index, step) in group.counts.steps.enumerated() {
      let place = x(step.time)
      let isLast = index + 1 == group.counts.steps.count
      guard isLast || place - drawn >= resolution else { continue }
      drawn = place
      points.append((place, points[points.count - 1].y))
      points.append((place, y.clamped(value(group.estimates[index]))))
    }
    points.append((x(group.counts.end), points[points.count - 1].y))
    return points
  }

  private func drawBand(
    _ group: Curve, _ index: Int, _ x: Scale, _ y: Scale, on drawing: inout Drawing
  ) {
    guard group.estimates.contains(where: { $0.lower != nil && $0.upper != nil }) else { return }
    let upper = corners(group, x, y, resolution: 1) { $0.upper ?? $0.value }
    let lower = corners(group, x, y, resolution: 1) { $0.lower ?? $0.value }
    drawing.path(upper + lower.reversed(), "band f\(index + 1)", isClosed: true)
  }

  private func drawCurve(
    _ group: Curve, _ index: Int, _ x: Scale, _ y: Scale, on drawing: inout Drawing
  ) {
    drawing.path(corners(group, x, y, resolution: 0.5, \.value), "l\(index + 1)")
    let marks = group.counts.censorings.map { time in
      let last = group.counts.steps.lastIndex { $0.time <= time }
      let height = y.clamped(last.map { group.estimates[$0].value } ?? 1)
      return [(x: x(time), y: height - 2.5), (x: x(time), y: height + 2.5)]
    }
    drawing.lines(marks, "w\(index + 1)")
  }

  private func drawRisk(from top: Double, on drawing: inout Drawing) {
    drawing.text("Number at risk (cumulative censored)", 0, top, isBold: true)
    var y = top + 14
    for (index, group) in groups.enumerated() {
      let lines = layout.labels[index]
      let centre = y + Double(lines.count - 1) * Drawing.lineHeight / 2 - Drawing.textMiddle
      drawing.line(0, centre, 16, centre, "l\(index + 1)")
      drawing.text(lines: lines, 20, y)
      if group.counts.isHidden {
        drawing.text(FigureText.notShown, layout.scale.range.start, centre + Drawing.textMiddle)
      } else {
        for column in group.counts.atRisk {
          drawing.text(
            SurvivalLayout.text(column), layout.scale(column.time), centre + Drawing.textMiddle,
            .middle)
        }
      }
      y += Double(lines.count) * Drawing.lineHeight + 3
    }
    drawing.height = y - 2
  }
}

/// Where curves and the table under them stand: both use its scale.
private struct SurvivalLayout {
  static let plotHeight = 200.0

  let scale: Scale
  let ticks: [Double]
  /// The groups' names as they stand left of the table.
  let labels: [[String]]

  init(_ groups: [SurvivalPicture.Group], smallestAtRisk: Int) {
    labels = groups.map { FontMetrics.wrapped($0.label, width: 80) }
    let names = labels.joined().map { FontMetrics.width($0) }.max() ?? 0
    let end = max(groups.map { $0.counts.end(atRisk: smallestAtRisk) }.max() ?? 0, 1)
    // No number of the table is wider than this one.
    let most = Numbers.grouped(groups.map(\.counts.size).max() ?? 0)
    let width = FontMetrics.width("\(most) (\(most))")
    let overhang = max(12, width / 2)
    let range = (start: 24 + names + overhang, end: Drawing.pageWidth - overhang)
    let room = Int((range.end - range.start) / (width + 8)) + 1
    ticks = Ticks.days(to: end, atMost: max(room, 2))
    scale = Scale(0, max(end, ticks.last ?? 1), from: range.start, to: range.end)
  }

  static func text(_ column: DisclosedSurvival.AtRisk) -> String {
    if column.count == .absent { return "" }
    return "\(FigureText.count(column.count)) (\(FigureText.count(column.censored)))"
  }
}
