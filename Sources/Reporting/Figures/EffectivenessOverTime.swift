/// Vaccine effectiveness by time since the last dose, over the events and the person-time it comes from.
public struct EffectivenessOverTime: Figure {
  /// One group within one interval of time.
  public struct Point: Sendable, Hashable {
    /// Effectiveness as a share; hidden where its events are.
    public let estimate: Disclosed<DrawnEstimate>
    /// The events.
    public let events: Disclosed<Int>
    /// The time at risk, in years.
    public let personYears: Disclosed<Double>

    /// Makes a point; what rests on a hidden number of events is hidden too.
    public init(_ estimate: Disclosed<DrawnEstimate>, events: Disclosed<Int>, personYears: Disclosed<Double>)
    {
      self.estimate = events.isHidden || personYears.isHidden ? .hidden : estimate
      self.events = events
      self.personYears = personYears
    }
  }

  /// A vaccine, a number of doses, or those without.
  public struct Group: Sendable, Hashable {
    /// Its name.
    public let label: String
    /// A point for each interval.
    public let points: [Point]

    /// Makes a group.
    public init(_ label: String, _ points: [Point]) {
      self.label = label
      self.points = points
    }
  }

  /// The heading of the caption.
  public var title: String
  /// The note under the picture.
  public var footnote: String
  /// What the intervals are of, such as "Days since the last dose".
  public var timeTitle: String
  /// The intervals from left to right.
  public let intervals: [String]
  /// Groups with an estimate, at most four.
  public let groups: [Group]
  /// The group that the others are compared with, if it has numbers by interval.
  public let reference: Group?

  /// Makes the picture.
  ///
  /// - Throws: `FigureError` for more than four groups, or a group with another number of points.
  public init(
    title: String, footnote: String = "", timeTitle: String, intervals: [String], groups: [Group],
    reference: Group? = nil
  ) throws(FigureError) {
    guard groups.count <= 4 else { throw FigureError.tooManyGroups(count: groups.count, most: 4) }
    for group in groups + [reference].compactMap({ $0 }) where group.points.count != intervals.count {
      throw FigureError.unevenRows(row: group.label)
    }
    self.title = title
    self.footnote = footnote
    self.timeTitle = timeTitle
    self.intervals = intervals
    self.groups = groups
    self.reference = reference
  }

  /// The estimates in words.
  public var summary: String {
    let sentences = groups.map { group in
      let parts = zip(intervals, group.points).map {
        "\($0) \(FigureText.estimate($1.estimate, .proportion))"
      }
      return "\(group.label): \(parts.joined(separator: "; "))."
    }
    return "Effectiveness in percent with 95 % confidence intervals, by \(timeTitle.lowercasedFirst). "
      + sentences.joined(separator: " ")
  }

  /// A line per group and interval.
  public var table: FigureTable {
    var table = FigureTable([
      "Group", timeTitle, "Events", "Person-years", "Effectiveness", "Lower limit", "Upper limit",
    ])
    for group in groups + [reference].compactMap({ $0 }) {
      for (interval, point) in zip(intervals, group.points) {
        table.append(
          [
            .text(group.label), .text(interval), .count(point.events),
            .number(point.personYears, .years, decimals: 1),
          ] + FigureTable.cells(point.estimate, .proportion))
      }
    }
    return table
  }

  /// The estimates over their table.
  public var drawing: Drawing {
    var drawing = Drawing()
    let tabled = groups + [reference].compactMap { $0 }
    let words = tabled.flatMap { FontMetrics.wrapped($0.label, width: 76) } + ["person-years"]
    let start = max(40, (words.map { FontMetrics.width($0) }.max() ?? 0) + 30)
    let pitch = (drawing.width - start) / Double(max(intervals.count, 1))
    let x = Scale(0, Double(max(intervals.count, 1)), from: start, to: drawing.width)
    let legend = drawing.legend(groups.map(\.label), in: Frame(x: 0, y: 0, width: drawing.width, height: 0)) {
      drawing, index, frame in
      drawing.line(frame.x, frame.centre, frame.right, frame.centre, "w\(index + 1)")
      drawing.marker(index, frame.middle, frame.centre)
    }
    let estimates = groups.flatMap { $0.points.compactMap(\.estimate.number) }
    let least = estimates.map { min($0.lower ?? $0.value, $0.value) }.min() ?? 0
    let floor = max(-1, min(0, (least * 5).rounded(.down) / 5))
    let y = Scale(floor, 1, from: legend + 190, to: legend + 24)
    let ticks = Ticks.linear(floor, 1, atMost: 11).map { ($0, Numbers.fixed($0, decimals: 0, shift: 2)) }
    drawing.leftAxis(y, x: start, right: drawing.width, ticks: ticks, title: "Effectiveness, %")
    drawing.line(start, y(0), drawing.width, y(0), "line")
    for (index, group) in groups.enumerated() {
      let offset = (Double(index) - Double(groups.count - 1) / 2) * min(12, pitch / Double(groups.count + 1))
      for (place, point) in group.points.enumerated() {
        draw(point, index, x(Double(place) + 0.5) + offset, y, on: &drawing)
      }
    }
    drawTable(tabled, x, pitch, from: y.range.start + 12, on: &drawing)
    return drawing
  }

  private func draw(_ point: Point, _ index: Int, _ x: Double, _ y: Scale, on drawing: inout Drawing) {
    guard let estimate = point.estimate.number else { return }
    let style = "w\(index + 1)"
    let lower = estimate.lower ?? -.infinity
    let bottom = y.clamped(lower)
    let top = y.clamped(estimate.upper ?? 1)
    drawing.line(x, bottom, x, top, style)
    drawing.line(x - 2, top, x + 2, top, style)
    if lower < y.domain.lower {
      drawing.path([(x - 2.5, bottom - 3.5), (x, bottom), (x + 2.5, bottom - 3.5)], style)
    } else {
      drawing.line(x - 2, bottom, x + 2, bottom, style)
    }
    drawing.marker(index, x, y.clamped(estimate.value))
  }

  private func drawTable(
    _ groups: [Group], _ x: Scale, _ pitch: Double, from top: Double, on drawing: inout Drawing
  ) {
    let headings = intervals.map { FontMetrics.wrapped($0, width: pitch - 4) }
    for (place, heading) in headings.enumerated() {
      drawing.text(lines: heading, x(Double(place) + 0.5), top, .middle)
    }
    var y = top + Double((headings.map(\.count).max() ?? 1) - 1) * Drawing.lineHeight + 12
    drawing.text(
      lines: FontMetrics.wrapped(timeTitle, width: drawing.width - x.range.start),
      (x.range.start + drawing.width) / 2,
      y, .middle)
    y += 18
    for group in groups {
      let label = FontMetrics.wrapped(group.label, width: x.range.start - 26)
      drawing.text(lines: label, 0, y, isBold: true)
      y += Double(label.count) * Drawing.lineHeight
      for (name, text) in [
        ("events", EffectivenessOverTime.events), ("person-years", EffectivenessOverTime.years),
      ] {
        drawing.text(name, 8, y)
        for (place, point) in group.points.enumerated() {
          drawing.text(text(point), x(Double(place) + 0.5), y, .middle)
        }
        y += Drawing.lineHeight
      }
      y += 4
    }
    drawing.height = y - 6
  }

  private static func events(_ point: Point) -> String { FigureText.count(point.events) }

  private static func years(_ point: Point) -> String {
    switch point.personYears {
    case .shown(let years) where years >= 100: Numbers.grouped(Int(years.rounded()))
    case .shown(let years): Numbers.fixed(years, decimals: 1)
    case .hidden: FigureText.hidden
    case .absent: ""
    }
  }
}
