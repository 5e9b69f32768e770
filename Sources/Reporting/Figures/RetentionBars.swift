/// What became of the participants at each visit: parts of a whole as one bar, with the numbers beside it.
public struct RetentionBars: Figure {
  /// One bar.
  public struct Visit: Sendable, Hashable {
    /// The visit's name.
    public let label: String
    /// All of whom the parts are.
    public let total: Disclosed<Int>
    /// The persons in each state, in the order of the picture's states.
    public let counts: [Disclosed<Int>]

    /// Makes a bar.
    ///
    /// One hidden part of a shown whole would follow by subtraction: the whole is then hidden too.
    public init(_ label: String, of total: Disclosed<Int>, _ counts: [Disclosed<Int>]) {
      self.label = label
      self.counts = counts
      self.total = counts.count(where: \.isHidden) == 1 ? .hidden : total
    }
  }

  /// More states than these cannot be told apart.
  public static let mostStates = 7

  /// The heading of the caption.
  public var title: String
  /// The note under the picture.
  public var footnote: String
  /// The states from left to right, such as "complete" and "withdrawn".
  public let states: [String]
  /// The bars from top to bottom.
  public let visits: [Visit]

  /// Makes the picture.
  ///
  /// - Throws: `FigureError` for more than seven states, a bar with another number of parts, or one whose
  ///   parts are not its whole.
  public init(
    title: String, footnote: String = "", states: [String], visits: [Visit]
  ) throws(FigureError) {
    guard states.count <= RetentionBars.mostStates else {
      throw FigureError.tooManyGroups(count: states.count, most: RetentionBars.mostStates)
    }
    for visit in visits {
      guard visit.counts.count == states.count else {
        throw FigureError.unevenRows(row: visit.label)
      }
      let shown = visit.counts.compactMap(\.number)
      if let total = visit.total.number {
        let sum = shown.reduce(0, +)
        let isWhole = !visit.counts.contains(where: \.isHidden)
        if sum > total || (isWhole && sum != total) {
          throw FigureError.doesNotAddUp(stage: visit.label)
        }
      }
    }
    self.title = title
    self.footnote = footnote
    self.states = states
    self.visits = visits
  }

  /// The bars in words.
  public var summary: String {
    let sentences = visits.map { visit in
      let parts = zip(states, visit.counts).map {
        "\($0) \($1.isHidden ? FigureText.notShown : FigureText.count($1))"
      }
      return "\(visit.label): \(parts.joined(separator: ", "))."
    }
    return "Participants by visit. " + sentences.joined(separator: " ")
  }

  /// A line per visit.
  public var table: FigureTable {
    var table = FigureTable(["Visit", "All"] + states)
    for visit in visits {
      table.append([.text(visit.label), .count(visit.total)] + visit.counts.map { .count($0) })
    }
    return table
  }

  /// Bars between the visits' names and the numbers.
  public var drawing: Drawing {
    var drawing = Drawing()
    let labelWidth = min(visits.map { FontMetrics.width($0.label) }.max() ?? 0, 110)
    // Numbers of many states would leave no room for the bars; the table has them.
    let hasColumns = states.count <= 5
    let headings = ["All"] + (hasColumns ? states : [])
    let wrapped = headings.map { FontMetrics.wrapped($0, width: 52, lines: 2, isBold: true) }
    let cells = visits.map { [$0.total] + $0.counts }
    let widths = headings.indices.map { column in
      let texts = cells.map { FontMetrics.width(FigureText.count($0[column])) }
      return (texts + wrapped[column].map { FontMetrics.width($0, isBold: true) } + [20]).reduce(
        0, max) + 10
    }
    let x = Scale(0, 1, from: labelWidth + 10, to: drawing.width - widths.reduce(0, +) - 4)
    let lines = wrapped.map(\.count).max() ?? 1
    let top = 8 + Double(lines) * Drawing.lineHeight + 10
    var right = x.range.end + 4
    for (column, heading) in wrapped.enumerated() {
      right += widths[column]
      let first = 8 + Double(lines - heading.count) * Drawing.lineHeight
      drawing.text(lines: heading, right, first, .end, isBold: true)
      guard column > 0 else { continue }
      let swatch = Frame(x: right - 16, y: top - 15, width: 16, height: 7)
      fill(swatch, column - 1, on: &drawing)
    }
    var y = top
    for visit in visits {
      let label = FontMetrics.wrapped(visit.label, width: labelWidth)
      let height = max(18, Double(label.count) * Drawing.lineHeight + 4)
      drawing.text(lines: label, 0, centre: y + height / 2)
      draw(
        visit, x,
        Frame(x: x.range.start, y: y + 2.5, width: x.range.end - x.range.start, height: height - 5),
        on: &drawing)
      var right = x.range.end + 4
      for (column, count) in ([visit.total] + visit.counts).prefix(headings.count).enumerated() {
        right += widths[column]
        drawing.text(FigureText.count(count), right, y + height / 2 + Drawing.textMiddle, .end)
      }
      y += height
    }
    let ticks = [0, 0.25, 0.5, 0.75, 1].map { ($0, Numbers.fixed($0, decimals: 0, shift: 2)) }
    drawing.height = drawing.bottomAxis(x, y: y + 2, ticks: ticks, title: "Participants, %") + 4
    guard !hasColumns else { return drawing }
    let key = Frame(x: 0, y: drawing.height + 2, width: drawing.width, height: 0)
    drawing.height +=
      4
      + drawing.legend(states, in: key) { drawing, state, frame in fill(frame, state, on: &drawing)
      }
    return drawing
  }

  private func fill(_ frame: Frame, _ state: Int, on drawing: inout Drawing) {
    drawing.rectangle(frame, "f\(state + 1)")
    drawing.texture(frame, state)
  }

  /// Shown parts in order; what is kept back stands together at the end, as a reader could subtract it.
  private func draw(_ visit: Visit, _ x: Scale, _ bar: Frame, on drawing: inout Drawing) {
    guard let total = visit.total.number, total > 0 else {
      if visit.total.isHidden { drawing.hatch(bar) }
      return
    }
    var done = 0
    for (state, count) in visit.counts.enumerated() {
      guard let count = count.number else { continue }
      let start = x(Double(done) / Double(total))
      done += count
      let width = x(Double(done) / Double(total)) - start
      fill(Frame(x: start, y: bar.y, width: width, height: bar.height), state, on: &drawing)
    }
    let rest = x(Double(done) / Double(total))
    if done < total {
      drawing.hatch(Frame(x: rest, y: bar.y, width: bar.right - rest, height: bar.height))
    }
  }
}
