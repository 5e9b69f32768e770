import ArgumentParser
import CoVaLux

/// The options that say how a file is written, beside its questionnaire.
struct NotationOptions: ParsableArguments {
  @Option(help: "Encoding: utf-8, windows-1252, latin-1, utf-16, utf-32 … (default: by evidence).")
  var encoding: EncodingArgument?
  @Option(help: "Delimiter: comma, semicolon, tab, pipe or the character (default: by evidence).")
  var delimiter: DelimiterArgument?
  @Option(help: "How dates are written: dmy, mdy, ymd or a pattern (default: by questionnaire or proof).")
  var dates: DatesArgument?
  @Option(help: "Decimal mark: comma or point (default: by questionnaire or proof).")
  var decimal: DecimalArgument?
  @Option(help: "Language of yes, no and months in cells: fr, de, en, lb or pt.")
  var language: LanguageArgument?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Texts that stand for no value, each with =REASON if it is not unknown.",
      valueName: "code,..."))
  var missing: MissingArgument?

  /// What they say.
  var notation: Notation {
    var notation = Notation()
    notation.dates = dates?.dates
    notation.decimal = decimal?.mark
    notation.language = language?.language
    notation.missing = missing?.codes ?? []
    return notation
  }
}

/// `--dates dmy` or `--dates 'd MMMM yyyy'`.
struct DatesArgument: ExpressibleByArgument {
  let dates: Notation.Dates

  init?(argument: String) {
    dates = Notation.Dates(text: argument)
    guard dates.isValid else { return nil }
  }
}

/// `--decimal comma`, or the mark itself.
struct DecimalArgument: ExpressibleByArgument {
  let mark: Notation.DecimalMark

  init?(argument: String) {
    switch argument {
    case "comma", ",": mark = .comma
    case "point", ".": mark = .point
    default: return nil
    }
  }
}

/// `--language fr`.
struct LanguageArgument: ExpressibleByArgument {
  let language: Language

  init?(argument: String) {
    guard let language = Language(rawValue: argument) else { return nil }
    self.language = language
  }
}

/// `--missing NA,-99=refused`.
struct MissingArgument: ExpressibleByArgument {
  let codes: [Notation.MissingCode]

  init?(argument: String) {
    let texts = argument.split(separator: ",")
    codes = texts.compactMap { Notation.MissingCode(argument: $0) }
    guard !codes.isEmpty, codes.count == texts.count else { return nil }
  }
}
