/// Remarks about names that other programs cut, confuse or refuse.
struct NameRemarks {
  private(set) var remarks: [QuestionnaireRemark] = []
  private let names: [(name: String, question: String, line: Int)]

  init(_ questionnaire: Questionnaire) {
    names = zip(questionnaire.answers, questionnaire.answerLines).map { answer, line in
      (VariableLimit.portable(answer.name), VariableLimit.portable(String(answer.question)), line)
    }
    checkLengths(questionnaire.answers.map(\.name))
    checkWords(questionnaire.answers.map(\.name))
    checkClashes(questionnaire.answers.map(\.name))
    checkTransport(questionnaire.answers.map(\.name))
  }

  private mutating func checkLengths(_ spelled: [String]) {
    for (name, entry) in zip(spelled, names) {
      let tooNarrow = VariableLimit.all.filter { limit in
        // REDCap has one field for all options of a question.
        (limit.program == "REDCap" ? entry.question : entry.name).utf8.count > limit.length
      }
      guard !tooNarrow.isEmpty else { continue }
      let limits = tooNarrow.map { "\($0.program) has \($0.length)" }.joined(separator: ", ")
      report(
        "name-length", .warning, entry.line,
        "the name of answer.\(name) has \(entry.name.utf8.count) characters; \(limits)")
    }
  }

  private mutating func checkWords(_ spelled: [String]) {
    for (name, entry) in zip(spelled, names) {
      let lower = entry.name.lowercased()
      let programs = VariableLimit.all.filter { $0.reserved.contains(lower) }.map(\.program)
      if !programs.isEmpty {
        report(
          "reserved-name", .warning, entry.line,
          "answer.\(name): the name is a word of \(programs.joined(separator: ", ")) and cannot be a variable there"
        )
      }
      if let first = entry.name.utf8.first, (0x30...0x39).contains(first) {
        report(
          "reserved-name", .warning, entry.line,
          "answer.\(name): a name that begins with a digit is none in SPSS, SAS, Stata and R")
      }
    }
  }

  /// Names that are one where letters count in any case, signs are underscores, or names are cut.
  private mutating func checkClashes(_ spelled: [String]) {
    var told: Set<Int> = []
    func clashes(_ key: (String) -> String) -> [(Int, Int)] {
      var first: [String: Int] = [:]
      var pairs: [(Int, Int)] = []
      for (place, entry) in names.enumerated() {
        let key = key(entry.name.lowercased())
        if let other = first[key] { pairs.append((place, other)) } else { first[key] = place }
      }
      return pairs
    }
    for (place, other) in clashes({ $0 }) {
      told.insert(place)
      report(
        "name-clash", .warning, names[place].line,
        "answer.\(spelled[place]) and answer.\(spelled[other]) differ in case or signs only, "
          + "and are one variable in SPSS, SAS and REDCap")
    }
    for (place, other) in clashes({ String($0.prefix(32)) }) where told.insert(place).inserted {
      report(
        "name-clash", .warning, names[place].line,
        "answer.\(spelled[place]) and answer.\(spelled[other]) are one variable once SAS and Stata cut them to 32 characters"
      )
    }
  }

  /// Most names are longer than eight characters, so that one note tells of all.
  private mutating func checkTransport(_ spelled: [String]) {
    let limit = VariableLimit.transportLength
    let long = names.indices.filter { names[$0].name.utf8.count > limit }
    guard let first = long.first else { return }
    let cut = Set(names.map { $0.name.lowercased().prefix(limit) }).count
    let lost = names.count - cut
    report(
      "name-length", .note, names[first].line,
      "\(long.count) of \(names.count) names, answer.\(spelled[first]) first, are longer than the \(limit) characters of "
        + "a SAS transport file (version 5)" + (lost > 0 ? ", and \(lost) would be told apart no more" : ""))
  }

  private mutating func report(
    _ rule: String, _ severity: Finding.Severity, _ line: Int, _ message: String
  ) {
    remarks.append(.init(rule: rule, severity: severity, line: line, message: message))
  }
}
