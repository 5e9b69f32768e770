import CohortModel

/// How the cells of one column are read, compiled for the loop over rows.
///
/// A class, so that the loop retains one object a cell and not each of its tables.
final class CellPlan: Sendable {
  enum Form: UInt8 {
    case coded
    case vocabulary
    case integer
    case number
    case date
    case year
    case text
    case option
  }

  enum Fault: UInt8 {
    case none
    case coding
    case number
    case date
    case belowRange
    case aboveRange
    case belowBounds
    case aboveBounds
    case control
    case encoding
    case tooLong
    case aboveLength
    case pattern
    /// Read, and worth saying: the other decimal mark, which can be nothing else there.
    case otherMark
    /// Read, and said: more digits than are kept.
    case digits
    /// Read, and worth saying: separators of thousands that could be decimal marks.
    case thousands
  }

  let column: Int
  let form: Form
  /// From texts to places in `meanings`.
  let table: CodeTable
  let meanings: [Write.Coding.Meaning]
  let hasTable: Bool
  let hasRange: Bool
  let range: NumberRange
  let hasBounds: Bool
  let bounds: NumberRange
  let decimalMark: UInt8
  let grouping: NumberGrouping
  let patterns: [DatePattern]
  /// Patterns one of which a text must have; empty if it may be any.
  let codePatterns: [CodePattern]
  /// Whether `yyyy-MM-dd` goes before every other pattern.
  let isISOFirst: Bool
  /// Place among the conditions of the row; -1 if the question is always asked.
  let condition: Int
  let isRequired: Bool
  let isCheckbox: Bool
  /// True if a cell says yes or no.
  let isYesNo: Bool
  let rangeSeverity: Finding.Severity
  let rejectsRow: Bool
  /// Most characters of a text; concepts have columns, answers are only kept from growing without bound.
  let longestText: Int
  /// Most characters of a text that make sense.
  let textLimit: Int
  let allowsLines: Bool
  /// Whether a text has to be a day with a time.
  let isDateTime: Bool
  /// Whether a text is kept as it stands, with white space around it.
  let isVerbatim: Bool
  let vocabulary: Vocabulary.Name?
  /// Bytes of the identifiers of the vocabulary.
  let identifiers: [[UInt8]]
  let messages: CellMessages
  /// Nil unless one cell holds several options.
  let selection: SelectionPlan?

  /// Compiles a write for a column of a file.
  init(_ write: Write, target: Target, condition: Int, vocabulary: Vocabulary) {
    var table = CodeTable()
    var meanings: [Write.Coding.Meaning] = []
    // The question's own codes come before its missing tokens, and those before the questionnaire's.
    for coding in write.codings {
      let count = table.count
      table.insert(coding.cell, Int32(meanings.count))
      if table.count > count { meanings.append(coding.meaning) }
    }
    let name: Vocabulary.Name? = if case .vocabulary(let name) = write.format { name } else { nil }
    var isConcept = false
    if case .concept = write.destination { isConcept = true }
    let longest = isConcept ? CellPlan.longestConceptText : CellPlan.longestAnswer
    // Synonyms are looked up only where a cell may hold any identifier.
    let isOpen =
      name != nil
      && write.codings.contains { coding in
        guard case .identifier = coding.meaning else { return false }
        return coding.cell == coding.name
      }
    column = target.columnIndex
    selection = write.selection.map { SelectionPlan($0) }
    form = selection == nil ? CellPlan.form(of: write.format) : .option
    self.table = table
    self.meanings = meanings
    // No blank cell is looked up.
    hasTable = write.codings.contains { !$0.cell.isEmpty }
    hasRange = write.range != nil
    range = write.range ?? NumberRange()
    hasBounds = write.bounds != nil
    bounds = write.bounds ?? NumberRange()
    decimalMark = write.decimalMark
    grouping = write.grouping
    patterns = write.patterns
    codePatterns = write.codePatterns
    isISOFirst = write.patterns.first == DatePattern.iso
    self.condition = condition
    // A column of a part is only required where the part was filled in, which the row tells as a whole.
    isRequired = write.isRequired && write.part == nil
    isCheckbox = write.isCheckbox
    isYesNo = write.codings.contains { ["yes", "present", "given"].contains($0.name) }
    rangeSeverity = write.severity
    rejectsRow = write.errorScope == .row
    longestText = longest
    textLimit = write.longestText ?? Int.max
    allowsLines = !isConcept
    isDateTime = write.isDateTime
    isVerbatim = !isConcept && form == .text && !write.isDateTime
    self.vocabulary = isOpen ? name : nil
    identifiers = name.map { vocabulary.identifiers(of: $0).map { Array($0.utf8) } } ?? []
    messages = CellMessages(write, column: target.columnName, longestText: longest)
  }

  /// Reads a cell that is not blank: `range` without white space around it, `whole` with it.
  @inline(__always)
  func read(
    _ bytes: [UInt8], _ range: Range<Int>, whole: Range<Int>, into cell: inout Cell, _ answers: inout [UInt8]
  ) -> Fault {
    if hasTable {
      if let place = table[bytes, range] { return accept(meanings[place], &cell, &answers) }
      if form == .coded || form == .vocabulary, let place = canonicalPlace(bytes, range) {
        return accept(meanings[place], &cell, &answers)
      }
    }
    switch form {
    case .coded, .vocabulary: return .coding
    case .integer: return readInteger(bytes, range, &cell)
    case .number: return readNumber(bytes, range, &cell)
    case .date: return readDate(bytes, range, &cell)
    case .year: return readYear(bytes, range, &cell)
    case .text: return readText(bytes, isVerbatim ? whole : range, &cell, &answers)
    case .option: return selection?.read(bytes, range, into: &cell) ?? .coding
    }
  }

  /// Reads a trimmed cell that is not empty and can only be a code or a missing token.
  ///
  /// Apart from ``read(_:_:into:_:)``, whose parts are only inlined into the loop while they have one caller.
  @inline(never)
  func readCode(_ bytes: [UInt8], _ range: Range<Int>, into cell: inout Cell, _ text: inout [UInt8]) -> Fault
  {
    guard let place = table[bytes, range] ?? canonicalPlace(bytes, range) else { return .coding }
    return accept(meanings[place], &cell, &text)
  }

  @inline(__always)
  private func accept(_ meaning: Write.Coding.Meaning, _ cell: inout Cell, _ text: inout [UInt8]) -> Fault {
    switch meaning {
    case .missing(let reason): cell.state = .missing(reason)
    case .code(let code):
      cell.state = .value
      cell.int = Int64(code)
      cell.double = Double(code)
    case .identifier(let place):
      cell.state = .value
      cell.int = Int64(place)
      let start = text.count
      text.append(contentsOf: identifiers[place])
      cell.text = start..<text.count
    }
    return .none
  }

  /// The place of a code that was written as `01` or `1.0`.
  private func canonicalPlace(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    guard let number = NumberReader.integer(bytes, range, decimalMark: decimalMark) else { return nil }
    let text = Array(String(number).utf8)
    return text.elementsEqual(bytes[range]) ? nil : table[text, 0..<text.count]
  }

  private func readInteger(_ bytes: [UInt8], _ range: Range<Int>, _ cell: inout Cell) -> Fault {
    guard let value = NumberReader.integer(bytes, range, decimalMark: decimalMark) else {
      return readGrouped(bytes, range, &cell)
    }
    cell.int = value
    cell.double = Double(value)
    cell.state = .value
    return check(cell.double)
  }

  private func readNumber(_ bytes: [UInt8], _ range: Range<Int>, _ cell: inout Cell) -> Fault {
    guard let value = NumberReader.number(bytes, range, decimalMark: decimalMark) else {
      return readGrouped(bytes, range, &cell)
    }
    cell.double = value
    cell.int = value.magnitude < 9e15 ? Int64(value) : 0
    cell.state = .value
    let fault = check(value)
    guard range.count > NumberReader.keptDigits, fault == .none else { return fault }
    return NumberReader.hasMoreDigits(bytes, range) ? .digits : .none
  }

  /// Reads a number with separators of thousands, where the column may have them.
  @inline(never)
  private func readGrouped(_ bytes: [UInt8], _ range: Range<Int>, _ cell: inout Cell) -> Fault {
    guard
      let (value, remark) = GroupedNumber.value(bytes, range, decimalMark: decimalMark, grouping: grouping)
    else { return .number }
    guard form == .number || value.magnitude < 1e15 && value == value.rounded() else { return .number }
    cell.double = value
    cell.int = value.magnitude < 9e15 ? Int64(value) : 0
    cell.state = .value
    let fault = check(value)
    return fault == .none ? remark : fault
  }

  private func readDate(_ bytes: [UInt8], _ range: Range<Int>, _ cell: inout Cell) -> Fault {
    if isISOFirst, let days = ISODate.days(bytes, range) {
      cell.int = Int64(days)
      cell.double = Double(days)
      cell.state = .value
      return check(cell.double)
    }
    for pattern in patterns {
      guard let days = pattern.days(bytes, range) else { continue }
      cell.int = Int64(days)
      cell.double = Double(days)
      cell.precision = pattern.precision
      cell.state = .value
      return check(cell.double)
    }
    return .date
  }

  private func readYear(_ bytes: [UInt8], _ range: Range<Int>, _ cell: inout Cell) -> Fault {
    if range.count == 4, let year = NumberReader.integer(bytes, range, decimalMark: 0) {
      cell.int = year
    } else {
      guard
        let days = (isISOFirst ? ISODate.days(bytes, range) : nil)
          ?? patterns.lazy.compactMap({ $0.days(bytes, range) }).first
      else { return .date }
      cell.int = Int64(StudyDay(days: days).year)
    }
    cell.double = Double(cell.int)
    cell.state = .value
    return check(cell.double)
  }

  private func readText(
    _ bytes: [UInt8], _ range: Range<Int>, _ cell: inout Cell, _ text: inout [UInt8]
  ) -> Fault {
    switch CellText.fault(of: bytes, range, allowsLines: allowsLines) {
    case .control: return .control
    case .encoding: return .encoding
    case .none: break
    }
    if range.count > longestText && CellText.characterCount(bytes, range) > longestText { return .tooLong }
    if !codePatterns.isEmpty && !codePatterns.contains(where: { $0.matches(bytes[range]) }) {
      return .pattern
    }
    if isDateTime && !DateTimeText.isOne(bytes, range) { return .date }
    let start = text.count
    text.append(bytes, range)
    cell.text = start..<text.count
    cell.state = .value
    if range.count > textLimit && CellText.characterCount(bytes, range) > textLimit { return .aboveLength }
    return .none
  }

  @inline(__always)
  private func check(_ value: Double) -> Fault {
    if hasBounds {
      if value < bounds.lowest { return .belowBounds }
      if value > bounds.highest { return .aboveBounds }
    }
    if hasRange {
      if value < range.lowest { return .belowRange }
      if value > range.highest { return .aboveRange }
    }
    return .none
  }
}
