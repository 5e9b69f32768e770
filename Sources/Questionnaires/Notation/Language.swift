/// A language that words in cells may be of.
public enum Language: String, Sendable, CaseIterable {
  case french = "fr"
  case german = "de"
  case english = "en"
  case luxembourgish = "lb"
  case portuguese = "pt"

  /// The language's name in English.
  public var name: String {
    switch self {
    case .french: "French"
    case .german: "German"
    case .english: "English"
    case .luxembourgish: "Luxembourgish"
    case .portuguese: "Portuguese"
    }
  }

  /// The language of a code such as `fr` or `fr-LU`; nil if its words are not known.
  public init?(code: String) {
    let letters = code.prefix { $0.isLetter }.lowercased()
    guard let language = Self(rawValue: letters) else { return nil }
    self = language
  }

  /// Words for yes, in small letters.
  var yes: [String] {
    switch self {
    case .french: ["oui", "o", "vrai"]
    case .german: ["ja", "j", "wahr"]
    case .english: ["yes", "y"]
    case .luxembourgish: ["jo", "j", "wouer"]
    case .portuguese: ["sim", "s", "verdadeiro"]
    }
  }

  /// Words for no, in small letters; accents also left out, and written as marks of their own.
  var no: [String] {
    switch self {
    case .french: ["non", "n", "faux"]
    case .german: ["nein", "n", "falsch"]
    case .english: ["no", "n"]
    case .luxembourgish: ["nee", "neen", "n", "falsch"]
    // Only ASCII letters are compared in any case.
    case .portuguese: ["não", "NÃO", "na\u{303}o", "NA\u{303}O", "nao", "n", "falso"]
    }
  }

  /// What every program writes, whatever the language of its user.
  static let anyYes = ["1", "true"]
  static let anyNo = ["0", "false"]

  /// The languages in which a cell says yes or no.
  static func saying(_ bytes: [UInt8], _ range: Range<Int>) -> [Language] {
    let word = String(decoding: bytes[range].prefix(20), as: UTF8.self).lowercased()
    return allCases.filter { $0.yes.contains(word) || $0.no.contains(word) }
  }

  /// The number of a month by its name or a usual abbreviation of it, in ASCII letters; nil for anything else.
  ///
  /// Abbreviations that could be two months, such as the French "jui", are none.
  func month(_ name: FoldedWord) -> Int? {
    let words = names
    for month in words.indices where words[month].contains(name) { return month + 1 }
    return nil
  }

  private var names: [[FoldedWord]] {
    switch self {
    case .french: Self.frenchMonths
    case .german: Self.germanMonths
    case .english: Self.englishMonths
    case .luxembourgish: Self.luxembourgishMonths
    case .portuguese: Self.portugueseMonths
    }
  }

  /// The months of all languages.
  static let everyMonth = Set(allCases.flatMap { $0.names.joined() })

  private static let frenchMonths = words([
    "janvier janv jan", "fevrier fevr fev", "mars", "avril avr", "mai", "juin", "juillet juil", "aout",
    "septembre sept sep", "octobre oct", "novembre nov", "decembre dec",
  ])
  private static let germanMonths = words([
    "januar jan janner", "februar feb feber", "marz mar mrz maerz", "april apr", "mai", "juni jun",
    "juli jul", "august aug", "september sept sep", "oktober okt", "november nov", "dezember dez",
  ])
  private static let englishMonths = words([
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
    "september sept sep", "october oct", "november nov", "december dec",
  ])
  private static let luxembourgishMonths = words([
    "januar jan", "februar feb", "maerz mae", "abrell abr", "mee", "juni jun", "juli jul", "august aug",
    "september sept sep", "oktober okt", "november nov", "dezember dez",
  ])
  private static let portugueseMonths = words([
    "janeiro jan", "fevereiro fev", "marco mar", "abril abr", "maio mai", "junho jun", "julho jul",
    "agosto ago", "setembro set", "outubro out", "novembro nov", "dezembro dez",
  ])

  private static func words(_ months: [String]) -> [[FoldedWord]] {
    months.map { names in
      names.split(separator: " ").compactMap { name in
        let bytes = Array(name.utf8)
        var index = 0
        return FoldedWord(bytes, &index, bytes.count)
      }
    }
  }
}

/// A short word without regard to case and accents, packed into one number.
struct FoldedWord: Hashable, Sendable {
  private var letters: UInt64 = 0

  /// Reads letters from a place on; nil if there is none, more than twelve, or one that is not Latin.
  init?(_ bytes: [UInt8], _ index: inout Int, _ end: Int) {
    var count = 0
    while index < end {
      let byte = bytes[index]
      let small = byte | 0x20
      if small >= 0x61 && small <= 0x7A && byte >= 0x41 {
        guard count < 12 else { return nil }
        letters = letters << 5 | UInt64(small - 0x60)
        count += 1
        index += 1
      } else if byte == 0xC3, index + 1 < end, let plain = Self.plain(bytes[index + 1]) {
        guard count < 12 else { return nil }
        letters = letters << 5 | UInt64(plain - 0x60)
        count += 1
        index += 2
      } else if byte == 0xCC || byte == 0xCD, index + 1 < end, count > 0 {
        // Accents as marks of their own, U+0300 to U+036F.
        guard byte == 0xCC || bytes[index + 1] < 0xB0 else { return nil }
        index += 2
      } else {
        break
      }
    }
    guard count > 0 else { return nil }
  }

  /// The letter without accent that the second byte of U+00C0 to U+00FF stands for.
  private static func plain(_ byte: UInt8) -> UInt8? {
    switch byte | 0x20 {
    case 0xA0...0xA5: UInt8(ascii: "a")
    case 0xA7: UInt8(ascii: "c")
    case 0xA8...0xAB: UInt8(ascii: "e")
    case 0xAC...0xAF: UInt8(ascii: "i")
    case 0xB1: UInt8(ascii: "n")
    case 0xB2...0xB6: UInt8(ascii: "o")
    case 0xB9...0xBC: UInt8(ascii: "u")
    default: nil
    }
  }
}
