/// Ratios with their limits on a logarithmic axis, between the counts they come from and their numbers.
public struct ForestPlot: Figure {
  /// One line of the plot.
  public struct Row: Sendable, Hashable {
    /// What is compared.
    public let label: String
    /// The counts, a cell for each of the plot's columns.
    public let counts: [CountOf]
    /// The ratio; hidden where one of its counts is.
    public let estimate: Disclosed<DrawnEstimate>
    /// The square's area relative to the others; equal squares where it is nil.
    public let weight: Double?
    /// What the line is.
    public let kind: Kind

    /// What a line is.
    public enum Kind: Sendable, Hashable {
      /// A comparison, drawn as a square.
      case single
      /// A pooled estimate, drawn as a diamond.
      case pooled
      /// A heading over the lines that follow.
      case heading
    }

    /// Makes a line; what rests on a hidden count is hidden too.
    public init(
      _ label: String, counts: [CountOf] = [], estimate: Disclosed<DrawnEstimate>, weight: Double? = nil,
      kind: Kind = .single
    ) {
      self.label = label
      self.counts = counts
      self.estimate = counts.contains(where: \.isHidden) ? .hidden : estimate
      self.weight = self.estimate.isHidden ? nil : weight
      self.kind = kind
    }

    /// Makes a heading.
    public static func heading(_ label: String) -> Row { Row(label, estimate: .absent, kind: .heading) }
  }

  /// The heading of the caption.
  public var title: String
  /// The note under the picture.
  public var footnote: String
  /// The measure, such as "Odds ratio".
  public var measure: String
  /// The headings of the counts, such as "Vaccinated, n/N".
  public var countHeadings: [String]
  /// What a ratio below 1 and one above 1 mean, such as "fewer among vaccinated".
  public var meanings: (below: String, above: String)
  /// The lines from top to bottom.
  public var rows: [Row]

  /// Makes the plot.
  public init(
    title: String, footnote: String = "", measure: String, countHeadings: [String] = [],
    meanings: (below: String, above: String) = ("", ""), rows: [Row]
  ) {
    self.title = title
    self.footnote = footnote
    self.measure = measure
    self.countHeadings = countHeadings
    self.meanings = meanings
    self.rows = rows
  }

  /// The ratios in words.
  public var summary: String {
    let lines = rows.filter { $0.kind != .heading }
    return "\(measure) with 95 % confidence intervals. "
      + lines.map { "\($0.label): \(FigureText.estimate($0.estimate, .ratio))." }.joined(separator: " ")
      + FigureText.hiddenSentence(lines.contains { $0.estimate.isHidden })
  }

  /// Counts and ratio of every line.
  public var table: FigureTable {
    var table = FigureTable(
      ["Comparison"] + countHeadings.flatMap { ["\($0): count", "\($0): of"] } + [
        measure, "Lower limit", "Upper limit",
      ])
    var heading = ""
    for row in rows {
      if row.kind == .heading {
        heading = row.label
        continue
      }
      let none = CountOf(.absent, of: .absent)
      let counts = countHeadings.indices.map { $0 < row.counts.count ? row.counts[$0] : none }
      table.append(
        [.text(heading.isEmpty ? row.label : "\(heading): \(row.label)")]
          + counts.flatMap { [.count($0.count), .count($0.n)] } + FigureTable.cells(row.estimate, .ratio))
    }
    return table
  }

  /// The plot between its columns.
  public var drawing: Drawing {
    var drawing = Drawing()
    let layout = ForestLayout(self)
    let x = layout.scale
    var y = drawHeader(layout, on: &drawing) + 6
    let top = y
    let largest = rows.compactMap(\.weight).max() ?? 1
    for (row, label) in zip(rows, layout.labels) {
      let height = Double(label.count) * Drawing.lineHeight + 5
      let centre = y + height / 2
      drawing.text(
        lines: label, layout.indent(row), centre: centre, isBold: row.kind != .single)
      for (column, cell) in row.counts.enumerated() where column < countHeadings.count {
        drawing.text(cell.text, layout.countRights[column], centre + Drawing.textMiddle, .end)
      }
      if row.kind != .heading {
        drawing.text(
          FigureText.estimate(row.estimate, .ratio), drawing.width, centre + Drawing.textMiddle, .end,
          isBold: row.kind == .pooled)
      }
      if let estimate = row.estimate.number {
        let share = row.kind == .pooled ? 1 : (row.weight ?? largest) / largest
        draw(estimate, isPooled: row.kind == .pooled, share: share, at: centre, x, on: &drawing)
      }
      y += height
    }
    drawing.line(x(1), top, x(1), y, "dotted")
    let ticks = Ticks.logarithmic(x.domain.lower, x.domain.upper).map { ($0, Ticks.ratioLabel($0)) }
    let bottom = drawing.bottomAxis(
      x, y: y, ticks: layout.fitting(ticks), title: "\(measure), logarithmic scale")
    drawing.height = drawMeanings(layout, from: bottom, on: &drawing) + 4
    return drawing
  }
}

extension ForestPlot {
  private func drawHeader(_ layout: ForestLayout, on drawing: inout Drawing) -> Double {
    let bottom = 8 + Double(layout.headingLines - 1) * Drawing.lineHeight
    for (heading, right) in zip(layout.headings, layout.countRights) {
      let first = bottom - Double(heading.count - 1) * Drawing.lineHeight
      drawing.text(lines: heading, right, first, .end, isBold: true)
    }
    drawing.text("\(layout.measureHeading)", drawing.width, bottom, .end, isBold: true)
    drawing.line(0, bottom + 5, drawing.width, bottom + 5, "line")
    return bottom + 5
  }

  private func draw(
    _ estimate: DrawnEstimate, isPooled: Bool, share: Double, at y: Double, _ x: Scale,
    on drawing: inout Drawing
  ) {
    let lower = estimate.lower ?? 0
    let upper = estimate.upper ?? .infinity
    let leavesLeft = lower < x.domain.lower
    let leavesRight = upper > x.domain.upper
    if isPooled && !leavesLeft && !leavesRight {
      drawing.path(
        [(x(lower), y), (x(estimate.value), y - 4.5), (x(upper), y), (x(estimate.value), y + 4.5)], "ink",
        isClosed: true)
      return
    }
    drawing.whisker(
      from: x.clamped(lower), to: x.clamped(upper), at: y, leavesLeft: leavesLeft, leavesRight: leavesRight,
      "line")
    // The area, not the side, goes with the weight.
    let side = max(2.5, 8 * max(share, 0).squareRoot())
    drawing.rectangle(
      Frame(x: x.clamped(estimate.value) - side / 2, y: y - side / 2, width: side, height: side), "f1")
  }

  private func drawMeanings(_ layout: ForestLayout, from bottom: Double, on drawing: inout Drawing) -> Double
  {
    let x = layout.scale
    guard !meanings.below.isEmpty || !meanings.above.isEmpty else { return bottom }
    let room = (Drawing.pageWidth - layout.scale.range.start) / 2
    let below = FontMetrics.wrapped("← " + meanings.below, width: min(room, x(1) - 12))
    let above = FontMetrics.wrapped(meanings.above + " →", width: Drawing.pageWidth - x(1) - 12)
    drawing.text(lines: below, x(1) - 8, bottom + 12, .end)
    drawing.text(lines: above, x(1) + 8, bottom + 12)
    return bottom + 2 + Double(max(below.count, above.count)) * Drawing.lineHeight
  }
}

/// The columns of a forest plot.
private struct ForestLayout {
  let labels: [[String]]
  let headings: [[String]]
  let countRights: [Double]
  let measureHeading: String
  let scale: Scale
  private let isGrouped: Bool

  init(_ plot: ForestPlot) {
    isGrouped = plot.rows.contains { $0.kind == .heading }
    let indent = isGrouped ? 8.0 : 0
    let widest =
      plot.rows.map { FontMetrics.width($0.label, isBold: $0.kind != .single) + indent }.max() ?? 0
    let labelWidth = min(max(widest, 40), 118)
    labels = plot.rows.map {
      FontMetrics.wrapped(
        $0.label, width: $0.kind == .heading ? 240 : labelWidth - indent, isBold: $0.kind != .single)
    }
    headings = plot.countHeadings.map { FontMetrics.wrapped($0, width: 50, lines: 3, isBold: true) }
    var right = labelWidth + 2
    countRights = zip(headings.indices, headings).map { column, lines in
      let cells = plot.rows.filter { column < $0.counts.count }.map {
        FontMetrics.width($0.counts[column].text)
      }
      let heading = lines.map { FontMetrics.width($0, isBold: true) }
      right += 8 + (cells + heading + [20]).reduce(0, max)
      return right
    }
    measureHeading = FontMetrics.wrapped("\(plot.measure) (95 % CI)", width: 120, lines: 1, isBold: true)
      .joined()
    let estimates = plot.rows.map {
      FontMetrics.width(FigureText.estimate($0.estimate, .ratio), isBold: $0.kind == .pooled)
    }
    let numbers = (estimates + [FontMetrics.width(measureHeading, isBold: true)]).reduce(0, max)
    let domain = Ticks.ratioDomain(plot.rows.compactMap(\.estimate.number))
    scale = Scale(
      domain.0, domain.1, from: right + 16, to: max(right + 60, Drawing.pageWidth - numbers - 16),
      kind: .logarithmic)
  }

  var headingLines: Int { max(1, headings.map(\.count).max() ?? 1) }

  func indent(_ row: ForestPlot.Row) -> Double { isGrouped && row.kind == .single ? 8 : 0 }

  /// The ticks whose labels have room; 1 and the powers of ten go first.
  func fitting(_ ticks: [(Double, String)]) -> [(Double, String)] {
    func rank(_ label: String) -> Int {
      label == "1" ? 0 : label.last == "1" || label.hasPrefix("10") ? 1 : 2
    }
    var kept: [(Double, String)] = []
    for tick in ticks.sorted(by: { (rank($0.1), $0.0) < (rank($1.1), $1.0) }) {
      let half = FontMetrics.width(tick.1) / 2
      let isFree = kept.allSatisfy {
        abs(scale($0.0) - scale(tick.0)) >= half + FontMetrics.width($0.1) / 2 + 4
      }
      if isFree { kept.append(tick) }
    }
    return kept.sorted { $0.0 < $1.0 }
  }
}
