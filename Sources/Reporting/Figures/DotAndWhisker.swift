/// Shares with their limits for several groups beside each other, one block of lines per row.
public struct DotAndWhisker: Figure {
  /// What is measured in every group.
  public struct Row: Sendable, Hashable {
    /// What is measured, such as a symptom.
    public let label: String
    /// The groups' shares, in the order of the picture's groups.
    public let estimates: [Disclosed<DrawnEstimate>]
    /// The counts behind them, in the same order.
    public let counts: [CountOf]

    /// Makes a row; a share that rests on a hidden count is hidden too.
    public init(_ label: String, estimates: [Disclosed<DrawnEstimate>], counts: [CountOf] = []) {
      self.label = label
      self.counts = counts
      self.estimates = estimates.enumerated().map { index, estimate in
        index < counts.count && counts[index].isHidden ? .hidden : estimate
      }
    }
  }

  /// The heading of the caption.
  public var title: String
  /// The note under the picture.
  public var footnote: String
  /// What is measured, such as "Prevalence".
  public var measure: String
  /// The groups, at most four.
  public let groups: [String]
  /// The rows from top to bottom.
  public let rows: [Row]

  /// Makes the picture.
  ///
  /// - Throws: `FigureError` for more than four groups, or a row with another number of estimates.
  public init(
    title: String, footnote: String = "", measure: String, groups: [String], rows: [Row]
  ) throws(FigureError) {
    guard groups.count <= 4 else { throw FigureError.tooManyGroups(count: groups.count, most: 4) }
    for row in rows where row.estimates.count != groups.count { throw FigureError.unevenRows(row: row.label) }
    self.title = title
    self.footnote = footnote
    self.measure = measure
    self.groups = groups
    self.rows = rows
  }

  /// The shares in words.
  public var summary: String {
    let sentences = rows.map { row in
      let parts = zip(groups, row.estimates).map {
        "\($0) \(FigureText.estimate($1, .proportion))".trimmedStart
      }
      return "\(row.label): \(parts.joined(separator: ", "))."
    }
    return "\(measure) in percent with 95 % confidence intervals, by group. "
      + sentences.joined(separator: " ")
      + FigureText.hiddenSentence(rows.contains { $0.estimates.contains(.hidden) })
  }

  /// A line per row and group.
  public var table: FigureTable {
    var table = FigureTable(["", "Group", "Count", "Of", measure, "Lower limit", "Upper limit"])
    for row in rows {
      for (index, group) in groups.enumerated() {
        let counts = index < row.counts.count ? row.counts[index] : CountOf(.absent, of: .absent)
        table.append(
          [.text(row.label), .text(group), .count(counts.count), .count(counts.n)]
            + FigureTable.cells(row.estimates[index], .proportion))
      }
    }
    return table
  }

  /// The rows over a common axis.
  public var drawing: Drawing {
    var drawing = Drawing()
    let labelWidth = min(rows.map { FontMetrics.width($0.label) }.max() ?? 0, 130)
    let texts = rows.flatMap { row in row.estimates.map { FigureText.estimate($0, .proportion) } }
    let heading = FontMetrics.wrapped("\(measure), % (95 % CI)", width: 130, lines: 1, isBold: true).joined()
    let numbers = (texts.map { FontMetrics.width($0) } + [FontMetrics.width(heading, isBold: true)]).reduce(
      0, max)
    let uppers = rows.flatMap { $0.estimates.compactMap { $0.number.map { $0.upper ?? $0.value } } }
    let end = min(1, max(0.05, ((uppers.max() ?? 1) * 20).rounded(.up) / 20))
    let x = Scale(0, end, from: labelWidth + 16, to: drawing.width - numbers - 18)
    // A single group without a name needs no key.
    let names = groups == [""] ? [] : groups
    let used = drawing.legend(names, in: Frame(x: 0, y: 0, width: x.range.end, height: 0)) {
      drawing, index, frame in
      drawing.line(frame.x, frame.centre, frame.right, frame.centre, "w\(index + 1)")
      drawing.marker(index, frame.middle, frame.centre)
    }
    let top = max(used, 10) + 6
    drawing.text(heading, drawing.width, top - 8, .end, isBold: true)
    let ticks = Ticks.linear(0, end, atMost: 7)
    let height = rows.reduce(0) { $0 + self.height($1, labelWidth) }
    drawing.lines(ticks.map { [(x($0), top), (x($0), top + height)] }, "rule")
    var y = top
    for (index, row) in rows.enumerated() {
      let height = self.height(row, labelWidth)
      if index % 2 == 1 {
        drawing.rectangle(Frame(x: 0, y: y, width: drawing.width, height: height), "stripe")
      }
      drawing.text(lines: FontMetrics.wrapped(row.label, width: labelWidth), 0, centre: y + height / 2)
      draw(row, x, centre: y + height / 2, on: &drawing)
      y += height
    }
    let labels = ticks.map { ($0, Ticks.label($0 * 100, among: ticks.map { $0 * 100 })) }
    drawing.height = drawing.bottomAxis(x, y: y, ticks: labels, title: "\(measure), %") + 4
    return drawing
  }

  private func height(_ row: Row, _ labelWidth: Double) -> Double {
    let lines = FontMetrics.wrapped(row.label, width: labelWidth).count
    return Double(max(groups.count, lines)) * Drawing.lineHeight + 5
  }

  private func draw(_ row: Row, _ x: Scale, centre: Double, on drawing: inout Drawing) {
    for (index, estimate) in row.estimates.enumerated() {
      let y = centre + (Double(index) - Double(groups.count - 1) / 2) * Drawing.lineHeight
      drawing.text(
        FigureText.estimate(estimate, .proportion), drawing.width, y + Drawing.textMiddle, .end)
      guard let estimate = estimate.number else { continue }
      drawing.whisker(
        from: x.clamped(estimate.lower ?? estimate.value), to: x.clamped(estimate.upper ?? estimate.value),
        at: y, leavesLeft: false, leavesRight: (estimate.upper ?? 0) > x.domain.upper, "w\(index + 1)")
      drawing.marker(index, x.clamped(estimate.value), y)
    }
  }
}
