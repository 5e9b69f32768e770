/// What a name sounds like, as digits.
///
/// Cologne phonetics (Postel, "Die Kölner Phonetik", IBM-Nachrichten 19, 1969), which suits names of German,
/// Luxembourgish and Dutch origin and does no harm to others: it only ever proposes.
public enum NameSound {
  /// The digits of a word of lower-case letters without accents, such as `862` of schmidt; empty without consonants.
  public static func code(of word: String) -> String {
    let letters = Array(word.utf8)
    var digits: [UInt8] = []
    for (place, letter) in letters.enumerated() {
      let before = place > 0 ? letters[place - 1] : nil
      let after = place + 1 < letters.count ? letters[place + 1] : nil
      digits += code(letter, before: before, after: after)
    }
    var code: [UInt8] = []
    for (place, digit) in digits.enumerated() where place == 0 || digits[place - 1] != digit {
      if digit != zero || code.isEmpty { code.append(digit) }
    }
    return String(decoding: code, as: UTF8.self)
  }

  private static let zero = UInt8(ascii: "0")

  private static func code(_ letter: UInt8, before: UInt8?, after: UInt8?) -> [UInt8] {
    func isOne(_ neighbour: UInt8?, of letters: StaticString) -> Bool {
      guard let neighbour else { return false }
      return letters.withUTF8Buffer { $0.contains(neighbour) }
    }
    switch Character(Unicode.Scalar(letter)) {
    case "a", "e", "i", "j", "o", "u", "y": return Array("0".utf8)
    case "b": return Array("1".utf8)
    case "p": return Array((isOne(after, of: "h") ? "3" : "1").utf8)
    case "d", "t": return Array((isOne(after, of: "csz") ? "8" : "2").utf8)
    case "f", "v", "w": return Array("3".utf8)
    case "g", "k", "q": return Array("4".utf8)
    case "c":
      let isHard =
        before == nil
        ? isOne(after, of: "ahkloqrux") : isOne(after, of: "ahkoqux") && !isOne(before, of: "sz")
      return Array((isHard ? "4" : "8").utf8)
    case "x": return Array((isOne(before, of: "ckq") ? "8" : "48").utf8)
    case "l": return Array("5".utf8)
    case "m", "n": return Array("6".utf8)
    case "r": return Array("7".utf8)
    case "s", "z": return Array("8".utf8)
    default: return []
    }
  }
}
