import CohortModel
import Postgres
import Questionnaires

/// Encodes the answers of a row that no concept exists for.
struct AnswerEncoder {
  /// The columns of a response that hold them.
  static let columns = ["questionnaire_id", "coded", "numbers", "texts", "reasons"]

  static let createStaging = """
    create temporary table staging_answer on commit drop as
    select 0::bigint as source_line, participant_id, form, event, instance, questionnaire_id, coded, numbers,
      texts, reasons, array[]::text[] as answered
    from cohort.answer with no data
    """
  static let stagingCopy = """
    copy staging_answer (source_line, participant_id, form, event, instance, \(columns.joined(separator: ", ")), \
    answered) from stdin (format binary)
    """

  /// Where an answer lies: its place in one of the arrays, or among the texts.
  enum Place {
    case coded(Int)
    case number(Int)
    case text
  }

  private struct Question {
    let target: Int
    let place: Place
    let name: String
    /// The name as the beginning of a JSON member.
    let label: [UInt8]
    let blankCode: Int16
  }

  private let form: [UInt8]
  private let questionnaire: Int32
  private let questions: [Question]
  private var coded: [Int16?]
  private var numbers: [Double?]
  private var texts: [UInt8] = []
  private var reasons: [UInt8] = []

  /// Nil if the questionnaire has no such answers in the file.
  init?(questionnaire: Questionnaire, number: Int32, targets: [Target]) {
    let places = Self.places(of: questionnaire.answers)
    questions = targets.enumerated().compactMap { index, target in
      guard case .answer(let answer) = target.destination else { return nil }
      let name = questionnaire.answers[answer].name
      return Question(
        target: index, place: places[answer], name: name, label: JSONText.label(name),
        blankCode: target.blankReason.rawValue)
    }
    guard !questions.isEmpty else { return nil }
    form = Array(questionnaire.form.utf8)
    self.questionnaire = number
    coded = Array(repeating: nil, count: questionnaire.answers.count { $0.kind == .coded })
    numbers = Array(
      repeating: nil, count: questionnaire.answers.count { $0.kind != .coded && $0.kind != .text })
  }

  /// Appends the ``columns`` of a new response; NULL if it has no such answer.
  mutating func appendNew(_ answers: borrowing Answers, to buffer: inout CopyBuffer) {
    guard fill(answers, isNew: true) else {
      for _ in Self.columns { buffer.appendNull() }
      return
    }
    appendColumns(to: &buffer)
  }

  /// Adds a row to be merged, unless it has no such answer.
  mutating func appendStaged(_ answers: borrowing Answers, _ row: RowBuffers.Row, to buffer: inout CopyBuffer)
  {
    guard fill(answers, isNew: false) else { return }
    buffer.beginRow(fieldCount: 6 + Self.columns.count)
    buffer.append(int64: Int64(row.line))
    buffer.append(int64: row.participant)
    buffer.append(bytes: form.span)
    buffer.append(bytes: answers.text.span.extracting(answers.eventText))
    buffer.append(int16: answers.instance)
    appendColumns(to: &buffer)
    buffer.append(texts: answeredNames(answers))
  }

  /// Sorts the row's cells into the arrays and objects; false if there is no answer among them.
  ///
  /// In a row to be merged nil keeps what is stored and a number that is not one empties it.
  private mutating func fill(_ answers: borrowing Answers, isNew: Bool) -> Bool {
    for place in coded.indices {
      coded[place] = isNew ? MissingReason.notAsked.rawValue : nil
    }
    for place in numbers.indices { numbers[place] = nil }
    texts.removeAll(keepingCapacity: true)
    reasons.removeAll(keepingCapacity: true)
    var isAnswered = false
    for question in questions {
      let cell = answers.cells[question.target]
      switch (cell.state, question.place) {
      case (.value, .coded(let index)): coded[index] = Int16(truncatingIfNeeded: cell.int)
      case (.value, .number(let index)): numbers[index] = cell.double
      case (.value, .text):
        JSONText.appendMember(question.label, answers.text, cell.text, to: &texts)
      case (.missing(let reason), .coded(let index)): coded[index] = reason.rawValue
      case (.missing(let reason), let place):
        if case .number(let index) = place, !isNew { numbers[index] = .nan }
        let word = Array(reason.word.utf8)
        JSONText.appendMember(question.label, word, 0..<word.count, to: &reasons)
      case (.blank, .coded(let index)):
        if isNew { coded[index] = question.blankCode }
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
    for question in questions {
      if case .coded = question.place { continue }
      if case .value = answers.cells[question.target].state { names.append(question.name) }
    }
    return names
  }

  /// The place of each question among those that share its array.
  static func places(of questions: [AnswerQuestion]) -> [Place] {
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

  private func appendColumns(to buffer: inout CopyBuffer) {
    buffer.append(int32: questionnaire)
    appendCoded(to: &buffer)
    if numbers.isEmpty { buffer.appendNull() } else { buffer.append(doubles: numbers) }
    Self.appendObject(texts, to: &buffer)
    Self.appendObject(reasons, to: &buffer)
  }

  private func appendCoded(to buffer: inout CopyBuffer) {
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
