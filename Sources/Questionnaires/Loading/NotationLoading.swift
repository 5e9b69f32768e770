import CohortModel
import Yams

/// How the dates of a column are written, as a questionnaire says it.
struct DateDeclaration {
  var patterns: [DatePattern] = []
  /// Set where the order is to be proven by the file.
  var proof: Openness.Proof?
}

/// The decimal mark of a column, as a questionnaire says it.
enum DecimalDeclaration {
  case mark(UInt8)
  case proven(Openness.Proof)
}

/// Reading how dates and numbers are written.
extension QuestionnaireLoader {
  /// The patterns of a column, and between which of them the file decides.
  mutating func dateReading(
    _ fields: Fields, _ format: Write.Format, name: String
  ) -> (patterns: [DatePattern], choice: Openness.DateChoice?) {
    var declared = fields["format"].map { dateDeclaration($0, "format") } ?? defaults.dates
    if declared.patterns.isEmpty && declared.proof == nil { declared = defaults.dates }
    var isPartial = false
    switch format {
    case .partialDate: isPartial = true
    case .date:
      if fields["format"] != nil, let pattern = declared.patterns.first(where: { $0.precision != .day }) {
        problems.report(
          fields["format"]?.line ?? fields.line, "\(name) is a whole date, and \(pattern.text) has no day")
      }
      declared.patterns.removeAll { $0.precision != .day }
    case .year:
      // `format: yyyy` means a year and no date.
      if fields["format"] != nil, declared.proof == nil,
        declared.patterns.allSatisfy({ $0.precision == .year })
      {
        return (declared.patterns, nil)
      }
    default: return ([], nil)
    }
    if let dates = notation.dates { return (given(dates, declared, isPartial: isPartial), nil) }
    func patterns(_ order: DateOrder) -> [DatePattern] {
      let open = declared.proof == nil ? [] : openPatterns(order, isPartial: isPartial)
      let turned: DateOrder = order == .dayMonthYear ? .monthDayYear : .dayMonthYear
      return withISO(
        open
          + declared.patterns.filter { pattern in
            pattern.order != turned
              || !(declared.patterns + open).contains { $0.order == order && pattern.contradicts($0) }
          })
    }
    let (dayFirst, monthFirst) = (patterns(.dayMonthYear), patterns(.monthDayYear))
    guard dayFirst != monthFirst else { return (dayFirst, nil) }
    // The year is the same in every order.
    if case .year = format { return (dayFirst + monthFirst, nil) }
    return (
      dayFirst.filter(monthFirst.contains),
      .init(dayFirst: dayFirst, monthFirst: monthFirst, proof: declared.proof ?? .alone)
    )
  }

  /// What a command line says; what the questionnaire says stays where the two cannot be confused.
  private func given(
    _ dates: Notation.Dates, _ declared: DateDeclaration, isPartial: Bool
  ) -> [DatePattern] {
    let patterns: [DatePattern] =
      switch dates {
      case .order(let order): openPatterns(order, isPartial: isPartial)
      case .pattern(let text): DatePattern(text, language: defaults.language).map { [$0] } ?? []
      }
    let kept = declared.patterns.filter { pattern in !patterns.contains { $0.contradicts(pattern) } }
    return withISO(patterns.filter { isPartial || $0.precision == .day } + kept)
  }

  /// All ways to write a date whose digits stand in an order.
  private func openPatterns(_ order: DateOrder, isPartial: Bool) -> [DatePattern] {
    var patterns = [DatePattern(order)]
    if order != .yearMonthDay { patterns.append(DatePattern(.yearMonthDay)) }
    if let language = defaults.language { patterns.append(DatePattern(language)) }
    guard isPartial else { return patterns }
    patterns += ["M/yyyy", "M.yyyy", "M-yyyy", "yyyy-M", "yyyy/M", "yyyy"].compactMap { DatePattern($0) }
    if let language = defaults.language { patterns.append(DatePattern(language, precision: .month)) }
    return patterns
  }

  /// Reads `dd/MM/yyyy`, `dmy`, `proven`, `proven-together`, or a list of these.
  mutating func dateDeclaration(_ node: Node, _ what: String) -> DateDeclaration {
    var declaration = DateDeclaration()
    for text in problems.texts(node, what) {
      if let proof = Openness.Proof(rawValue: text) {
        declaration.proof = proof
      } else if let order = DateOrder(rawValue: text) {
        declaration.patterns.append(DatePattern(order))
      } else if let pattern = DatePattern(text, language: defaults.language) {
        declaration.patterns.append(pattern)
      } else if text.contains("MMM"), DatePattern(text, language: .english) != nil {
        problems.report(node.line, "\(what): months in words need the questionnaire's language, such as fr")
      } else {
        problems.report(
          node.line,
          "\(what): a date pattern consists of yyyy, MM, dd and separators, such as dd/MM/yyyy, or is dmy, mdy or ymd"
        )
      }
    }
    let short = declaration.patterns.filter { $0.hasShortYear }
    if let first = short.first, short.contains(where: first.contradicts) {
      problems.report(node.line, "\(what): two orders with years of two digits cannot be told apart")
    }
    return declaration
  }

  /// The patterns and, unless it could be read in two ways, `yyyy-MM-dd`.
  private func withISO(_ patterns: [DatePattern]) -> [DatePattern] {
    guard let iso = DatePattern.iso, !patterns.contains(where: \.isLikeISO) else { return patterns }
    return patterns + [iso]
  }

  /// The decimal mark of a column, the separators of thousands that it may have, and whether the file decides.
  mutating func numberReading(
    _ fields: Fields, _ format: Write.Format
  ) -> (mark: UInt8, grouping: NumberGrouping, choice: Openness.Proof?) {
    let declared = decimalDeclaration(fields) ?? defaults.decimal
    var isNumber = false
    switch format {
    case .integer, .number: isNumber = true
    default: break
    }
    if let mark = notation.decimal { return (mark.byte, isNumber ? .given : .none, nil) }
    switch declared {
    case .mark(let mark): return (mark, .none, nil)
    case .proven(let proof):
      // Codes such as 1.0 have a point; before the proof no fraction can be read.
      return (isNumber ? 0 : UInt8(ascii: "."), .none, isNumber ? proof : nil)
    }
  }

  mutating func decimalDeclaration(_ fields: Fields) -> DecimalDeclaration? {
    guard let node = fields["decimal"] else { return nil }
    switch node.text {
    case ".": return .mark(UInt8(ascii: "."))
    case ",": return .mark(UInt8(ascii: ","))
    case let text?:
      if let proof = Openness.Proof(rawValue: text) { return .proven(proof) }
    case nil: break
    }
    problems.report(node.line, "decimal must be \".\", \",\" or proven")
    return nil
  }

  /// What a command line says must mean something with this questionnaire.
  mutating func checkNotation() {
    guard case .pattern(let text)? = notation.dates, DatePattern(text, language: defaults.language) == nil
    else {
      return
    }
    problems.report(
      0,
      DatePattern(text, language: .english) == nil
        ? "dates are to be read by a pattern of yyyy, MM, dd and separators, or as dmy, mdy or ymd"
        : "months in words need a language: say --language fr, de, en, lb or pt")
  }

  /// Patterns of a text answer or of a text of the model.
  mutating func textPatterns(_ fields: Fields, _ format: Write.Format) -> [CodePattern] {
    guard let node = fields["pattern"] else { return [] }
    guard case .text = format else {
      problems.report(node.line, "pattern is only for texts and for the participants' codes")
      return []
    }
    return codePatterns(fields)
  }

  /// The patterns of `pattern`: one, or a list of which a text must have one.
  mutating func codePatterns(_ fields: Fields) -> [CodePattern] {
    guard let node = fields["pattern"] else { return [] }
    return problems.texts(node, "pattern").compactMap { text in
      do throws(CodePattern.Problem) {
        return try CodePattern(text)
      } catch {
        problems.report(node.line, "pattern: \(error.message)")
        return nil
      }
    }
  }
}

extension Notation.MissingCode {
  var coding: Write.Coding { .init(cell: cell, name: reason.word, meaning: .missing(reason)) }
}
