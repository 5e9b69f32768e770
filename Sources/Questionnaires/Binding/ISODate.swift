import CohortModel

/// Reads dates written `yyyy-MM-dd`, the pattern that most columns have.
///
/// ``DatePattern`` reads them as it reads every pattern, part by part; this is the same in one go.
enum ISODate {
  /// Days since 2000-01-01; nil if the cell is not exactly of this form or no such day is.
  @inline(__always)
  static func days(_ bytes: [UInt8], _ range: Range<Int>) -> Int32? {
    guard range.count == 10 else { return nil }
    let cell = bytes.span.extracting(range)
    guard cell[4] == 0x2D, cell[7] == 0x2D else { return nil }
    var highest: UInt8 = 0
    func digit(_ place: Int) -> Int {
      let digit = cell[place] &- 0x30
      highest = max(highest, digit)
      return Int(digit)
    }
    let century = digit(0) &* 10 &+ digit(1)
    let year = century &* 100 &+ digit(2) &* 10 &+ digit(3)
    let month = digit(5) &* 10 &+ digit(6)
    let day = digit(8) &* 10 &+ digit(9)
    return highest <= 9 ? StudyDay(year: year, month: month, day: day)?.days : nil
  }
}
