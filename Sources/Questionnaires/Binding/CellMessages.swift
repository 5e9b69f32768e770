import CohortModel

/// Messages about the cells of one column, made once and never from a cell.
struct CellMessages: Sendable {
  let column: String
  let rangeLow: String
  let rangeHigh: String
  let boundsLow: String
  let boundsHigh: String
  let coding: String
  let number: String
  let suggestion: CodeSuggestion
  let date: String
  let tooLong: String
  let aboveLength: String
  let pattern: String

  init(_ write: Write, column: String, longestText: Int) {
    self.column = column
    let unit = write.unit.map { " \($0)" } ?? ""
    var isDate = false
    switch write.format {
    case .date, .partialDate: isDate = true
    default: break
    }
    func low(_ range: NumberRange?) -> String {
      isDate ? "before \(range?.lowestText ?? "")" : "less than \(range?.lowestText ?? "")\(unit)"
    }
    func high(_ range: NumberRange?) -> String {
      isDate ? "after \(range?.highestText ?? "")" : "more than \(range?.highestText ?? "")\(unit)"
    }
    rangeLow = low(write.range)
    rangeHigh = high(write.range)
    boundsLow = low(write.bounds)
    boundsHigh = high(write.bounds)
    coding = Self.codingMessage(write)
    suggestion = CodeSuggestion(write.codings)
    let mark = write.decimalMark == UInt8(ascii: ",") ? "comma" : "point"
    switch write.format {
    case .integer: number = "not a whole number"
    default: number = "not a number with a decimal \(mark)"
    }
    let patterns = write.patterns.map(\.text).joined(separator: " or ")
    switch write.format {
    case .text: date = "not an existing day with a time, written yyyy-MM-dd HH:mm or yyyy-MM-dd HH:mm:ss"
    case .year: date = "not a year of four digits or a date written \(patterns)"
    default: date = "not an existing date written \(patterns)"
    }
    tooLong = "longer than \(longestText) characters"
    pattern = CodeMismatch.message(write.codePatterns)
    aboveLength = "longer than \(write.longestText ?? longestText) characters"
  }

  private static func codingMessage(_ write: Write) -> String {
    if case .vocabulary(let name) = write.format, write.codings.count > 12 {
      return "no identifier or known name of the vocabulary \(name.rawValue)"
    }
    if let selection = write.selection {
      let shown = selection.options.prefix(12).map(\.cell).joined(separator: ", ")
      return "holds something else than the options \(shown)\(selection.options.count > 12 ? " …" : "")"
    }
    var cells: [String] = []
    for coding in write.codings where !cells.contains(coding.cell) { cells.append(coding.cell) }
    let shown = cells.prefix(12).joined(separator: ", ")
    return "none of the codes \(shown)\(cells.count > 12 ? " …" : "")"
  }

  /// Rule, message and hint of a fault.
  func words(_ fault: CellPlan.Fault) -> (rule: String, message: String, hint: String?) {
    switch fault {
    case .none: ("", "", nil)
    case .coding: ("coding", coding, nil)
    case .number: ("number", number, "write one number, without unit, remark or range")
    case .date: ("date", date, nil)
    case .belowRange: ("range", rangeLow, nil)
    case .aboveRange: ("range", rangeHigh, nil)
    case .belowBounds: ("range", boundsLow, nil)
    case .aboveBounds: ("range", boundsHigh, nil)
    case .control: ("text", "holds a control character", "remove it, or save the file anew")
    case .encoding: ("encoding", "is not text in UTF-8", "save the file as UTF-8, or name its encoding")
    case .tooLong: ("text", tooLong, nil)
    case .aboveLength: ("range", aboveLength, nil)
    case .pattern: ("pattern", pattern, nil)
    case .otherMark:
      ("decimal-mark", "has the other decimal mark, which can be read in one way only", nil)
    case .digits:
      (
        "digits", "has more than \(NumberReader.keptDigits) digits; the last of them are not kept",
        "if it is a code and not a number, the questionnaire should read it as text"
      )
    case .thousands: ("thousands", "a comma or a point was read as separator of thousands", nil)
    }
  }
}
