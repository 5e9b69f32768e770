public import CSV

/// Looks at every column of a file without a questionnaire: what its cells are, and what they prove of their notation.
///
/// Memory is one set of counts a column, whatever the file's size.
public struct ColumnSurvey: Sendable {
  /// What is known of the columns so far, in the order of the file.
  public private(set) var columns: [ColumnNotation]

  /// Prepares for a file with these columns.
  public init(header: [String]) {
    columns = header.map { ColumnNotation(name: $0) }
  }

  /// Looks at one row; cells behind the last column of the header are not looked at.
  public mutating func note(_ record: borrowing Record) {
    let bytes = record.bytes
    let line = record.line
    for column in 0..<min(record.count, columns.count) {
      columns[column].note(bytes, CellText.trimmed(bytes, record.range(of: column)), line: line)
    }
  }
}

/// What the cells of one column are, and what they prove of how they are written.
public struct ColumnNotation: Hashable, Sendable {
  /// What most cells of a column are.
  public enum Kind: String, Sendable {
    case blank
    case dates
    case wholeNumbers = "whole-numbers"
    case numbers
    case yesNo = "yes-no"
    case text
  }

  /// Name of the column.
  public let name: String
  /// Cells that are not blank.
  public private(set) var cells = 0
  /// Day first or month first.
  public private(set) var dates = TwoWayEvidence()
  /// Dates with the year of four digits in front, which need no proof.
  public private(set) var yearFirst = TwoWayEvidence.Count()
  /// Dates of digits with a time of day behind.
  public private(set) var times = TwoWayEvidence.Count()
  /// Dates with the month as a word.
  public private(set) var monthWords = TwoWayEvidence.Count()
  /// Comma or point as decimal mark.
  public private(set) var decimals = TwoWayEvidence()
  /// Dates with a year of two digits.
  public private(set) var shortYears = TwoWayEvidence.Count()
  /// Numbers that may be dates as spreadsheets count them.
  public private(set) var serials = TwoWayEvidence.Count()
  /// Numbers that were rounded to a power of ten.
  public private(set) var exponents = TwoWayEvidence.Count()
  /// Cells that are a month with a day or a year, as spreadsheets make them of numbers.
  public private(set) var partialDates = TwoWayEvidence.Count()
  private var fractions = 0
  private var yesNo = 0
  /// By language, cells that are its words for yes, no and months.
  private var words = [Int](repeating: 0, count: Language.allCases.count)

  init(name: String) {
    self.name = name
  }

  /// Looks at a trimmed cell.
  ///
  /// Most are told by their shape alone; ``noteInFull(_:_:line:)`` is the same without that.
  mutating func note(_ bytes: [UInt8], _ range: Range<Int>, line: Int) {
    guard !range.isEmpty else { return }
    switch CellShape(bytes, range) {
    case .digits:
      cells += 1
      decimals.same.note(line)
      if range.count == 5, SpreadsheetNumber.isSerial(bytes, range) { serials.note(line) }
    case .fraction(let mark, let isGrouping):
      cells += 1
      fractions += 1
      if isGrouping {
        decimals.different.note(line)
      } else if mark == 0x2C {
        decimals.first.note(line)
      } else {
        decimals.second.note(line)
      }
      if SpreadsheetNumber.isSerial(bytes, range) { serials.note(line) }
    case .other:
      let first = bytes[range.lowerBound]
      if Self.beginsWord(first) || first &- 0x30 <= 9, range.count <= 40 {
        noteText(bytes, range, first, line: line)
      } else {
        noteInFull(bytes, range, line: line)
      }
    }
  }

  /// A cell that may be a date, a number or a word.
  private mutating func noteText(_ bytes: [UInt8], _ range: Range<Int>, _ first: UInt8, line: Int) {
    cells += 1
    if !Self.beginsWord(first), noteNumber(bytes, range, line: line) { return }
    let found = CellShape.words(bytes, range)
    if found.mayBeDate {
      noteWord(bytes, range, line: line)
    } else if !found.hasDigit, let languages = Language.truth(bytes, range) {
      yesNo += 1
      for place in words.indices where languages >> place & 1 == 1 { words[place] += 1 }
    }
  }

  /// The slow twin of ``note(_:_:line:)``.
  mutating func noteInFull(_ bytes: [UInt8], _ range: Range<Int>, line: Int) {
    guard let first = range.first.map({ bytes[$0] }) else { return }
    cells += 1
    let isLetter = Self.beginsWord(first)
    let isDate = !isLetter && noteNumber(bytes, range, line: line)
    guard isLetter || first &- 0x30 <= 9, range.count <= 40, !isDate else { return }
    noteWord(bytes, range, line: line)
  }

  private static func beginsWord(_ byte: UInt8) -> Bool { byte >= 0x41 && byte != 0x5B && byte < 0xE0 }

  /// Looks at what may be a date or a number; true if it is a date of digits, and so nothing else.
  private mutating func noteNumber(_ bytes: [UInt8], _ range: Range<Int>, line: Int) -> Bool {
    guard range.count <= 64 else { return false }
    if let date = NumericDate(bytes, range) {
      if date.days(.yearMonthDay) != nil { yearFirst.note(line) }
      dates.note(date.days(.dayMonthYear), date.days(.monthDayYear), line: line)
      if date.hasTime { times.note(line) }
      decimals.neither.note(line)
      return true
    }
    if SpreadsheetDate.hasShortYear(bytes, range) {
      shortYears.note(line)
    }
    let comma = GroupedNumber(bytes, range, decimalMark: UInt8(ascii: ","))
    let point = GroupedNumber(bytes, range, decimalMark: UInt8(ascii: "."))
    decimals.note(comma?.value, point?.value, line: line)
    guard let value = comma?.value ?? point?.value else {
      if SpreadsheetNumber.hasExponent(bytes, range, isLong: true) { exponents.note(line) }
      return false
    }
    if comma?.value != point?.value || value != value.rounded() { fractions += 1 }
    if SpreadsheetNumber.isSerial(bytes, range) { serials.note(line) }
    return false
  }

  private mutating func noteWord(_ bytes: [UInt8], _ range: Range<Int>, line: Int) {
    var isMonth = false
    var isTruth = false
    for (place, language) in Language.allCases.enumerated() {
      if NamedDate(bytes, range, language)?.hasDay == true {
        isMonth = true
      } else if language.truthTable[bytes, range] != nil {
        isTruth = true
      } else {
        continue
      }
      words[place] += 1
    }
    if isMonth {
      monthWords.note(line)
    } else if isTruth {
      yesNo += 1
    } else if SpreadsheetDate.isDate(bytes, range) {
      partialDates.note(line)
    }
  }

  private var dateCount: Int {
    dates.readable + yearFirst.cells + monthWords.cells + shortYears.cells
  }

  /// What at least half of the cells are.
  public var kind: Kind {
    if cells == 0 { return .blank }
    if dateCount * 2 >= cells { return .dates }
    if (decimals.readable + exponents.cells) * 2 >= cells { return fractions > 0 ? .numbers : .wholeNumbers }
    return yesNo * 2 >= cells ? .yesNo : .text
  }

  /// Languages that have all of the words for yes, no and months in the column; empty if there is no such word.
  public var languages: [Language] {
    let most = words.max() ?? 0
    guard most > 0, most == yesNo + monthWords.cells else { return [] }
    return zip(Language.allCases, words).filter { $0.1 == most }.map(\.0)
  }
}

extension Language {
  /// The words for yes and no.
  var truthTable: CodeTable { Self.truthTables[Self.allCases.firstIndex(of: self) ?? 0] }

  private static let truthTables: [CodeTable] = allCases.map { language in
    var table = CodeTable()
    for word in language.yes + language.no { table.insert(word, 0) }
    return table
  }
}
