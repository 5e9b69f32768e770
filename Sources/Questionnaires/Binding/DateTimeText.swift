/// A day with a time, as REDCap writes it whatever order its forms show.
enum DateTimeText {
  /// Whether a cell is `yyyy-MM-dd HH:mm`, with seconds or without; a `T` may stand for the space.
  static func isOne(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    guard range.count == 16 || range.count == 19 else { return false }
    let start = range.lowerBound
    guard ISODate.days(bytes, start..<start + 10) != nil,
      bytes[start + 10] == 0x20 || bytes[start + 10] == 0x54,
      number(bytes, start + 11).map({ $0 < 24 }) == true, bytes[start + 13] == 0x3A,
      number(bytes, start + 14).map({ $0 < 60 }) == true
    else { return false }
    guard range.count == 19 else { return true }
    return bytes[start + 16] == 0x3A && number(bytes, start + 17).map { $0 < 60 } == true
  }

  private static func number(_ bytes: [UInt8], _ start: Int) -> Int? {
    let (tens, ones) = (bytes[start] &- 0x30, bytes[start + 1] &- 0x30)
    return tens <= 9 && ones <= 9 ? Int(tens) * 10 + Int(ones) : nil
  }
}
