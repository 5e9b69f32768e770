extension HTMLFragment {
  /// A picture with its caption, its note and its numbers as a table to unfold.
  ///
  /// - Parameters:
  ///   - figure: the picture.
  ///   - number: its number on the page, which also makes its anchor: `figure-3`.
  /// - Returns: a `figure` element.
  public static func figure(_ figure: some Figure, number: Int) -> HTMLFragment {
    let name = "Figure \(number)"
    var text = "<figure class=\"plate\" id=\"figure-\(number)\">\n"
    text +=
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(name)\">\n\(figure.svg)</div>\n"
    text += "<figcaption><p><strong>\(name).</strong> \(escaped(figure.title))</p>\n"
    if !figure.footnote.isEmpty { text += "<p class=\"note\">\(escaped(figure.footnote))</p>\n" }
    text += "</figcaption>\n<details><summary>Numbers of \(name.lowercasedFirst)</summary>\n"
    text +=
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Numbers of \(name.lowercasedFirst)\">\n"
    text += figure.pageTable.html(caption: "\(name). \(figure.title)").markup
    return HTMLFragment(trusted: text + "</div></details>\n</figure>")
  }

  /// A list of links within the page, such as all its figures.
  public static func links(_ name: String, _ links: [(anchor: String, text: String)])
    -> HTMLFragment
  {
    let items = links.map {
      "<li><a href=\"#\(escaped($0.anchor))\">\(escaped($0.text))</a></li>\n"
    }
    return HTMLFragment(
      trusted: "<nav aria-label=\"\(escaped(name))\"><ul>\n\(items.joined())</ul></nav>")
  }
}
