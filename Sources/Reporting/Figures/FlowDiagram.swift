/// The flow of participants as boxes: those who stay downwards, those who leave to the right.
public struct FlowDiagram: Figure {
  /// The heading of the caption.
  public var title: String
  /// The note under the picture.
  public var footnote: String
  /// The flow, whose numbers add up.
  public var flow: ParticipantFlow

  /// Makes the diagram.
  public init(title: String, footnote: String = "", flow: ParticipantFlow) {
    self.title = title
    self.footnote = footnote
    self.flow = flow
  }

  /// The flow in words.
  public var summary: String {
    var sentences: [String] = []
    for stage in flow.stages {
      sentences.append("\(stage.label): \(FlowDiagram.word(stage.n)).")
      if !stage.leaving.isEmpty {
        let parts = stage.leaving.map { "\($0.label) \(FlowDiagram.word($0.n))" }
        sentences.append("Not continuing: \(parts.joined(separator: ", ")).")
      }
    }
    if !flow.groups.isEmpty {
      sentences.append(
        flow.groups.map { "\($0.label): \(FlowDiagram.word($0.n))" }.joined(separator: "; ") + ".")
    }
    return sentences.joined(separator: " ")
  }

  private static func word(_ n: Disclosed<Int>) -> String {
    n.isHidden ? FigureText.notShown : FigureText.count(n)
  }

  /// A line per box and per reason.
  public var table: FigureTable {
    var table = FigureTable(["Stage", "Reason for not continuing", "Persons"])
    for stage in flow.stages {
      table.append([.text(stage.label), .text(""), .count(stage.n)])
      for part in stage.leaving { table.append([.text(stage.label), .text(part.label), .count(part.n)]) }
    }
    for group in flow.groups { table.append([.text(group.label), .text(""), .count(group.n)]) }
    return table
  }

  private static let mainWidth = 220.0
  private static let sideStart = 268.0
  private static let gap = 20.0
  /// Room for half of a line's width.
  private static let edge = 0.5

  /// The boxes and arrows.
  public var drawing: Drawing {
    var drawing = Drawing()
    let hasSide = flow.stages.contains { !$0.leaving.isEmpty }
    let x = hasSide ? FlowDiagram.edge : (drawing.width - FlowDiagram.mainWidth) / 2
    var y = 1.0
    for (index, stage) in flow.stages.enumerated() {
      let lines = FlowDiagram.lines(stage, width: FlowDiagram.mainWidth - 16)
      let box = Frame(x: x, y: y, width: FlowDiagram.mainWidth, height: FlowDiagram.height(lines))
      draw(lines, in: box, isCentred: true, on: &drawing)
      y = box.bottom
      let isLast = index + 1 == flow.stages.count
      let side = FlowDiagram.sideLines(stage, width: drawing.width - FlowDiagram.sideStart - 16)
      if !side.isEmpty {
        let frame = Frame(
          x: FlowDiagram.sideStart, y: y + 8, width: drawing.width - FlowDiagram.sideStart - FlowDiagram.edge,
          height: FlowDiagram.height(side))
        draw(side, in: frame, isCentred: false, on: &drawing)
        drawing.arrow(from: (box.middle, frame.centre), to: (frame.x, frame.centre))
        if isLast && flow.groups.isEmpty {
          drawing.line(box.middle, box.bottom, box.middle, frame.centre, "line")
        }
        y = frame.bottom + 8
      }
      if !isLast {
        y = max(y, box.bottom + FlowDiagram.gap)
        drawing.arrow(from: (box.middle, box.bottom), to: (box.middle, y))
      } else if !flow.groups.isEmpty {
        y = drawGroups(from: (box.middle, box.bottom), y: max(y, box.bottom + 8), on: &drawing)
      }
    }
    drawing.height = y + 1
    return drawing
  }

  private func drawGroups(from start: (x: Double, y: Double), y: Double, on drawing: inout Drawing) -> Double
  {
    let count = Double(flow.groups.count)
    let room = drawing.width - 2 * FlowDiagram.edge
    let width = min((room - 12 * (count - 1)) / count, FlowDiagram.mainWidth)
    let whole = width * count + 12 * (count - 1)
    // The groups stand under the main column where they fit, and over the whole width where they do not.
    let left = min(max(FlowDiagram.edge, start.x - whole / 2), room - whole + FlowDiagram.edge)
    let boxes = flow.groups.enumerated().map { index, group in
      (lines: FlowDiagram.lines(group, width: width - 12), x: left + Double(index) * (width + 12))
    }
    let height = boxes.map { FlowDiagram.height($0.lines) }.max() ?? 0
    let bar = y + 4
    let top = bar + 14
    let middles = boxes.map { $0.x + width / 2 }
    drawing.line(start.x, start.y, start.x, bar, "line")
    drawing.line(
      min(start.x, middles.first ?? start.x), bar, max(start.x, middles.last ?? start.x), bar, "line")
    for (box, middle) in zip(boxes, middles) {
      drawing.arrow(from: (middle, bar), to: (middle, top))
      draw(
        box.lines, in: Frame(x: box.x, y: top, width: width, height: height), isCentred: true, on: &drawing)
    }
    return top + height
  }

  private static func lines(_ box: ParticipantFlow.Box, width: Double) -> [String] {
    FontMetrics.wrapped(box.label, width: width, lines: 3) + ["n = \(FigureText.count(box.n))"]
  }

  private static func sideLines(_ stage: ParticipantFlow.Box, width: Double) -> [String] {
    guard !stage.leaving.isEmpty else { return [] }
    let counts = stage.leaving.compactMap(\.n.number)
    var lines: [String] = []
    if stage.leaving.count > 1 {
      // The sum is that of the reasons shown under it, and stands only where all are.
      let isWhole = counts.count == stage.leaving.count
      lines.append(
        isWhole ? "Not continuing (n = \(Numbers.grouped(counts.reduce(0, +))))" : "Not continuing")
    }
    for part in stage.leaving {
      lines += FontMetrics.wrapped("\(part.label) (n = \(FigureText.count(part.n)))", width: width, lines: 3)
    }
    return lines
  }

  private static func height(_ lines: [String]) -> Double { Double(lines.count) * Drawing.lineHeight + 9 }

  private func draw(_ lines: [String], in frame: Frame, isCentred: Bool, on drawing: inout Drawing) {
    drawing.rectangle(frame, "box")
    drawing.text(
      lines: lines, isCentred ? frame.middle : frame.x + 8, centre: frame.centre, isCentred ? .middle : .start
    )
  }
}

extension Drawing {
  /// A line level or upright with a filled head at its end.
  mutating func arrow(from start: (x: Double, y: Double), to end: (x: Double, y: Double)) {
    line(start.x, start.y, end.x, end.y, "line")
    let head =
      start.x == end.x
      ? [(end.x - 2.5, end.y - 5), (end.x, end.y), (end.x + 2.5, end.y - 5)]
      : [(end.x - 5, end.y - 2.5), (end.x, end.y), (end.x - 5, end.y + 2.5)]
    path(head, "ink", isClosed: true)
  }
}
