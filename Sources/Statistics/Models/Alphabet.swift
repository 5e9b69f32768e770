/// The order of words in a dictionary, as R sorts where a language is set: marks before digits before letters, accents and
/// then capitals count only where the letters are the same.
///
/// The root collation of Unicode (CLDR) for ASCII and the Latin letters with accents; other scalars follow by their number.
struct Alphabet: Comparable {
  private let letters: [UInt32]
  private let accents: [UInt32]
  private let capitals: [UInt32]
  let text: String

  init(_ text: String) {
    self.text = text
    var letters: [UInt32] = []
    var accents: [UInt32] = []
    var capitals: [UInt32] = []
    for scalar in text.unicodeScalars {
      let parts = Self.parts[scalar] ?? [scalar]
      for part in parts {
        let lower = part.properties.lowercaseMapping.unicodeScalars.first ?? part
        letters.append(Self.ranks[lower] ?? 1_000 + lower.value)
        accents.append(
          part == scalar ? 0 : scalar.properties.lowercaseMapping.unicodeScalars.first?.value ?? 0)
        capitals.append(lower == part ? 0 : 1)
      }
    }
    self.letters = letters
    self.accents = accents
    self.capitals = capitals
  }

  static func < (first: Alphabet, second: Alphabet) -> Bool {
    for (one, other) in [
      (first.letters, second.letters), (first.accents, second.accents), (first.capitals, second.capitals),
    ] where one != other { return one.lexicographicallyPrecedes(other) }
    return first.text.unicodeScalars.lexicographicallyPrecedes(second.text.unicodeScalars)
  }

  static func == (first: Alphabet, second: Alphabet) -> Bool { first.text == second.text }

  private static let ranks: [Unicode.Scalar: UInt32] = {
    let order = "\t\n\u{b}\u{c}\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz"
    return Dictionary(uniqueKeysWithValues: order.unicodeScalars.enumerated().map { ($1, UInt32($0)) })
  }()

  /// Letters with accents, and the plain letters under them.
  private static let parts: [Unicode.Scalar: [Unicode.Scalar]] = {
    let groups = [
      "a": "àáâãäåāăą", "c": "çćĉċč", "d": "ďđð", "e": "èéêëēĕėęě", "g": "ĝğġģ", "i": "ìíîïĩīĭįı",
      "l": "ĺļľł",
      "n": "ñńņň", "o": "òóôõöøōŏő", "r": "ŕŗř", "s": "śŝşš", "t": "ţť", "u": "ùúûüũūŭůűų", "w": "ŵ",
      "y": "ýÿŷ",
      "z": "źżž", "ss": "ß", "ae": "æ", "oe": "œ",
    ]
    var parts: [Unicode.Scalar: [Unicode.Scalar]] = [:]
    for (plain, accented) in groups {
      for scalar in accented.unicodeScalars {
        parts[scalar] = Array(plain.unicodeScalars)
        let upper = scalar.properties.uppercaseMapping.unicodeScalars
        if upper.count == 1, let capital = upper.first {
          parts[capital] = Array(plain.uppercased().unicodeScalars)
        }
      }
    }
    return parts
  }()
}
