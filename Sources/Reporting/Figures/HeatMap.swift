/// Shares in rows and columns as shades of one colour, each with its number.
public struct HeatMap: Figure {
  /// A row of cells.
  public struct Row: Sendable, Hashable {
    /// What the row is, such as a symptom.
    public let label: String
    /// Its shares, one for each column.
    public let cells: [Disclosed<Double>]

    /// Makes a row.
    public init(_ label: String, _ cells: [Disclosed<Double>]) {
      self.label = label
      self.cells = cells
    }
  }

  /// The heading of the caption.
  public var title: String
  /// The note under the picture.
  public var footnote: String
  /// What the shares are, such as "Prevalence".
  public var measure: String
  /// What the columns are together, such as "Months since infection".
  public var columnsTitle: String
  /// The columns from left to right.
  public let columns: [String]
  /// The rows from top to bottom.
  public let rows: [Row]

  /// Makes the picture.
  ///
  /// - Throws: `FigureError.unevenRows` for a row with another number of cells than there are columns.
  public init(
    title: String, footnote: String = "", measure: String, columnsTitle: String = "", columns: [String],
    rows: [Row]
  ) throws(FigureError) {
    for row in rows where row.cells.count != columns.count { throw FigureError.unevenRows(row: row.label) }
    self.title = title
    self.footnote = footnote
    self.measure = measure
    self.columnsTitle = columnsTitle
    self.columns = columns
    self.rows = rows
  }

  /// The shares in words.
  public var summary: String {
    let sentences = rows.map { row in
      let parts = zip(columns, row.cells).map { "\($0) \(HeatMap.text($1, word: true))" }
      return "\(row.label): \(parts.joined(separator: ", "))."
    }
    return "\(measure) in percent. " + sentences.joined(separator: " ")
      + FigureText.hiddenSentence(rows.contains { $0.cells.contains(.hidden) })
  }

  /// The cells as they are drawn.
  public var table: FigureTable {
    var table = FigureTable([columnsTitle] + columns)
    for row in rows {
      table.append([.text(row.label)] + row.cells.map { .number($0, .proportion, decimals: nil) })
    }
    return table
  }

  private static func text(_ cell: Disclosed<Double>, word: Bool = false) -> String {
    switch cell {
    case .shown(let share): Numbers.fixed(share, decimals: 1, shift: 2)
    case .hidden: word ? FigureText.notShown : ""
    case .absent: word ? "not asked" : "–"
    }
  }

  /// The cells under the columns' names.
  public var drawing: Drawing {
    var drawing = Drawing()
    let labelWidth = min(rows.map { FontMetrics.width($0.label) }.max() ?? 0, 140)
    let start = labelWidth + 8
    let pitch = min((drawing.width - start) / Double(max(columns.count, 1)), 64)
    let headings = columns.map { FontMetrics.wrapped($0, width: pitch - 4, lines: 3) }
    let headingLines = headings.map(\.count).max() ?? 1
    var y = 8.0
    if !columnsTitle.isEmpty {
      let words = FontMetrics.wrapped(columnsTitle, width: drawing.width - start, lines: 1, isBold: true)
      drawing.text(lines: words, start, y, isBold: true)
      y += 12
    }
    for (column, heading) in headings.enumerated() {
      let first = y + Double(headingLines - heading.count) * Drawing.lineHeight
      drawing.text(lines: heading, start + (Double(column) + 0.5) * pitch, first, .middle)
    }
    y += Double(headingLines - 1) * Drawing.lineHeight + 5
    let top = rows.flatMap { $0.cells.compactMap(\.number) }.max() ?? 1
    let end = min(1, max(0.1, (top * 10).rounded(.up) / 10))
    for row in rows {
      let label = FontMetrics.wrapped(row.label, width: labelWidth)
      let height = max(15, Double(label.count) * Drawing.lineHeight + 3)
      drawing.text(lines: label, labelWidth, centre: y + height / 2, .end)
      for (column, cell) in row.cells.enumerated() {
        let frame = Frame(x: start + Double(column) * pitch, y: y, width: pitch - 1, height: height - 1)
        draw(cell, in: frame, end: end, on: &drawing)
      }
      y += height
    }
    drawing.height = drawKey(from: y + 8, x: start, end: end, on: &drawing)
    return drawing
  }

  /// How much of the colour covers the paper: no more than text in ink is read on.
  private static func cover(_ share: Double, _ end: Double) -> Double {
    0.04 + 0.66 * min(max(share / end, 0), 1)
  }

  private func draw(_ cell: Disclosed<Double>, in frame: Frame, end: Double, on drawing: inout Drawing) {
    switch cell {
    case .shown(let share): drawing.rectangle(frame, "heat", opacity: HeatMap.cover(share, end))
    case .hidden: drawing.hatch(frame)
    case .absent: drawing.rectangle(frame, "stripe")
    }
    drawing.text(HeatMap.text(cell), frame.middle, frame.centre + Drawing.textMiddle, .middle)
  }

  private func drawKey(from top: Double, x: Double, end: Double, on drawing: inout Drawing) -> Double {
    let words = FontMetrics.wrapped("\(measure), %", width: 120, lines: 1).joined()
    let isPartHidden = rows.contains { $0.cells.contains(.hidden) }
    let width =
      FontMetrics.width(words) + 8 + 6 * 29 + (isPartHidden ? 36 + FontMetrics.width(FigureText.notShown) : 0)
    let x = min(x, drawing.width - width)
    drawing.text(words, x, top + 8)
    var place = x + FontMetrics.width(words) + 8
    for step in 0...5 {
      let share = end * Double(step) / 5
      let frame = Frame(x: place, y: top, width: 28, height: 11)
      drawing.rectangle(frame, "heat", opacity: HeatMap.cover(share, end))
      drawing.text(Numbers.fixed(share, decimals: 0, shift: 2), frame.middle, top + 8.3, .middle)
      place += 29
    }
    if isPartHidden {
      drawing.hatch(Frame(x: place + 10, y: top, width: 18, height: 11))
      drawing.text(FigureText.notShown, place + 32, top + 8.3)
    }
    return top + 13
  }
}
