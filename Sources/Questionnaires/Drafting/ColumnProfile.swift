import CohortModel

/// What the cells of one column have in common; texts are kept of columns with few different ones only.
struct ColumnProfile {
  /// More different texts than any list of codes that somebody would review.
  static let mostValues = 40
  /// Texts after which a column whose cells all differ is taken to go on like that.
  private static let mostHashes = 50_000

  /// Name of the column.
  let name: String
  /// What other rows of the header say about it.
  let label: String
  /// Cells that are not blank and stand for no missing value.
  private(set) var filled = 0
  private(set) var blank = 0
  /// Tokens of missing values with their counts.
  private(set) var missing: [String: Int] = [:]
  /// Texts in small letters, as they were first written and their counts; nil if there are too many.
  private(set) var values: [String: (text: String, count: Int)]? = [:]
  private(set) var longest = 0
  private(set) var areIntegers = true
  /// True if a number begins with zeros that a number has not.
  private(set) var hasLeadingZeros = false
  private(set) var isUnique = true
  /// True if every cell could be a participant's code.
  private(set) var areCodes = true
  /// What the cells prove of their notation, by which imports and `inspect` decide as well.
  private(set) var notation: ColumnNotation
  private(set) var points = DecimalSpelling(mark: UInt8(ascii: "."))
  private(set) var commas = DecimalSpelling(mark: UInt8(ascii: ","))
  private(set) var dates = DateSpelling()
  private var hashes: Set<UInt64> = []

  init(name: String, label: String) {
    self.name = name
    self.label = label
    notation = ColumnNotation(name: name)
  }

  private static let missingTokens: Set<String> = ["na", "n/a", "nan", "null", "#n/a", "#null!", "."]

  /// Takes a cell.
  mutating func take(_ bytes: [UInt8], _ whole: Range<Int>) {
    let range = CellText.trimmed(bytes, whole)
    guard !range.isEmpty else {
      blank += 1
      return
    }
    if range.count <= 6 {
      let text = String(decoding: bytes[range], as: UTF8.self)
      if Self.missingTokens.contains(text.lowercased()) {
        missing[text, default: 0] += 1
        return
      }
    }
    filled += 1
    longest = max(longest, range.count)
    takeShape(bytes, range)
    takeValue(bytes, range)
  }

  private mutating func takeShape(_ bytes: [UInt8], _ range: Range<Int>) {
    if areCodes {
      areCodes = range.count <= 64 && bytes[range].allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }
    let isNegative = bytes[range.lowerBound] == UInt8(ascii: "-")
    let digits = (isNegative ? range.lowerBound + 1 : range.lowerBound)..<range.upperBound
    let isWhole = !digits.isEmpty && digits.count <= 15 && bytes[digits].allSatisfy { $0 &- 0x30 <= 9 }
    if isWhole && digits.count > 1 && bytes[digits.lowerBound] == 0x30 { hasLeadingZeros = true }
    areIntegers = areIntegers && isWhole
    notation.note(bytes, range, line: 0)
    points.take(bytes, range)
    commas.take(bytes, range)
    dates.take(bytes, range)
  }

  private mutating func takeValue(_ bytes: [UInt8], _ range: Range<Int>) {
    if isUnique, hashes.count < Self.mostHashes {
      isUnique = hashes.insert(Self.hash(bytes, range)).inserted
      if !isUnique { hashes = [] }
    }
    guard values != nil else { return }
    let text = String(decoding: bytes[range], as: UTF8.self)
    values?[text.lowercased(), default: (text: text, count: 0)].count += 1
    if values?.count ?? 0 > Self.mostValues { values = nil }
  }

  /// FNV-1a, 64 bits.
  static func hash(_ bytes: [UInt8], _ range: Range<Int>, from start: UInt64 = 0xCBF2_9CE4_8422_2325)
    -> UInt64
  {
    var hash = start
    for index in range { hash = (hash ^ UInt64(bytes[index])) &* 0x100_0000_01B3 }
    return (hash ^ 0xFF) &* 0x100_0000_01B3
  }
}

/// Whether the cells of a column are numbers with one decimal mark and no separators of thousands.
struct DecimalSpelling {
  let mark: UInt8
  private(set) var areNumbers = true
  private(set) var hasMark = false

  init(mark: UInt8) {
    self.mark = mark
  }

  mutating func take(_ bytes: [UInt8], _ range: Range<Int>) {
    guard areNumbers else { return }
    areNumbers = NumberReader.number(bytes, range, decimalMark: mark) != nil
    if bytes[range].contains(mark) { hasMark = true }
  }
}

/// The patterns that every date of a column has, in whichever order it is meant.
struct DateSpelling {
  /// Patterns in use, the one that cannot be mistaken first.
  static let patterns = [
    "yyyy-MM-dd", "yyyy/M/d", "yyyy.M.d", "d/M/yyyy", "M/d/yyyy", "d.M.yyyy", "M.d.yyyy", "d-M-yyyy",
    "M-d-yyyy",
  ].compactMap { DatePattern($0) }

  private(set) var remaining = DateSpelling.patterns

  mutating func take(_ bytes: [UInt8], _ range: Range<Int>) {
    guard !remaining.isEmpty else { return }
    guard range.count >= 8, range.count <= 10 else {
      remaining = []
      return
    }
    remaining.removeAll { $0.days(bytes, range) == nil }
  }
}
