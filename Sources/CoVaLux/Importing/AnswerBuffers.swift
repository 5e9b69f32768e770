import CohortModel
import Postgres
import Questionnaires

/// Encodes the answers that no concept exists for: one row of `cohort.answer` per response.
struct AnswerBuffers {
  static let directCopy = """
    copy cohort.answer (participant_id, form, event, instance, questionnaire_id, coded, numbers, texts, reasons) \
    from stdin (format binary)
    """
  static let createStaging = """
    create temporary table staging_answer on commit drop as
    select 0::bigint as source_line, participant_id, form, event, instance, questionnaire_id, coded, numbers,
      texts, reasons, array[]::text[] as answered
    from cohort.answer with no data
    """
  static let stagingCopy = """
    copy staging_answer (source_line, participant_id, form, event, instance, questionnaire_id, coded, numbers, \
    texts, reasons, answered) from stdin (format binary)
    """

  private enum Place {
    case coded(Int)
    case number(Int)
    case text
  }

  private(set) var direct = CopyBuffer()
  private(set) var staged = CopyBuffer()
  private let targets: [(target: Int, place: Place, name: String, blank: Int16)]
  private var content: Content

  /// Nil if the questionnaire has no such answers in the file.
  init?(questionnaire: Questionnaire, number: Int32, targets: [Target]) {
    let places = Self.places(of: questionnaire.answers)
    self.targets = targets.enumerated().compactMap { index, target in
      guard case .answer(let answer) = target.destination else { return nil }
      return (index, places[answer], questionnaire.answers[answer].name, target.blankReason.rawValue)
    }
    guard !self.targets.isEmpty else { return nil }
    content = Content(
      form: Array(questionnaire.form.utf8), questionnaire: number,
      coded: Array(repeating: nil, count: questionnaire.answers.count { $0.kind == .coded }),
      numbers: Array(
        repeating: nil, count: questionnaire.answers.count { $0.kind != .coded && $0.kind != .text }))
  }

  mutating func emptyDirect() { direct.removeAll() }
  mutating func emptyStaged() { staged.removeAll() }

  /// Adds the answers of a row, unless it has none.
  mutating func append(_ answers: borrowing Answers, _ row: RowBuffers.Row) {
    guard fill(answers, isNew: row.isNewResponse) else { return }
    if row.isNewResponse {
      direct.beginRow(fieldCount: 9)
      content.append(to: &direct, answers, row)
    } else {
      staged.beginRow(fieldCount: 11)
      staged.append(int64: Int64(row.line))
      content.append(to: &staged, answers, row)
      staged.append(texts: answeredNames(answers))
    }
  }

  /// Sorts the row's cells into the arrays and objects; false if there is no answer among them.
  ///
  /// In a row to be merged nil keeps what is stored and a number that is not one empties it.
  private mutating func fill(_ answers: borrowing Answers, isNew: Bool) -> Bool {
    for place in content.coded.indices {
      content.coded[place] = isNew ? MissingReason.notAsked.rawValue : nil
    }
    for place in content.numbers.indices { content.numbers[place] = nil }
    content.texts.removeAll(keepingCapacity: true)
    content.reasons.removeAll(keepingCapacity: true)
    var isAnswered = false
    for (target, place, name, blank) in targets {
      let cell = answers.cells[target]
      switch (cell.state, place) {
      case (.value, .coded(let index)): content.coded[index] = Int16(truncatingIfNeeded: cell.int)
      case (.value, .number(let index)): content.numbers[index] = cell.double
      case (.value, .text):
        JSONText.appendMember(name, answers.text, cell.text, to: &content.texts)
      case (.missing(let reason), .coded(let index)): content.coded[index] = reason.rawValue
      case (.missing(let reason), let place):
        if case .number(let index) = place, !isNew { content.numbers[index] = .nan }
        let word = Array(reason.word.utf8)
        JSONText.appendMember(name, word, 0..<word.count, to: &content.reasons)
      case (.blank, .coded(let index)):
        if isNew { content.coded[index] = blank }
        continue
      case (.blank, _), (.skipped, _): continue
      }
      isAnswered = true
    }
    return isAnswered
  }

  /// Names of the numbers and texts that have a value in the row, whose stored reasons no longer hold.
  private func answeredNames(_ answers: borrowing Answers) -> [String] {
    var names: [String] = []
    for (target, place, name, _) in targets {
      if case .coded = place { continue }
      if case .value = answers.cells[target].state { names.append(name) }
    }
    return names
  }

  /// The place of each question among those that share its array.
  private static func places(of questions: [AnswerQuestion]) -> [Place] {
    var codedCount = 0
    var numberCount = 0
    return questions.map { question in
      switch question.kind {
      case .coded:
        defer { codedCount += 1 }
        return .coded(codedCount)
      case .integer, .number, .date:
        defer { numberCount += 1 }
        return .number(numberCount)
      case .text: return .text
      }
    }
  }
}

extension AnswerBuffers {
  /// The arrays and objects of one row.
  fileprivate struct Content {
    let form: [UInt8]
    let questionnaire: Int32
    var coded: [Int16?]
    var numbers: [Double?]
    var texts: [UInt8] = []
    var reasons: [UInt8] = []

    func append(to buffer: inout CopyBuffer, _ answers: borrowing Answers, _ row: RowBuffers.Row) {
      buffer.append(int64: row.participant)
      buffer.append(bytes: form.span)
      buffer.append(bytes: answers.text.span.extracting(answers.eventText))
      buffer.append(int16: answers.instance)
      buffer.append(int32: questionnaire)
      appendCoded(&buffer)
      if numbers.isEmpty { buffer.appendNull() } else { buffer.append(doubles: numbers) }
      Self.appendObject(texts, to: &buffer)
      Self.appendObject(reasons, to: &buffer)
    }

    private func appendCoded(_ buffer: inout CopyBuffer) {
      guard !coded.isEmpty else {
        buffer.appendNull()
        return
      }
      let array = buffer.beginArray(of: .int16, count: coded.count)
      for code in coded { buffer.append(int16: code) }
      buffer.endArray(array)
    }

    private static func appendObject(_ members: [UInt8], to buffer: inout CopyBuffer) {
      guard !members.isEmpty else {
        buffer.appendNull()
        return
      }
      var bytes: [UInt8] = [UInt8(ascii: "{")]
      bytes += members
      bytes.append(UInt8(ascii: "}"))
      bytes.withUnsafeBytes { buffer.append(jsonbBytes: $0) }
    }
  }
}
