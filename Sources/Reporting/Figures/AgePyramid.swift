/// Persons by age and sex: bands upwards, one sex to each side, on the same scale.
public struct AgePyramid: Figure {
  /// A band of ages.
  public struct Band: Sendable, Hashable {
    /// The band's name, such as "30–34".
    public let label: String
    /// Persons to the left.
    public let left: Disclosed<Int>
    /// Persons to the right.
    public let right: Disclosed<Int>
    /// The persons to the left that a cohort of this size would have if it were like a standard population.
    public let standardLeft: Double?
    /// The same to the right.
    public let standardRight: Double?

    /// Makes a band.
    public init(
      _ label: String, left: Disclosed<Int>, right: Disclosed<Int>, standardLeft: Double? = nil,
      standardRight: Double? = nil
    ) {
      self.label = label
      self.left = left
      self.right = right
      self.standardLeft = standardLeft
      self.standardRight = standardRight
    }
  }

  /// The heading of the caption.
  public var title: String
  /// The note under the picture.
  public var footnote: String
  /// The names of the two sides, such as "Women" and "Men".
  public var sides: (left: String, right: String)
  /// The name of the standard population, if its outline is drawn.
  public var standardName: String
  /// The bands from young to old; drawn from the bottom up.
  public var bands: [Band]

  /// Makes the picture.
  public init(
    title: String, footnote: String = "", sides: (left: String, right: String), standardName: String = "",
    bands: [Band]
  ) {
    self.title = title
    self.footnote = footnote
    self.sides = sides
    self.standardName = standardName
    self.bands = bands
  }

  /// The bands in words.
  public var summary: String {
    let words = bands.map { band in
      "\(band.label): \(AgePyramid.word(band.left)) and \(AgePyramid.word(band.right))"
    }
    let isPartHidden = bands.contains { $0.left.isHidden || $0.right.isHidden }
    return "Persons by age in years, \(sides.left.lowercasedFirst) and \(sides.right.lowercasedFirst). "
      + words.joined(separator: "; ") + "." + FigureText.hiddenSentence(isPartHidden)
  }

  private static func word(_ count: Disclosed<Int>) -> String {
    count.isHidden ? FigureText.notShown : FigureText.count(count)
  }

  /// A line per band.
  public var table: FigureTable {
    let hasStandard = bands.contains { $0.standardLeft != nil || $0.standardRight != nil }
    let standards = ["\(sides.left), \(standardName)", "\(sides.right), \(standardName)"]
    var table = FigureTable(["Age", sides.left, sides.right] + (hasStandard ? standards : []))
    for band in bands {
      var row: [FigureTable.Cell] = [.text(band.label), .count(band.left), .count(band.right)]
      if hasStandard {
        for side in [band.standardLeft, band.standardRight] {
          row.append(.number(side.map(Disclosed.shown) ?? .absent, .coefficient, decimals: 1))
        }
      }
      table.append(row)
    }
    return table
  }

  private static let axisTitle = "Age, years"
  private static let pitch = 13.0
  /// The length of a bar that is kept back, whatever the number.
  private static let hiddenLength = 16.0

  /// Bars to both sides of the ages.
  public var drawing: Drawing {
    var drawing = Drawing()
    let middle = drawing.width / 2
    let labels = bands.map(\.label) + [AgePyramid.axisTitle]
    let half = (labels.map { FontMetrics.width($0) }.max() ?? 0) / 2 + 8
    let counts = bands.flatMap { [$0.left.number, $0.right.number].compactMap { $0 } }
    let standards = bands.flatMap { [$0.standardLeft, $0.standardRight].compactMap { $0 } }
    let most = max(counts.map(Double.init).max() ?? 0, standards.max() ?? 0, 1)
    let room = (counts.map { FontMetrics.width(Numbers.grouped($0)) }.max() ?? 0) + 8
    let ticks = Ticks.linear(0, most, atMost: 5)
    let left = Scale(0, most, from: middle - half, to: room)
    let right = Scale(0, most, from: middle + half, to: drawing.width - room)
    for (name, scale, anchor) in [(sides.left, left, Drawing.Anchor.end), (sides.right, right, .start)] {
      let label = FontMetrics.wrapped(name, width: 180, lines: 1, isBold: true).joined()
      drawing.text(label, scale.range.start, 8, anchor, isBold: true)
    }
    drawing.text("n", 0, 8, isBold: true)
    drawing.text("n", drawing.width, 8, .end, isBold: true)
    let top = 16.0
    let bottom = top + Double(bands.count) * AgePyramid.pitch
    for (index, band) in bands.reversed().enumerated() {
      let y = top + Double(index) * AgePyramid.pitch
      drawing.text(band.label, middle, y + AgePyramid.pitch / 2 + Drawing.textMiddle, .middle)
      draw(band.left, left, y, series: 1, on: &drawing)
      draw(band.right, right, y, series: 2, on: &drawing)
    }
    drawOutline(left, top, \.standardLeft, on: &drawing)
    drawOutline(right, top, \.standardRight, on: &drawing)
    for scale in [left, right] {
      let labels = ticks.map { ($0, Ticks.label($0, among: ticks)) }
      drawing.bottomAxis(scale, y: bottom + 2, ticks: labels, title: "Persons")
    }
    drawing.text(AgePyramid.axisTitle, middle, 8, .middle)
    drawing.height = bottom + 29
    guard !standards.isEmpty else { return drawing }
    drawing.height += drawing.legend(
      [standardName], in: Frame(x: 0, y: bottom + 31, width: drawing.width, height: 0)
    ) { drawing, _, frame in
      drawing.line(frame.x, frame.centre, frame.right, frame.centre, "thick")
    }
    return drawing
  }

  private func draw(
    _ count: Disclosed<Int>, _ x: Scale, _ y: Double, series: Int, on drawing: inout Drawing
  ) {
    let isLeft = x.range.end < x.range.start
    let length = count.number.map { abs(x(Double($0)) - x.range.start) } ?? AgePyramid.hiddenLength
    let frame = Frame(
      x: isLeft ? x.range.start - length : x.range.start, y: y + 1.5, width: length,
      height: AgePyramid.pitch - 3)
    // Numbers stand in a column at the edge, where no outline crosses them.
    drawing.text(
      FigureText.count(count), isLeft ? 0 : drawing.width, frame.centre + Drawing.textMiddle,
      isLeft ? .start : .end)
    switch count {
    case .shown: drawing.rectangle(frame, "f\(series)")
    case .hidden: drawing.hatch(frame)
    case .absent: break
    }
  }

  private func drawOutline(
    _ x: Scale, _ top: Double, _ side: KeyPath<Band, Double?>, on drawing: inout Drawing
  ) {
    var points: [(x: Double, y: Double)] = []
    for (index, band) in bands.reversed().enumerated() {
      guard let standard = band[keyPath: side] else { continue }
      let y = top + Double(index) * AgePyramid.pitch
      points.append((x(standard), y))
      points.append((x(standard), y + AgePyramid.pitch))
    }
    drawing.path(points, "thick")
  }
}
