/// Something about a sound questionnaire that will trouble somebody who uses what it stores.
public struct QuestionnaireRemark: Hashable, Sendable, CustomStringConvertible {
  /// Word of what it is about, such as `name-length`.
  public let rule: String
  /// A warning, or a note where only few are concerned.
  public let severity: Finding.Severity
  /// Line of the questionnaire file.
  public let line: Int
  /// What the matter is, and what to do.
  public let message: String

  /// `line 12: warning: …`, as compilers write it.
  public var description: String { "\(line): \(severity.word): \(message) [\(rule)]" }
}

extension Questionnaire {
  /// What will trouble somebody, by line.
  public var remarks: [QuestionnaireRemark] {
    var remarks = NameRemarks(self).remarks + LabelRemarks(self).remarks + ConditionReach(self).remarks
    for (answer, line) in zip(answers, answerLines) where answer.kind == .text {
      guard !answer.isIdentifying && !answer.isNeverExported else { continue }
      remarks.append(
        .init(
          rule: "text-kept", severity: .warning, line: line,
          message: "answer.\(answer.name) is a text, in which people write names and dates; "
            + "say identifying: true or never-export: true"))
    }
    return remarks.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
      .map(\.element)
  }

  /// Lines of the questionnaire file by the places of ``answers``.
  var answerLines: [Int] {
    var lines = Array(repeating: 0, count: answers.count)
    for write in writes {
      if case .answer(let index) = write.destination { lines[index] = write.line }
    }
    return lines
  }
}

extension AnswerQuestion {
  /// The question that an option belongs to; itself if it is no option.
  var question: Substring { name.prefix { $0 != "." } }
}
