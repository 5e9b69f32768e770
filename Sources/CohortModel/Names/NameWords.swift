/// The words of a person's name, spelled so that the same name in two registers gives the same words.
public enum NameWords {
  /// Words that come and go between spellings of one name, as in `van der Berg` and `Berg`.
  private static let particles: Set<String> = [
    "al", "bin", "da", "das", "de", "del", "della", "den", "der", "des", "di", "do", "dos", "du", "e", "el",
    "la",
    "le", "les", "ten", "ter", "van", "vom", "von", "y", "zu", "zum", "zur",
  ]

  /// Two letters that are written for one: German umlauts, and `ss` for the sharp s, which folds to it.
  private static let digraphs: [(String, String)] = [("ae", "a"), ("oe", "o"), ("ue", "u")]

  /// The words in alphabetical order: lower case, without accents, apostrophes, hyphens and particles.
  ///
  /// A name of particles alone keeps them.
  public static func words(of name: some StringProtocol) -> [String] {
    var words: [String] = []
    var word = ""
    for scalar in name.unicodeScalars {
      if let letters = letters(for: scalar) {
        word += letters
      } else if !isInsideWord(scalar) {
        words.append(word)
        word = ""
      }
    }
    words.append(word)
    words = words.filter { !$0.isEmpty }.map(withoutDigraphs)
    let bearing = words.filter { !particles.contains($0) }
    return (bearing.isEmpty ? words : bearing).sorted()
  }

  /// The letters that stand for a scalar; empty for a mark on the letter before it, nil if it is none of a word.
  private static func letters(for scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x41...0x5A: return String(Unicode.Scalar(UInt8(scalar.value) + 0x20))
    case 0x61...0x7A: return String(Character(scalar))
    case 0...0x7F: return nil
    default: break
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return ""
    case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter: return latinLetters(of: scalar)
    case .otherLetter, .modifierLetter, .spacingMark: return String(Character(scalar))
    default: return nil
    }
  }

  /// What a letter is without its accent, by Unicode's own name of it.
  ///
  /// `LATIN SMALL LETTER E WITH ACUTE` is an e; letters of other scripts stay as they are.
  private static func latinLetters(of scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0xDF, 0x1E9E: return "ss"
    case 0xDE, 0xFE: return "th"
    case 0xD0, 0xF0: return "d"
    case 0x131: return "i"
    default: break
    }
    let lower = scalar.properties.lowercaseMapping
    guard let name = scalar.properties.name, name.hasPrefix("LATIN ") else { return lower }
    let parts = name.split(separator: " ")
    guard let place = parts.firstIndex(where: { $0 == "LETTER" || $0 == "LIGATURE" }), place + 1 < parts.count
    else { return lower }
    let base = parts[place + 1]
    return base.utf8.count <= 2 ? base.lowercased() : lower
  }

  /// Apostrophes and invisible marks join: `O'Brien` is one word.
  private static func isInsideWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x27, 0x60, 0xB4, 0x2BC, 0x2018, 0x2019, 0xAD, 0x200B...0x200D, 0xFEFF: true
    default: false
    }
  }

  private static func withoutDigraphs(_ word: String) -> String {
    var letters = ""
    var rest = word[...]
    while let first = rest.first {
      let pair = digraphs.first { rest.hasPrefix($0.0) }
      letters += pair?.1 ?? String(first)
      rest = rest.dropFirst(pair == nil ? 1 : 2)
    }
    return letters
  }
}
