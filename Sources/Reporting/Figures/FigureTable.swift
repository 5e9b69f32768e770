/// The numbers of a picture as rows: the file beside it, and the table for those who do not see it.
public struct FigureTable: Sendable, Hashable {
  /// One cell.
  public enum Cell: Sendable, Hashable {
    /// Words.
    case text(String)
    /// A count of persons.
    case count(Disclosed<Int>)
    /// A number, with its unit for people; machines get all its digits.
    case number(Disclosed<Double>, MeasureUnit, decimals: Int?)
  }

  /// The headings of the columns.
  public let headings: [String]
  /// The rows, of as many cells as there are headings.
  public private(set) var rows: [[Cell]] = []

  /// Makes a table without rows.
  public init(_ headings: [String]) { self.headings = headings }

  /// Adds a row; what is short of the headings is filled with empty cells.
  public mutating func append(_ row: [Cell]) {
    let missing = max(0, headings.count - row.count)
    rows.append(row.prefix(headings.count) + Array(repeating: .text(""), count: missing))
  }

  /// The cells of an estimate: value, lower and upper limit.
  static func cells(_ estimate: Disclosed<DrawnEstimate>, _ unit: MeasureUnit, decimals: Int? = nil) -> [Cell]
  {
    func limit(_ path: KeyPath<DrawnEstimate, Double?>) -> Disclosed<Double> {
      switch estimate {
      case .shown(let estimate): estimate[keyPath: path].map(Disclosed.shown) ?? .absent
      case .hidden: .hidden
      case .absent: .absent
      }
    }
    return [estimate.map(\.value), limit(\.lower), limit(\.upper)].map {
      .number($0, unit, decimals: decimals)
    }
  }

  /// The rows as comma-separated values; hidden numbers are `:c`.
  public var csv: String {
    let lines = [headings.map(Cell.text)] + rows
    return lines.map { line in
      line.map { CSVFormat.quoted(FigureTable.value($0)) }.joined(separator: ",") + "\n"
    }.joined()
  }

  private static func value(_ cell: Cell) -> JSONValue {
    switch cell {
    case .text(let text): .string(text)
    case .count(.shown(let count)): .integer(count)
    case .number(.shown(let number), _, _): .number(number)
    case .count(.hidden), .number(.hidden, _, _): .string(SmallCells.mark)
    case .count(.absent), .number(.absent, _, _): .null
    }
  }
}

extension FigureTable {
  /// The rows for people.
  ///
  /// - Parameter caption: what the table is, for those who come upon it without the picture.
  /// - Returns: a table with headers for columns and rows.
  public func html(caption: String) -> HTMLFragment {
    var text = "<table>\n<caption>\(HTMLFragment.escaped(caption))</caption>\n<thead><tr>"
    let isNumeric = headings.indices.map { column in
      rows.contains { if case .text = $0[column] { false } else { true } }
    }
    for (heading, isNumeric) in zip(headings, isNumeric) {
      text += "<th scope=\"col\"\(isNumeric ? " class=\"n\"" : "")>\(HTMLFragment.escaped(heading))</th>"
    }
    text += "</tr></thead>\n<tbody>\n"
    for row in rows {
      text += "<tr>"
      for (index, cell) in row.enumerated() {
        let words = HTMLFragment.escaped(FigureTable.text(cell))
        if index == 0 {
          text += "<th scope=\"row\">\(words)</th>"
        } else {
          text += "<td\(isNumeric[index] ? " class=\"n\"" : "")>\(words)</td>"
        }
      }
      text += "</tr>\n"
    }
    return HTMLFragment(trusted: text + "</tbody></table>")
  }

  private static func text(_ cell: Cell) -> String {
    switch cell {
    case .text(let text): text
    case .count(let count): FigureText.count(count)
    case .number(.shown(let number), let unit, let decimals): Numbers.text(number, unit, decimals: decimals)
    case .number(.hidden, _, _): FigureText.hidden
    case .number(.absent, _, _): ""
    }
  }
}

/// How numbers are written in pictures.
enum FigureText {
  /// What stands in the place of a hidden number, as in tables.
  static let hidden = TableGrid.hidden
  /// What stands in the place of a hidden estimate, where there is room for words.
  static let notShown = "not shown"

  static func count(_ count: Disclosed<Int>) -> String {
    switch count {
    case .shown(let count): Numbers.grouped(count)
    case .hidden: hidden
    case .absent: ""
    }
  }

  static func estimate(_ estimate: Disclosed<DrawnEstimate>, _ unit: MeasureUnit, decimals: Int? = nil)
    -> String
  {
    switch estimate {
    case .shown(let estimate): estimate.text(unit, decimals: decimals)
    case .hidden: notShown
    case .absent: "NE"
    }
  }

  /// A share as a percentage without its sign, with the limits.
  static func percent(_ estimate: DrawnEstimate) -> String { estimate.text(.proportion) }

  /// "1 person", "2 persons".
  static func counted(_ count: Int, _ noun: String) -> String {
    "\(Numbers.grouped(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// The sentence that a picture with hidden numbers ends its description with.
  static func hiddenSentence(_ isNeeded: Bool) -> String {
    isNeeded ? " Some numbers are not shown, to protect participants." : ""
  }
}

extension String {
  /// The text as it stands within a sentence; abbreviations keep their capitals.
  var lowercasedFirst: String {
    guard let first, dropFirst().first?.isLowercase == true else { return self }
    return first.lowercased() + dropFirst()
  }
}
