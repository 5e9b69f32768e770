/// A self-contained page: no script, no network, light and dark, fit for paper.
public struct HTMLPage: Sendable, Hashable {
  /// A part of the page with a heading of its own.
  public struct Section: Sendable, Hashable {
    /// The heading, also in the contents.
    public var heading: String
    /// What stands under it.
    public var body: HTMLFragment

    /// Makes a section.
    public init(heading: String, body: HTMLFragment) {
      self.heading = heading
      self.body = body
    }
  }

  /// The page's title.
  public var title: String
  /// A sentence under the title.
  public var subtitle: String
  /// What stands between title and sections, such as key figures.
  public var lead: HTMLFragment?
  /// The parts.
  public var sections: [Section]
  /// A line at the end, such as software version and rule.
  public var colophon: String

  /// Makes a page.
  public init(
    title: String, subtitle: String = "", lead: HTMLFragment? = nil, sections: [Section],
    colophon: String = ""
  ) {
    self.title = title
    self.subtitle = subtitle
    self.lead = lead
    self.sections = sections
    self.colophon = colophon
  }

  /// The whole page.
  public var text: String {
    let title = HTMLFragment.escaped(title)
    var text = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(title)</title>
      <style>
      \(PageStyle.css)
      \(FigureStyle.css)
      </style>
      </head>
      <body>
      <header>
      <h1>\(title)</h1>

      """
    if !subtitle.isEmpty { text += "<p class=\"subtitle\">\(HTMLFragment.escaped(subtitle))</p>\n" }
    if let lead { text += lead.markup + "\n" }
    if sections.count > 1 {
      text += "<nav aria-label=\"Contents\"><ol>\n"
      for (index, section) in sections.enumerated() {
        text += "<li><a href=\"#part-\(index + 1)\">\(HTMLFragment.escaped(section.heading))</a></li>\n"
      }
      text += "</ol></nav>\n"
    }
    text += "</header>\n<main>\n"
    for (index, section) in sections.enumerated() {
      // A page of one part has its heading in the title already.
      let heading =
        sections.count == 1 && section.heading == self.title
        ? "" : "<h2>\(HTMLFragment.escaped(section.heading))</h2>\n"
      text += "<section id=\"part-\(index + 1)\">\n\(heading)\(section.body.markup)\n</section>\n"
    }
    text += "</main>\n"
    if !colophon.isEmpty { text += "<footer class=\"colophon\">\(HTMLFragment.escaped(colophon))</footer>\n" }
    return text + "</body>\n</html>\n"
  }
}
