extension Drawing {
  /// An axis under a plot: a line, ticks, labels and what is measured.
  ///
  /// - Parameters:
  ///   - scale: the scale of the marks.
  ///   - y: where the line is.
  ///   - ticks: the numbers marked, with their labels.
  ///   - title: what is measured; it stands under the labels.
  /// - Returns: the lowest baseline written on.
  @discardableResult
  mutating func bottomAxis(_ scale: Scale, y: Double, ticks: [(Double, String)], title: String) -> Double {
    line(scale.range.start, y, scale.range.end, y, "line")
    lines(ticks.map { [(scale($0.0), y), (scale($0.0), y + 3)] }, "line")
    for (tick, label) in ticks { text(label, scale(tick), y + 11, .middle) }
    guard !title.isEmpty else { return y + 11 }
    let width = abs(scale.range.end - scale.range.start) + 40
    let lines = FontMetrics.wrapped(title, width: width)
    text(lines: lines, (scale.range.start + scale.range.end) / 2, y + 23, .middle)
    return y + 23 + Double(lines.count - 1) * Drawing.lineHeight
  }

  /// An axis left of a plot, with light lines across; what is measured stands over it, level and `rise` higher.
  mutating func leftAxis(
    _ scale: Scale, x: Double, right: Double, ticks: [(Double, String)], title: String, rise: Double = 8
  ) {
    lines(ticks.map { [(x, scale($0.0)), (right, scale($0.0))] }, "rule")
    line(x, scale.range.start, x, scale.range.end, "line")
    lines(ticks.map { [(x - 3, scale($0.0)), (x, scale($0.0))] }, "line")
    for (tick, label) in ticks { text(label, x - 5, scale(tick) + Drawing.textMiddle, .end) }
    let lines = FontMetrics.wrapped(title, width: right, lines: 1)
    text(lines: lines, 0, min(scale.range.start, scale.range.end) - rise)
  }

  /// Names with their signs in rows from left to right.
  ///
  /// - Parameters:
  ///   - names: what to name.
  ///   - frame: where; only its upper left and its width count.
  ///   - sign: draws the sign of a name into a frame of 18 by 8 points.
  /// - Returns: the height used.
  mutating func legend(
    _ names: [String], in frame: Frame, sign: (inout Drawing, Int, Frame) -> Void
  ) -> Double {
    var (x, y) = (frame.x, frame.y)
    for (index, name) in names.enumerated() {
      let room = min(frame.width - 24, 200)
      let label = FontMetrics.wrapped(name, width: room, lines: 1).joined()
      let width = 22 + FontMetrics.width(label)
      if x > frame.x && x + width > frame.right {
        x = frame.x
        y += 12
      }
      sign(&self, index, Frame(x: x, y: y + 1, width: 18, height: 8))
      text(label, x + 22, y + 5 + Drawing.textMiddle)
      x += width + 14
    }
    return names.isEmpty ? 0 : y + 12 - frame.y
  }
}
