import CohortModel

/// A date whose month is a word, such as `12 janv. 2021`, `12-Jan-2021`, `1er mars 2021` or `March 3, 2021`.
///
/// With a year of four digits it can be read in one way only, in whichever order its parts stand.
struct NamedDate {
  let days: Int32
  /// False if only month and year are given.
  let hasDay: Bool

  /// Reads a cell in a language; nil if it is no such date.
  init?(_ bytes: [UInt8], _ range: Range<Int>, _ language: Language) {
    var index = range.lowerBound
    let end = range.upperBound
    guard range.count <= 40 else { return nil }
    var day: Int?
    var month: Int?
    var year: Int?
    var isAfterDay = false
    var separators = 0
    while index < end {
      let byte = bytes[index]
      if byte &- 0x30 <= 9 {
        let start = index
        guard let number = NumericDate.number(bytes, &index, end, most: 5) else { return nil }
        separators = 0
        switch index - start {
        case 4 where year == nil: year = number
        case 1...2 where day == nil:
          day = number
          isAfterDay = true
        default: return nil
        }
        continue
      }
      if let width = Self.separator(bytes, index, end) {
        separators += 1
        guard separators <= 2, index > range.lowerBound else { return nil }
        index += width
        continue
      }
      separators = 0
      let start = index
      guard let word = FoldedWord(bytes, &index, end) else { return nil }
      if month == nil, let number = language.month(word) {
        month = number
      } else if !Self.isParticle(bytes[start..<index], language, isAfterDay: isAfterDay) {
        return nil
      }
      isAfterDay = false
    }
    guard let month, let year, let date = StudyDay(year: year, month: month, day: day ?? 1) else {
      return nil
    }
    days = date.days
    hasDay = day != nil
  }

  /// Bytes of a separator: a space, point, hyphen, slash or comma, or the ordinal sign.
  private static func separator(_ bytes: [UInt8], _ index: Int, _ end: Int) -> Int? {
    switch bytes[index] {
    case 0x20, 0x2E, 0x2D, 0x2F, 0x2C: 1
    case 0xC2 where index + 1 < end && (bytes[index + 1] == 0xA0 || bytes[index + 1] == 0xBA): 2
    default: nil
    }
  }

  /// Words that say nothing: the ending of an ordinal, and "of".
  private static func isParticle(_ word: ArraySlice<UInt8>, _ language: Language, isAfterDay: Bool) -> Bool {
    let text = String(decoding: word, as: UTF8.self).lowercased()
    switch language {
    case .french: return isAfterDay && text == "er"
    case .english: return isAfterDay && ["st", "nd", "rd", "th"].contains(text) || text == "of"
    case .portuguese: return text == "de"
    case .german, .luxembourgish: return false
    }
  }
}
