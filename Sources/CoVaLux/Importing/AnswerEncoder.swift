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

  /// A coded answer, which the loop over rows reads without touching its question.
  private struct Code {
    let target: Int
    let place: Int
    let blankCode: Int16
  }

  /// An answer that is a number, a date or a text.
  private struct Question {
    let target: Int
    /// Place among the numbers; nil for a text.
    let place: Int?
    let name: String
    /// The name as the beginning of a JSON member.
    let label: [UInt8]
  }

  private let form: [UInt8]
  private let questionnaire: Int32
  private let codes: [Code]
  private let questions: [Question]
  /// ``absent`` where a row to be merged says nothing.
  private var coded: [Int16]
  private var numbers: [Double?]
  private var texts: [UInt8] = []
  private var reasons: [UInt8] = []
  private static let absent = Int16.min
  /// The words of reasons, by their codes from -1 downwards.
  private static let words = (1...6).map { MissingReason(rawValue: -$0).map { Array($0.word.utf8) } ?? [] }

  /// Nil if the questionnaire has no such answers in the file.
  init?(questionnaire: Questionnaire, number: Int32, targets: [Target]) {
    let places = Self.places(of: questionnaire.answers)
    var codes: [Code] = []
    var questions: [Question] = []
    for (index, target) in targets.enumerated() {
      guard case .answer(let answer) = target.destination else { continue }
      let name = questionnaire.answers[answer].name
      func add(_ place: Int?) {
        questions.append(Question(target: index, place: place, name: name, label: JSONText.label(name)))
      }
      switch places[answer] {
      case .coded(let place):
        codes.append(Code(target: index, place: place, blankCode: target.blankReason.rawValue))
      case .number(let place): add(place)
      case .text: add(nil)
      }
    }
    guard !codes.isEmpty || !questions.isEmpty else { return nil }
    self.codes = codes
    self.questions = questions
    form = Array(questionnaire.form.utf8)
    self.questionnaire = number
    coded = Array(repeating: Self.absent, count: questionnaire.answers.count { $0.kind == .coded })
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
    texts.removeAll(keepingCapacity: true)
    reasons.removeAll(keepingCapacity: true)
    for place in numbers.indices { numbers[place] = nil }
    var isAnswered = Self.fill(&coded, codes, answers, isNew: isNew)
    for index in questions.indices {
      let cell = answers.cells[questions[index].target]
      switch cell.state {
      case .value:
        if let place = questions[index].place {
          numbers[place] = cell.double
        } else {
          JSONText.appendMember(questions[index].label, answers.text, cell.text, to: &texts)
        }
      case .missing(let reason):
        if let place = questions[index].place, !isNew { numbers[place] = .nan }
        let word = Self.words[Int(-reason.rawValue) - 1]
        JSONText.appendMember(questions[index].label, word, 0..<word.count, to: &reasons)
      case .blank, .skipped: continue
      }
      isAnswered = true
    }
    return isAnswered
  }

  private static func fill(
    _ array: inout [Int16], _ codes: [Code], _ answers: borrowing Answers, isNew: Bool
  ) -> Bool {
    let unasked = isNew ? MissingReason.notAsked.rawValue : Self.absent
    var isAnswered = false
    var coded = array.mutableSpan
    for place in coded.indices { coded[place] = unasked }
    for index in codes.indices {
      let code = codes[index]
      switch answers.cells[code.target].state {
      case .value: coded[code.place] = Int16(truncatingIfNeeded: answers.cells[code.target].int)
      case .missing(let reason): coded[code.place] = reason.rawValue
      case .blank:
        if isNew { coded[code.place] = code.blankCode }
        continue
      case .skipped: continue
      }
      isAnswered = true
    }
    return isAnswered
  }

  /// Names of the numbers and texts that have a value in the row, whose stored reasons no longer hold.
  private func answeredNames(_ answers: borrowing Answers) -> [String] {
    var names: [String] = []
    for question in questions {
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
    guard coded.contains(Self.absent) else {
      buffer.append(int16s: coded)
      return
    }
    let array = buffer.beginArray(of: .int16, count: coded.count)
    for code in coded { buffer.append(int16: code == Self.absent ? nil : code) }
    buffer.endArray(array)
  }

  private static func appendObject(_ members: [UInt8], to buffer: inout CopyBuffer) {
    guard !members.isEmpty else {
      buffer.appendNull()
      return
    }
    buffer.append(jsonbMembers: members.span)
  }
}
