/// The marks of a picture, written one after another as SVG; coordinates are points from the upper left.
///
/// There are no transforms but upright numbers, no clip paths and no identifiers, so that several pictures
/// can stand on one page and a mark's place can be read off the file.
public struct Drawing: Sendable, Hashable {
  /// Where a text's position is.
  enum Anchor: String {
    case start, middle, end
  }

  /// Points of a column of a journal's page: 174 mm.
  static let pageWidth = 493.0
  /// The size of all text: 8 points.
  static let textSize = 8.0
  /// From one line of text to the next.
  static let lineHeight = 10.0
  /// From the baseline up to the middle of digits and capitals.
  static let textMiddle = 2.8

  /// The picture's width.
  public let width: Double
  /// The picture's height.
  public internal(set) var height: Double
  private(set) var elements: [String] = []

  init(width: Double = Drawing.pageWidth, height: Double = 0) {
    self.width = width
    self.height = height
  }

  /// At most two decimals, and no zeros that say nothing.
  static func number(_ value: Double) -> String {
    var text = Numbers.fixed(value.magnitude, decimals: 2)
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    if text.isEmpty { text = "0" }
    return value < 0 && text != "0" ? "-" + text : text
  }

  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
    path([(x1, y1), (x2, y2)], style)
  }

  mutating func path(_ points: [(x: Double, y: Double)], _ style: String, isClosed: Bool = false) {
    guard !points.isEmpty else { return }
    elements.append("<path class=\"\(style)\" d=\"\(Drawing.outline(points))\(isClosed ? "Z" : "")\"/>")
  }

  /// Several lines of one style as one element.
  mutating func lines(_ segments: [[(x: Double, y: Double)]], _ style: String) {
    guard !segments.isEmpty else { return }
    elements.append("<path class=\"\(style)\" d=\"\(segments.map(Drawing.outline).joined())\"/>")
  }

  /// Level and upright lines are written shorter than slanting ones.
  private static func outline(_ points: [(x: Double, y: Double)]) -> String {
    var text = ""
    var last = (x: "", y: "")
    for point in points {
      let place = (x: number(point.x), y: number(point.y))
      if text.isEmpty {
        text = "M\(place.x) \(place.y)"
      } else if place.y == last.y {
        text += "H\(place.x)"
      } else if place.x == last.x {
        text += "V\(place.y)"
      } else {
        text += "L\(place.x) \(place.y)"
      }
      last = place
    }
    return text
  }

  mutating func rectangle(_ frame: Frame, _ style: String, opacity: Double? = nil) {
    guard frame.width > 0, frame.height > 0 else { return }
    let cover = opacity.map { " fill-opacity=\"\(Drawing.number($0))\"" } ?? ""
    elements.append(
      "<rect class=\"\(style)\" x=\"\(Drawing.number(frame.x))\" y=\"\(Drawing.number(frame.y))\""
        + " width=\"\(Drawing.number(frame.width))\" height=\"\(Drawing.number(frame.height))\"\(cover)/>")
  }

  mutating func circle(_ x: Double, _ y: Double, _ radius: Double, _ style: String) {
    elements.append(
      "<circle class=\"\(style)\" cx=\"\(Drawing.number(x))\" cy=\"\(Drawing.number(y))\""
        + " r=\"\(Drawing.number(radius))\"/>")
  }

  mutating func text(
    _ words: String, _ x: Double, _ y: Double, _ anchor: Anchor = .start, isBold: Bool = false,
    isUpright: Bool = false
  ) {
    guard !words.isEmpty else { return }
    var attributes = "x=\"\(Drawing.number(x))\" y=\"\(Drawing.number(y))\""
    if anchor != .start { attributes += " text-anchor=\"\(anchor.rawValue)\"" }
    if isBold { attributes += " font-weight=\"700\"" }
    if isUpright { attributes += " transform=\"rotate(-90 \(Drawing.number(x)) \(Drawing.number(y)))\"" }
    elements.append("<text \(attributes)>\(HTMLFragment.escaped(words))</text>")
  }

  /// Lines of text under one another; `y` is the first baseline.
  mutating func text(
    lines: [String], _ x: Double, _ y: Double, _ anchor: Anchor = .start, isBold: Bool = false
  ) {
    for (index, line) in lines.enumerated() {
      text(line, x, y + Double(index) * Drawing.lineHeight, anchor, isBold: isBold)
    }
  }

  /// Lines of text around a height.
  mutating func text(
    lines: [String], _ x: Double, centre: Double, _ anchor: Anchor = .start, isBold: Bool = false
  ) {
    let first = centre + Drawing.textMiddle - Double(lines.count - 1) * Drawing.lineHeight / 2
    text(lines: lines, x, first, anchor, isBold: isBold)
  }
}

/// A rectangle.
struct Frame {
  var x: Double
  var y: Double
  var width: Double
  var height: Double

  var right: Double { x + width }
  var bottom: Double { y + height }
  var middle: Double { x + width / 2 }
  var centre: Double { y + height / 2 }
}

extension Drawing {
  /// Slanting lines within a frame and its outline: the sign of a number that is kept back.
  mutating func hatch(_ frame: Frame) {
    var segments: [[(x: Double, y: Double)]] = []
    var offset = 3.0
    while offset < frame.width + frame.height {
      let start =
        offset <= frame.height ? (frame.x, frame.y + offset) : (frame.x + offset - frame.height, frame.bottom)
      let end =
        offset <= frame.width ? (frame.x + offset, frame.y) : (frame.right, frame.y + offset - frame.width)
      segments.append([start, end])
      offset += 3
    }
    segments.append([
      (frame.x, frame.y), (frame.right, frame.y), (frame.right, frame.bottom), (frame.x, frame.bottom),
      (frame.x, frame.y),
    ])
    lines(segments, "hatch")
  }

  /// Lines of paper over a filled frame, which tell fills from each other without colour.
  mutating func texture(_ frame: Frame, _ series: Int) {
    var segments: [[(x: Double, y: Double)]] = []
    switch series % 4 {
    case 1:
      var x = frame.x + 2
      while x < frame.right {
        segments.append([(x, frame.y), (x, frame.bottom)])
        x += 2.5
      }
    case 2:
      var y = frame.y + 2
      while y < frame.bottom {
        segments.append([(frame.x, y), (frame.right, y)])
        y += 2.5
      }
    case 3:
      var (x, y) = (frame.x + 2, frame.y + 2)
      while x < frame.right {
        segments.append([(x, frame.y), (x, frame.bottom)])
        x += 4
      }
      while y < frame.bottom {
        segments.append([(frame.x, y), (frame.right, y)])
        y += 4
      }
    default: return
    }
    lines(segments, "texture")
  }

  /// The marker of a series: circle, square, triangle, diamond.
  mutating func marker(_ series: Int, _ x: Double, _ y: Double, size: Double = 2.6) {
    let style = "f\(series % 4 + 1)"
    switch series % 4 {
    case 0: circle(x, y, size, style)
    case 1:
      rectangle(Frame(x: x - size * 0.9, y: y - size * 0.9, width: size * 1.8, height: size * 1.8), style)
    case 2:
      path(
        [(x, y - size * 1.2), (x + size * 1.15, y + size), (x - size * 1.15, y + size)], style, isClosed: true
      )
    default:
      path(
        [(x, y - size * 1.3), (x + size * 1.3, y), (x, y + size * 1.3), (x - size * 1.3, y)], style,
        isClosed: true)
    }
  }

  /// A horizontal line between limits, with an arrow where it leaves the axis.
  mutating func whisker(
    from lower: Double, to upper: Double, at y: Double, leavesLeft: Bool, leavesRight: Bool, _ style: String
  ) {
    line(lower, y, upper, y, style)
    for (x, leaves, side) in [(lower, leavesLeft, 1.0), (upper, leavesRight, -1.0)] {
      if leaves {
        path([(x + side * 3.5, y - 2.5), (x, y), (x + side * 3.5, y + 2.5)], style)
      } else {
        line(x, y - 2, x, y + 2, style)
      }
    }
  }
}
