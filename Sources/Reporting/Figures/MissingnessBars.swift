/// How much of each variable is missing: a bar per variable, with those not asked by design apart.
public struct MissingnessBars: Figure {
  /// One variable.
  public struct Row: Sendable, Hashable {
    /// Its name.
    public let label: String
    /// Missing answers among those who were asked.
    public let missing: CountOf
    /// Persons who were not asked, by design.
    public let notAsked: Disclosed<Int>

    /// Makes a row.
    public init(_ label: String, missing: CountOf, notAsked: Disclosed<Int> = .absent) {
      self.label = label
      self.missing = missing
      self.notAsked = notAsked
    }

    /// The missing share; hidden where a count of it is.
    var share: Disclosed<Double> {
      if missing.isHidden { return .hidden }
      guard let count = missing.count.number, let n = missing.n.number, n > 0 else { return .absent }
      return .shown(Double(count) / Double(n))
    }
  }

  /// The heading of the caption.
  public var title: String
  /// The note under the picture.
  public var footnote: String
  /// The variables from top to bottom.
  public var rows: [Row]

  /// Makes the picture.
  public init(title: String, footnote: String = "", rows: [Row]) {
    self.title = title
    self.footnote = footnote
    self.rows = rows
  }

  /// The bars in words.
  public var summary: String {
    "Missing answers among those who were asked. "
      + rows.map { "\($0.label): \(MissingnessBars.text($0.share))." }.joined(separator: " ")
  }

  private static func text(_ share: Disclosed<Double>) -> String {
    switch share {
    case .shown(let share): Numbers.percent(share)
    case .hidden: FigureText.notShown
    case .absent: "–"
    }
  }

  /// A line per variable.
  public var table: FigureTable {
    var table = FigureTable(["Variable", "Missing", "Asked", "Share missing", "Not asked by design"])
    for row in rows {
      table.append([
        .text(row.label), .count(row.missing.count), .count(row.missing.n),
        .number(row.share, .proportion, decimals: nil), .count(row.notAsked),
      ])
    }
    return table
  }

  /// Bars between the variables' names and the numbers.
  public var drawing: Drawing {
    var drawing = Drawing()
    let hasNotAsked = rows.contains { $0.notAsked != .absent }
    let headings = ["Missing/asked", "%"] + (hasNotAsked ? ["Not asked"] : [])
    let cells = rows.map { row in
      [
        row.missing.text,
        row.share.number.map { Numbers.fixed($0, decimals: 1, shift: 2) } ?? MissingnessBars.text(row.share),
      ]
        + (hasNotAsked ? [FigureText.count(row.notAsked)] : [])
    }
    let widths = headings.indices.map { column in
      (cells.map { FontMetrics.width($0[column]) } + [FontMetrics.width(headings[column], isBold: true)])
        .reduce(0, max) + 12
    }
    let labelWidth = min(rows.map { FontMetrics.width($0.label) }.max() ?? 0, 140)
    let most = rows.compactMap(\.share.number).max() ?? 0
    let end = min(1, max(0.1, (most * 10).rounded(.up) / 10))
    let x = Scale(0, end, from: labelWidth + 10, to: drawing.width - widths.reduce(0, +) - 6)
    let ticks = Ticks.linear(0, end, atMost: 6)
    var right = x.range.end + 6
    for (heading, width) in zip(headings, widths) {
      right += width
      drawing.text(heading, right, 8, .end, isBold: true)
    }
    let heights = rows.map {
      max(13, Double(FontMetrics.wrapped($0.label, width: labelWidth).count) * Drawing.lineHeight + 3)
    }
    let bottom = 14 + heights.reduce(0, +)
    drawing.lines(ticks.map { [(x($0), 14), (x($0), bottom)] }, "rule")
    var y = 14.0
    for (index, row) in rows.enumerated() {
      let bar = Frame(x: x.range.start, y: y + 2, width: 16, height: heights[index] - 4)
      drawing.text(lines: FontMetrics.wrapped(row.label, width: labelWidth), 0, centre: bar.centre)
      switch row.share {
      case .shown(let share):
        drawing.rectangle(
          Frame(x: bar.x, y: bar.y, width: x(share) - bar.x, height: bar.height), "f1")
      case .hidden: drawing.hatch(bar)
      case .absent: break
      }
      var right = x.range.end + 6
      for (cell, width) in zip(cells[index], widths) {
        right += width
        drawing.text(cell, right, bar.centre + Drawing.textMiddle, .end)
      }
      y += heights[index]
    }
    let labels = ticks.map { ($0, Ticks.label($0 * 100, among: ticks.map { $0 * 100 })) }
    drawing.height = drawing.bottomAxis(x, y: bottom, ticks: labels, title: "Missing, %") + 4
    return drawing
  }
}
