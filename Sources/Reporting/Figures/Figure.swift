/// A picture of disclosed numbers, as static SVG: no script, no clock, the same bytes for the same numbers.
public protocol Figure: Sendable {
  /// What the picture is called: the heading of its caption and its name for screen readers.
  var title: String { get }
  /// A note that stands alone under the picture: what is counted, what bars mean, methods, abbreviations.
  var footnote: String { get }
  /// The picture in words, for those who do not see it.
  var summary: String { get }
  /// The numbers as rows, for the file beside the picture.
  var table: FigureTable { get }
  /// The numbers as rows for a page: the same unless they are too many to read.
  var pageTable: FigureTable { get }
  /// The picture's marks.
  var drawing: Drawing { get }
}

extension Figure {
  /// The rows of the file.
  public var pageTable: FigureTable { table }

  /// The picture for a page that has `FigureStyle.css` in its style.
  public var svg: String { svg(isStandalone: false) }

  /// The picture as a file of its own, black on white, for journals and programs that draw.
  public var svgFile: String {
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg(isStandalone: true)
  }

  private func svg(isStandalone: Bool) -> String {
    let drawing = drawing
    let (width, height) = (Drawing.number(drawing.width), Drawing.number(drawing.height))
    var text = "<svg class=\"picture\" viewBox=\"0 0 \(width) \(height)\" role=\"img\""
    text +=
      " font-family=\"\(FigureStyle.fonts)\" font-size=\"\(Drawing.number(Drawing.textSize))\""
    if isStandalone {
      text += " xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)pt\" height=\"\(height)pt\""
    }
    text += ">\n<title>\(HTMLFragment.escaped(title))</title>\n"
    text += "<desc>\(HTMLFragment.escaped(summary))</desc>\n"
    if isStandalone {
      text += "<style>\n\(FigureStyle.fileCSS)\n</style>\n"
      text += "<rect class=\"paper\" width=\"\(width)\" height=\"\(height)\"/>\n"
    }
    return text + drawing.elements.joined(separator: "\n") + "\n</svg>\n"
  }
}
