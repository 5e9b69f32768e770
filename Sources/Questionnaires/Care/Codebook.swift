/// What a questionnaire asks, as far as stored answers depend on it.
public struct Codebook: Sendable {
  /// One question that the model has no concept for, one option of such a question, or a concept.
  struct Question: Sendable {
    /// Name as the questionnaire writes it.
    let name: String
    let columns: [String]
    let type: String
    let label: String
    /// What an option of a checkbox says; empty for others.
    let option: String
    let codes: [Write.Coding]
    let range: NumberRange?
    let longestText: Int?
    let askedIf: String
    let unit: String
    /// Place in ``Questionnaire/answers``; nil for a concept, whose stored values stand by themselves.
    let answer: Int?
  }

  /// Name of the questionnaire.
  public let name: String
  /// Number of its version.
  public let version: Int
  /// What it is called in messages; a dictionary has no version.
  public let title: String
  let questions: [Question]

  /// The codebook of a questionnaire.
  public init(_ questionnaire: Questionnaire) {
    self.init(questionnaire, title: "\(questionnaire.name) version \(questionnaire.version)", options: [:])
  }

  /// The codebook of a REDCap project, from its data dictionary.
  ///
  /// - Parameters:
  ///   - dictionary: The dictionary.
  ///   - questionnaire: What was made of it.
  ///   - title: What messages call it.
  public init(_ dictionary: RedcapDictionary, questionnaire: Questionnaire, title: String) {
    var options: [String: String] = [:]
    for field in dictionary.fields where field.type == "checkbox" {
      for choice in field.choices { options["\(field.name).\(choice.code)"] = choice.label }
    }
    self.init(questionnaire, title: title, options: options)
  }

  private init(_ questionnaire: Questionnaire, title: String, options: [String: String]) {
    name = questionnaire.name
    version = questionnaire.version
    self.title = title
    questions = questionnaire.writes.map { write in
      var place: Int?
      if case .answer(let index) = write.destination { place = index }
      let answer = place.map { questionnaire.answers[$0] }
      return Question(
        name: write.name, columns: write.columns, type: Self.type(write, answer), label: write.label ?? "",
        option: answer.flatMap { options[$0.name] } ?? "", codes: write.single.flatMap(\.codings),
        range: write.range, longestText: write.longestText,
        askedIf: write.single.compactMap(\.askedIf).joined(separator: "; "), unit: write.unit ?? "",
        answer: place)
    }
  }

  /// What an answer is, in the words of the questionnaire.
  private static func type(_ write: Write, _ answer: AnswerQuestion?) -> String {
    guard let answer else { return write.parts.isEmpty ? "concept" : "concept of several columns" }
    if write.isCheckbox { return "checkbox" }
    let isYesNo = answer.kind == .coded && answer.levels.map(\.name) == ["no", "yes"]
    return isYesNo ? "yes-no" : answer.kind.rawValue
  }
}
