/// What most cells of a table are, told by one pass over their bytes.
enum CellShape {
  /// Digits only, perhaps behind a minus.
  case digits
  /// Digits, one comma or point, and digits; `isGrouping` if the mark may as well stand between thousands.
  case fraction(mark: UInt8, isGrouping: Bool)
  case other

  /// More digits than any number of a table has; longer ones are looked at in full.
  private static let mostBytes = 18

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self = .other
    guard range.count <= Self.mostBytes else { return }
    let cell = bytes.span.extracting(range)
    let start = cell.count > 1 && cell[0] == 0x2D ? 1 : 0
    var mark = -1
    for index in start..<cell.count where cell[index] &- 0x30 > 9 {
      guard mark < 0, index > start, index + 1 < cell.count, cell[index] == 0x2C || cell[index] == 0x2E else {
        return
      }
      mark = index
    }
    guard mark >= 0 else {
      self = .digits
      return
    }
    let isGrouping = cell.count - mark == 4 && mark - start <= 3 && cell[start] != 0x30
    self = .fraction(mark: cell[mark], isGrouping: isGrouping)
  }

  /// Whether a cell holds a digit, and whether it may be a date whose month is a word of any language: at most two
  /// numbers of four digits, and such a word.
  static func words(_ bytes: [UInt8], _ range: Range<Int>) -> (hasDigit: Bool, mayBeDate: Bool) {
    var numbers = 0
    var hasMonth = false
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      if byte &- 0x30 <= 9 {
        let start = index
        while index < range.upperBound, bytes[index] &- 0x30 <= 9 { index += 1 }
        numbers += 1
        if numbers > 2 || index - start > 4 { return (true, false) }
      } else if byte >= 0x41, let word = FoldedWord(bytes, &index, range.upperBound) {
        if Language.isMonth(word) { hasMonth = true }
      } else {
        index += 1
      }
    }
    return (numbers > 0, numbers > 0 && hasMonth)
  }
}

extension Language {
  /// Whether a word is a month in any language.
  static func isMonth(_ word: FoldedWord) -> Bool { everyMonth.contains(word) }

  /// The languages in which a cell is yes or no, a bit for each; nil if there is none.
  static func truth(_ bytes: [UInt8], _ range: Range<Int>) -> Int? { everyTruth[bytes, range] }

  private static let everyTruth: CodeTable = {
    var table = CodeTable()
    for word in Set(allCases.flatMap { $0.yes + $0.no }) {
      let bytes = Array(word.utf8)
      let languages = allCases.indices.filter { allCases[$0].truthTable[bytes, 0..<bytes.count] != nil }
      table.insert(word, languages.reduce(0) { $0 | Int32(1) << Int32($1) })
    }
    return table
  }()
}
