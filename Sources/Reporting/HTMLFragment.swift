/// A piece of a page whose text is escaped already.
public struct HTMLFragment: Sendable, Hashable {
  /// The markup.
  public let markup: String

  /// Takes markup as it is: for pictures and fragments made by code that escapes its own text.
  public init(trusted markup: String) { self.markup = markup }

  /// Several fragments one after another.
  public static func group(_ fragments: [HTMLFragment]) -> HTMLFragment {
    HTMLFragment(trusted: fragments.map(\.markup).joined(separator: "\n"))
  }

  /// A paragraph of plain text.
  public static func paragraph(_ text: String) -> HTMLFragment {
    HTMLFragment(trusted: "<p>\(escaped(text))</p>")
  }

  /// A list of plain texts.
  public static func list(_ items: [String]) -> HTMLFragment {
    HTMLFragment(trusted: "<ul>\n" + items.map { "<li>\(escaped($0))</li>\n" }.joined() + "</ul>")
  }

  /// Names with values, such as the parameters of a report.
  public static func definition(_ definition: TableDefinition) -> HTMLFragment {
    let lines = definition.lines.map { "<dt>\(escaped($0.key))</dt><dd>\(escaped($0.value))</dd>\n" }
    return HTMLFragment(trusted: "<dl class=\"definition\">\n\(lines.joined())</dl>")
  }

  /// Large numbers with their captions, such as the size of a cohort.
  public static func keyFigures(_ figures: [(figure: String, caption: String)]) -> HTMLFragment {
    let items = figures.map {
      "<li><strong>\(escaped($0.figure))</strong><span>\(escaped($0.caption))</span></li>\n"
    }
    return HTMLFragment(trusted: "<ul class=\"figures\">\n\(items.joined())</ul>")
  }

  /// Text that is safe in an element and in a quoted attribute.
  public static func escaped(_ text: String) -> String {
    var safe = ""
    for character in TerminalText.escaped(text) {
      switch character {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "\"": safe += "&quot;"
      case "'": safe += "&#39;"
      default: safe.append(character)
      }
    }
    return safe
  }
}

extension HTMLFragment {
  /// A result with its question, numbers, footnotes and what they rest on.
  public static func table(_ table: DisclosedTable, showsTitle: Bool = true) -> HTMLFragment {
    let grid = TableGrid(table)
    let hasBars = table.head.layout == .list && grid.lines.contains { $0.share != nil }
    var text = "<div class=\"result\">\n"
    if showsTitle { text += "<h3>\(escaped(table.head.title))</h3>\n" }
    if !table.head.question.isEmpty { text += "<p class=\"question\">\(escaped(table.head.question))</p>\n" }
    text +=
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(escaped(table.head.title))\">"
    text += "<table>\n<thead><tr>"
    for column in grid.columns {
      text += "<th scope=\"col\"\(column.isNumeric ? " class=\"n\"" : "")>\(escaped(column.heading))</th>"
    }
    let scale = IntervalBar.scale(grid.lines.compactMap { $0.share?.upper })
    if hasBars { text += "<td class=\"bar\">0–\(Numbers.percent(scale, decimals: 0))</td>" }
    text += "</tr></thead>\n<tbody>\n"
    for line in grid.lines {
      text += row(line, grid.columns, bars: hasBars ? scale : nil)
    }
    text += "</tbody></table></div>\n" + foot(table, grid) + "</div>"
    return HTMLFragment(trusted: text)
  }

  private static func row(_ line: TableGrid.Line, _ columns: [TableGrid.Column], bars: Double?) -> String {
    if let section = line.section {
      let span = columns.count + (bars == nil ? 0 : 1)
      return section.isEmpty
        ? ""
        : "<tr class=\"section\"><th colspan=\"\(span)\" scope=\"rowgroup\">\(escaped(section))</th></tr>\n"
    }
    var text = "<tr>"
    for (index, cell) in line.cells.enumerated() {
      let tag = index == 0 && !columns[0].isNumeric ? "th" : "td"
      let classes = [columns[index].isNumeric ? "n" : "", cell.isSuppressed ? "hidden" : ""]
      let joined = classes.filter { !$0.isEmpty }.joined(separator: " ")
      text += "<\(tag)\(tag == "th" ? " scope=\"row\"" : "")\(joined.isEmpty ? "" : " class=\"\(joined)\"")>"
      text += escaped(cell.text)
      if !cell.detail.isEmpty { text += " <span class=\"ci\">\(escaped(cell.detail))</span>" }
      if !cell.marks.isEmpty { text += "<sup>\(cell.marks)</sup>" }
      text += "</\(tag)>"
    }
    if let bars {
      let bar = line.share.map { IntervalBar.svg($0.value, $0.lower, $0.upper, scale: bars) } ?? ""
      text += "<td class=\"bar\">\(bar)</td>"
    }
    return text + "</tr>\n"
  }

  private static func foot(_ table: DisclosedTable, _ grid: TableGrid) -> String {
    var text = "<footer>\n"
    var notes = grid.footnotes.enumerated().map { index, note in
      "<sup>\(TableGrid.letter(index))</sup>\u{00A0}\(escaped(note))"
    }
    if table.suppressedRows > 0 { notes.append("\(TableGrid.hidden)\u{00A0}not shown") }
    if !notes.isEmpty { text += "<p>\(notes.joined(separator: "\u{2003}"))</p>\n" }
    var definition = TableDefinition()
    if !table.head.denominator.isEmpty { definition["Denominator"] = table.head.denominator }
    for line in table.head.definition.lines { definition[line.key] = line.value }
    definition["Small cells"] = table.rule.sentence
    if !table.head.asOf.isEmpty { definition["As of"] = table.head.asOf }
    return text + HTMLFragment.definition(definition).markup + "\n</footer>\n"
  }
}

/// A share with its interval as a picture of one line.
enum IntervalBar {
  private static let width = 132.0

  /// The end of the axis: the next tenth that holds every interval.
  static func scale(_ uppers: [Double]) -> Double {
    let largest = uppers.max() ?? 1
    return min(max((largest * 10).rounded(.up) / 10, 0.1), 1)
  }

  static func svg(_ value: Double, _ lower: Double, _ upper: Double, scale: Double) -> String {
    func x(_ share: Double) -> String {
      Numbers.fixed(4 + min(max(share / scale, 0), 1) * (width - 8), decimals: 1)
    }
    return "<svg viewBox=\"0 0 132 14\" width=\"132\" height=\"14\" aria-hidden=\"true\">"
      + "<line class=\"axis\" x1=\"4\" x2=\"128\" y1=\"7\" y2=\"7\"/>"
      + "<line class=\"limits\" x1=\"\(x(lower))\" x2=\"\(x(upper))\" y1=\"7\" y2=\"7\"/>"
      + "<circle cx=\"\(x(value))\" cy=\"7\" r=\"3.5\"/></svg>"
  }
}
