/// Combinations as columns: bars of their counts over a matrix that says what each is made of.
struct CombinationChart {
  /// How the matrix is drawn.
  enum Mark {
    /// Dots, those of a combination joined by a line.
    case joinedDots
    /// Squares, filled where something is there and open where it is not.
    case squares
  }

  struct Line {
    var label: String
    var count: Disclosed<Int>
  }

  struct Column {
    /// The lines that belong to the combination.
    var members: Set<Int>
    var count: Int
  }

  var lines: [Line]
  var columns: [Column]
  var mark: Mark
  /// What bars and numbers count.
  var measure: String
  /// What the lines' numbers are headed with; nothing where they have none.
  var lineHeading: String

  private static let pitch = 13.0
  private static let barHeight = 110.0

  func draw(on drawing: inout Drawing) {
    let labelWidth = min(lines.map { FontMetrics.width($0.label) }.max() ?? 0, 130)
    let counts = lines.map { FontMetrics.width(FigureText.count($0.count)) }
    let countWidth =
      lineHeading.isEmpty ? 0 : (counts + [FontMetrics.width(lineHeading, isBold: true)]).reduce(0, max) + 10
    let start = max(labelWidth + countWidth + 10, 40)
    let width = min((drawing.width - start) / Double(max(columns.count, 1)), 30)
    let most = columns.map(\.count).max() ?? 1
    // Numbers stand upright where they are wider than their column.
    let widest = columns.map { FontMetrics.width(Numbers.grouped($0.count)) }.max() ?? 0
    let isUpright = widest > width - 2
    let top = 14 + (isUpright ? widest + 4 : 12)
    let y = Scale(0, Double(max(most, 1)), from: top + CombinationChart.barHeight, to: top)
    let ticks = Ticks.linear(0, Double(max(most, 1)), atMost: 5).map {
      ($0, Numbers.grouped(Int($0.rounded())))
    }
    let right = start + Double(columns.count) * width
    drawing.leftAxis(y, x: start, right: max(right, start + 20), ticks: ticks, title: measure, rise: top - 8)
    for (index, column) in columns.enumerated() {
      let middle = start + (Double(index) + 0.5) * width
      let end = y(Double(column.count))
      drawing.rectangle(
        Frame(x: middle - width * 0.32, y: end, width: width * 0.64, height: y.range.start - end), "f1")
      let text = Numbers.grouped(column.count)
      if isUpright {
        drawing.text(text, middle + Drawing.textMiddle, end - 3, isUpright: true)
      } else {
        drawing.text(text, middle, end - 3, .middle)
      }
    }
    drawMatrix(from: y.range.start + 18, start, width, labelWidth, on: &drawing)
  }

  private func drawMatrix(
    from top: Double, _ start: Double, _ width: Double, _ labelWidth: Double, on drawing: inout Drawing
  ) {
    let right = start + Double(columns.count) * width
    if !lineHeading.isEmpty { drawing.text(lineHeading, start - 10, top - 5, .end, isBold: true) }
    for (index, line) in lines.enumerated() {
      let y = top + Double(index) * CombinationChart.pitch
      let centre = y + CombinationChart.pitch / 2
      if index % 2 == 0 {
        drawing.rectangle(
          Frame(x: 0, y: y, width: max(right, start), height: CombinationChart.pitch), "stripe")
      }
      let label = FontMetrics.wrapped(line.label, width: labelWidth, lines: 1).joined()
      drawing.text(label, 0, centre + Drawing.textMiddle)
      if !lineHeading.isEmpty {
        drawing.text(FigureText.count(line.count), start - 10, centre + Drawing.textMiddle, .end)
      }
    }
    for (index, column) in columns.enumerated() {
      let middle = start + (Double(index) + 0.5) * width
      let centres = lines.indices.map { top + (Double($0) + 0.5) * CombinationChart.pitch }
      if mark == .joinedDots, let first = column.members.min(), let last = column.members.max(), first < last
      {
        drawing.line(middle, centres[first], middle, centres[last], "thick")
      }
      for line in lines.indices {
        let isMember = column.members.contains(line)
        switch mark {
        case .joinedDots: drawing.circle(middle, centres[line], 3, isMember ? "ink" : "faint")
        case .squares:
          let frame = Frame(x: middle - 4, y: centres[line] - 4, width: 8, height: 8)
          drawing.rectangle(frame, isMember ? "f1" : "box")
        }
      }
    }
    drawing.height = top + Double(lines.count) * CombinationChart.pitch + 2
  }
}

/// The largest combinations, with what is left of them.
struct LargestCombinations {
  let columns: [CombinationChart.Column]
  /// Combinations that may be seen but are not among the largest, and their persons.
  let rest: (combinations: Int, persons: Int)
  /// Combinations that are kept back.
  let hidden: Int

  /// - Parameters:
  ///   - combinations: members and counts; of equal counts the earlier goes first.
  ///   - most: how many are drawn.
  init(_ combinations: [(members: Set<Int>, count: Disclosed<Int>)], most: Int) {
    let shown = combinations.enumerated().compactMap { index, combination in
      combination.count.number.map { (index: index, members: combination.members, count: $0) }
    }
    let sorted = shown.filter { $0.count > 0 }.sorted { ($1.count, $0.index) < ($0.count, $1.index) }
    columns = sorted.prefix(most).map { CombinationChart.Column(members: $0.members, count: $0.count) }
    let left = sorted.dropFirst(most)
    rest = (left.count, left.reduce(0) { $0 + $1.count })
    hidden = combinations.count { $0.count.isHidden }
  }

  /// What a reader does not see in the picture.
  var sentence: String {
    var text = ""
    if rest.combinations > 0 {
      text += " \(FigureText.counted(rest.combinations, "further combination")) with"
      text += " \(FigureText.counted(rest.persons, "person")) together are not drawn."
    }
    if hidden > 0 {
      text += " \(FigureText.counted(hidden, "combination")) of too few persons"
      text += hidden == 1 ? " is not shown." : " are not shown."
    }
    return text
  }
}
