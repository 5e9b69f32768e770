/// Widths of text in Helvetica, whose metrics Arial, Liberation Sans and Arimo share.
///
/// Thousandths of an em, from the Adobe font metrics of Helvetica and Helvetica-Bold. What the tables do not
/// have is taken as wide as its kind can be, so that an estimate is no less than the text.
enum FontMetrics {
  /// From space to tilde.
  private static let regular: [Int] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
  ]
  private static let bold: [Int] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
  ]
  /// The letters without their accents from U+00C0 on.
  private static let plainLatin = Array(
    "AAAAAAMCEEEEIIIIDNOOOOO+OUUUUYPsaaaaaamceeeeiiiidnooooo+ouuuuypy".utf8)

  /// The width of a text in points.
  static func width(_ text: String, size: Double = Drawing.textSize, isBold: Bool = false) -> Double {
    var sum = 0
    for scalar in text.unicodeScalars { sum += advance(scalar, isBold ? bold : regular) }
    return Double(sum) * size / 1000
  }

  private static func advance(_ scalar: Unicode.Scalar, _ table: [Int]) -> Int {
    let code = Int(scalar.value)
    switch code {
    case 0x20...0x7E: return table[code - 0x20]
    case 0xA0, 0xB7, 0x2009, 0x202F: return 333
    case 0xC0...0xFF: return table[Int(plainLatin[code - 0xC0]) - 0x20]
    case 0x2013, 0x2212, 0xB1, 0xD7, 0x2264, 0x2265: return 584
    case 0x2018, 0x2019: return table == bold ? 278 : 222
    case 0x201C, 0x201D: return table == bold ? 500 : 333
    case 0x300...0x36F: return 0
    case 0xA1...0x2FF, 0x370...0x5FF, 0x1E00...0x1FFF: return 800
    default: return 1100
    }
  }

  /// A text in at most so many lines of at most such a width; what finds no room ends in "…".
  static func wrapped(
    _ text: String, width: Double, lines limit: Int = 2, isBold: Bool = false
  ) -> [String] {
    func fits(_ line: String) -> Bool { Self.width(line, isBold: isBold) <= width }
    var lines = [""]
    for word in text.split(separator: " ") {
      let joined = lines[lines.count - 1].isEmpty ? String(word) : lines[lines.count - 1] + " " + word
      if fits(joined) || lines[lines.count - 1].isEmpty {
        lines[lines.count - 1] = joined
      } else {
        lines.append(String(word))
      }
    }
    let isCut = lines.count > limit
    lines = Array(lines.prefix(limit))
    for index in lines.indices {
      let mustEnd = isCut && index == lines.count - 1
      if fits(lines[index]) && !mustEnd { continue }
      while !lines[index].isEmpty && !fits(lines[index] + "…") { lines[index].removeLast() }
      lines[index] += "…"
    }
    return lines
  }
}
