/// Remarks about what a codebook will not say: questions and codes without words, or with those of others.
struct LabelRemarks {
  private(set) var remarks: [QuestionnaireRemark] = []

  init(_ questionnaire: Questionnaire) {
    checkLabels(questionnaire)
    checkCodes(questionnaire)
  }

  private mutating func checkLabels(_ questionnaire: Questionnaire) {
    var questions: Set<Substring> = []
    var labels: [String: Substring] = [:]
    for (answer, line) in zip(questionnaire.answers, questionnaire.answerLines)
    where questions.insert(answer.question).inserted {
      guard let label = answer.label, !label.isEmpty else {
        report("label-missing", line, "answer.\(answer.question) has no label; codebooks will show its name")
        continue
      }
      if let other = labels[label.lowercased()] {
        report(
          "label-repeated", line,
          "answer.\(answer.question) has the label of answer.\(other); nobody can tell them apart by it")
      } else {
        labels[label.lowercased()] = answer.question
      }
    }
  }

  private mutating func checkCodes(_ questionnaire: Questionnaire) {
    for write in questionnaire.writes.flatMap(\.single) {
      let unread = write.codings.filter { $0.name.isEmpty }.map(\.cell)
      if !unread.isEmpty {
        report(
          "code-label", write.line,
          "\(write.name): \(Self.list(unread)) without a meaning, read as missing for an unknown reason")
      }
      guard case .answer(let index) = write.destination else { continue }
      let levels = questionnaire.answers[index].levels.map(\.name)
      let bare = levels.filter { level in
        level.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D || $0 == 0x2E }
      }
      // A scale of numbers, such as a pain from 0 to 10, needs no words for each.
      if !bare.isEmpty && (bare.count < levels.count || write.unit == nil) {
        report("code-label", write.line, "\(write.name): \(Self.list(bare)) without words for what it means")
      }
    }
  }

  private static func list(_ codes: [String]) -> String {
    let shown = codes.prefix(6).joined(separator: ", ")
    return codes.count == 1 ? "code \(shown)" : "codes \(shown)\(codes.count > 6 ? ", …" : "")"
  }

  private mutating func report(_ rule: String, _ line: Int, _ message: String) {
    remarks.append(.init(rule: rule, severity: .warning, line: line, message: message))
  }
}
