import Foundation
import Testing

@testable import Reporting

@Suite struct FigureTests {
  /// A text with the room that it takes by the metrics of its font.
  private struct TextBox {
    var text: String
    var frame: Frame

    init(_ element: SVGDocument.Element) {
      text = element.text
      let size = 8.0
      let width = FontMetrics.width(text, size: size, isBold: element.attributes["font-weight"] != nil)
      let (x, y) = (element.number("x"), element.number("y"))
      if element.attributes["transform"] != nil {
        frame = Frame(x: x - size * 0.72, y: y - width, width: size * 0.93, height: width)
        return
      }
      let start =
        switch element.attributes["text-anchor"] {
        case "middle": x - width / 2
        case "end": x - width
        default: x
        }
      frame = Frame(x: start, y: y - size * 0.72, width: width, height: size * 0.93)
    }

    func overlaps(_ other: TextBox) -> Bool {
      frame.x < other.frame.right && other.frame.x < frame.right && frame.y < other.frame.bottom
        && other.frame.y < frame.bottom
    }
  }

  @Test func `there is a sample of every kind`() {
    #expect(SampleFigures.all.count == 11)
  }

  @Test(arguments: SampleFigures.all.indices)
  func `a parser reads the picture, which has a name and is told in words`(index: Int) throws {
    let figure = SampleFigures.all[index]
    for text in [figure.svg, figure.svgFile] {
      let document = SVGDocument(text)
      #expect(document.isWellFormed)
      let root = try #require(document.elements.first)
      #expect(root.attributes["role"] == "img" && root.attributes["viewBox"] != nil)
      #expect(document.elements[1].name == "title" && document.elements[1].text == figure.title)
      #expect(document.elements[2].name == "desc" && document.elements[2].text == figure.summary)
      #expect(figure.summary.count > 40)
    }
  }

  @Test(arguments: SampleFigures.all.indices)
  func `no text covers another or leaves the picture`(index: Int) {
    expectRoom(in: SampleFigures.all[index])
  }

  private func expectRoom(in figure: any Figure, location: SourceLocation = #_sourceLocation) {
    let drawing = figure.drawing
    let boxes = SVGDocument(figure.svg).texts.map(TextBox.init)
    #expect(boxes.count > 5, sourceLocation: location)
    for (index, box) in boxes.enumerated() {
      let isInside =
        box.frame.x > -0.5 && box.frame.right < drawing.width + 0.5 && box.frame.y > -0.5
        && box.frame.bottom < drawing.height + 1
      #expect(isInside, "\(figure.title): \(box.text)", sourceLocation: location)
      for other in boxes[(index + 1)...] where box.overlaps(other) {
        Issue.record("\(figure.title): \(box.text) covers \(other.text)", sourceLocation: location)
      }
    }
  }

  @Test(arguments: SampleFigures.all.indices)
  func `the same numbers give the same bytes, with two decimals at most`(index: Int) {
    let figure = SampleFigures.all[index]
    #expect(figure.svg == figure.svg && figure.table.csv == figure.table.csv)
    for element in SVGDocument(figure.svg).elements where element.name != "svg" {
      for name in ["d", "x", "y", "width", "height", "cx", "cy", "r", "fill-opacity"] {
        let numbers = element.attributes[name, default: ""].split { (character: Character) in
          !(character.isNumber || character == "." || character == "-")
        }
        for number in numbers.map(String.init) {
          let decimals = number.contains(".") ? number.reversed().prefix { $0 != "." }.count : 0
          #expect(decimals <= 2, "\(number)")
        }
      }
    }
  }

  @Test(arguments: SampleFigures.all.indices)
  func `a picture has no identifier, address or script`(index: Int) {
    let text = SampleFigures.all[index].svg
    for word in [" id=", "url(", "href", "script", "onload", "http", "style="] {
      #expect(!text.contains(word), "\(word)")
    }
  }

  // Inkscape, Illustrator, Word and librsvg know no custom properties: what uses them is drawn black.
  @Test func `a file of its own has its colours without custom properties`() {
    let text = SampleFigures.forest.svgFile
    #expect(!text.contains("var(") && !text.contains("--s1") && !text.contains("@media"))
    #expect(text.contains(".picture .f1 { fill: #0072b2; }"))
    #expect(SampleFigures.forest.svg.contains("<style") == false)
  }

  @Test(arguments: SampleFigures.all.indices)
  func `every row of the numbers has all columns`(index: Int) {
    let figure = SampleFigures.all[index]
    #expect(!figure.table.rows.isEmpty)
    #expect(figure.table.rows.allSatisfy { $0.count == figure.table.headings.count })
    #expect(figure.table.csv.split(separator: "\n").count == figure.table.rows.count + 1)
  }

  @Test func `long and strange labels are cut, escaped and found whole in the table`() throws {
    let label =
      "<script>alert('x')</script> & a label \"of\" " + String(repeating: "very ", count: 40) + "long"
    let word = String(repeating: "Übermüdung", count: 20)
    let figures: [any Figure] = [
      try HeatMap(
        title: label, measure: label, columnsTitle: label, columns: [label, word, "c"],
        rows: [
          .init(label, [.shown(0.5), .hidden, .absent]), .init(word, [.shown(1), .shown(0), .shown(0.2)]),
        ]),
      try DotAndWhisker(
        title: label, measure: label, groups: [label, word],
        rows: [
          .init(label, estimates: [.shown(DrawnEstimate(0.2, 0.1, 0.3)), .hidden]),
          .init(word, estimates: [.absent, .hidden]),
        ]),
      ForestPlot(
        title: label, measure: label, countHeadings: [label, word], meanings: (label, word),
        rows: [
          .heading(label),
          .init(
            word, counts: [CountOf(.shown(10), of: .shown(20)), CountOf(.shown(4000), of: .shown(20000))],
            estimate: .shown(DrawnEstimate(30, 2, 900))),
          .init(label, estimate: .shown(DrawnEstimate(0.9, nil, nil)), kind: .pooled),
        ]),
      AgePyramid(
        title: label, sides: (label, word), standardName: label,
        bands: [
          .init("0–4", left: .shown(5), right: .hidden, standardLeft: 4, standardRight: 1),
          .init("5–9", left: .shown(1234567), right: .shown(7)),
        ]),
      UpSetPlot(
        title: label, members: [.init(label, .shown(5000)), .init(word, .hidden)],
        combinations: [.init([0, 1], .shown(1234567)), .init([], .shown(12)), .init([1], .hidden)]),
      FlowDiagram(
        title: label,
        flow: try ParticipantFlow(
          stages: [.init(label, 1000, leaving: [.init(word, 100), .init(label, 100)]), .init(word, 800)],
          groups: (0..<5).map { .init(label + word, 100 + $0 * 30) }, rule: .inHouse)),
      try RetentionBars(
        title: label, states: [label, word, "c", "d", "e"],
        visits: [
          .init(
            label, of: .shown(1000000),
            [.shown(500000), .shown(400000), .shown(100000), .shown(0), .shown(0)])
        ]),
      MissingnessBars(
        title: label,
        rows: [
          .init(label, missing: CountOf(.shown(1000000), of: .shown(2000000)), notAsked: .shown(1000)),
          .init(word, missing: CountOf(.hidden, of: .shown(7))),
        ]),
      MissingPatterns(
        title: label, variables: [label, word, "c", "d"],
        patterns: (0..<16).map { code in
          .init(missing: Set((0..<4).filter { code >> $0 & 1 == 1 }), .shown(1000000 - code))
        }),
      try EffectivenessOverTime(
        title: label, timeTitle: label, intervals: [label, word, "c"],
        groups: [
          .init(
            label,
            (0..<3).map { _ in
              .init(
                .shown(DrawnEstimate(-3, -9, 0.2)), events: .shown(123456), personYears: .shown(1234567.8))
            }), .init(word, (0..<3).map { _ in .init(.absent, events: .hidden, personYears: .hidden) }),
        ]),
      try SurvivalPicture(
        title: label, measure: label, timeTitle: label, threshold: 5,
        groups: [label, word].map { name in
          .init(
            name,
            SurvivalCounts(
              size: 1234567,
              days: [.init(10, events: 1000, censored: 500000), .init(4000, events: 700000, censored: 0)])
          ) { _ in DrawnEstimate(0.9, 0.8, 0.95) }
        }),
    ]
    for figure in figures {
      #expect(SVGDocument(figure.svg).isWellFormed && !figure.svg.contains("<script"))
      expectRoom(in: figure)
      #expect(!HTMLFragment.figure(figure, number: 1).markup.contains("<script"))
    }
  }

  @Test func `pictures of nothing are drawn`() throws {
    let figures: [any Figure] = [
      FlowDiagram(title: "none", flow: try ParticipantFlow(stages: [], rule: .inHouse)),
      AgePyramid(title: "none", sides: ("a", "b"), bands: []),
      AgePyramid(title: "zero", sides: ("a", "b"), bands: [.init("0–4", left: .shown(0), right: .absent)]),
      try HeatMap(title: "none", measure: "m", columns: [], rows: []),
      try HeatMap(title: "hidden", measure: "m", columns: ["a"], rows: [.init("r", [.hidden])]),
      try DotAndWhisker(title: "none", measure: "m", groups: [], rows: []),
      try DotAndWhisker(
        title: "hidden", measure: "m", groups: ["a"], rows: [.init("r", estimates: [.hidden])]),
      UpSetPlot(title: "none", members: [], combinations: []),
      UpSetPlot(
        title: "hidden", members: [.init("a", .hidden)],
        combinations: [.init([0], .hidden), .init([7], .hidden)]),
      ForestPlot(title: "none", measure: "m", rows: []),
      ForestPlot(title: "hidden", measure: "m", rows: [.init("r", estimate: .hidden)]),
      try SurvivalPicture(title: "none", measure: "m", timeTitle: "t", threshold: 5, groups: []),
      try SurvivalPicture(
        title: "empty", measure: "m", timeTitle: "t", threshold: 5,
        groups: [.init("a", SurvivalCounts(size: 0, days: [])) { _ in DrawnEstimate(1, nil, nil) }]),
      try EffectivenessOverTime(title: "none", timeTitle: "t", intervals: [], groups: []),
      try EffectivenessOverTime(
        title: "hidden", timeTitle: "t", intervals: ["a"],
        groups: [.init("g", [.init(.hidden, events: .hidden, personYears: .absent)])]),
      try RetentionBars(title: "none", states: [], visits: []),
      try RetentionBars(title: "zero", states: ["a"], visits: [.init("v", of: .shown(0), [.shown(0)])]),
      MissingnessBars(title: "none", rows: []),
      MissingnessBars(title: "zero", rows: [.init("v", missing: CountOf(.shown(0), of: .shown(0)))]),
      MissingPatterns(title: "none", variables: [], patterns: []),
    ]
    for figure in figures {
      let text = figure.svg + figure.svgFile + figure.table.csv + figure.summary
      #expect(SVGDocument(figure.svg).isWellFormed, "\(figure.title)")
      #expect(!text.contains("nan") && !text.contains("inf"), "\(figure.title)")
      #expect(figure.drawing.height > 0, "\(figure.title)")
    }
  }
}
