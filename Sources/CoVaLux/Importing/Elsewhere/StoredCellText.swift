import CohortModel
import Questionnaires

/// Makes the text of a cell again from what was stored of it: expressions of SQL for one version of a questionnaire.
///
/// `a` is the row of `cohort.answer`, `r` that of `cohort.response`, `p` that of `cohort.participant`. What a cell said
/// cannot be told from infections and doses, nor from concepts of several columns.
struct StoredCellText {
  private let questionnaire: Questionnaire
  private let places: [AnswerEncoder.Place]

  init(_ questionnaire: Questionnaire) {
    self.questionnaire = questionnaire
    places = AnswerEncoder.places(of: questionnaire.answers)
  }

  /// What a column holds; nil if nothing of it is stored in a way that tells.
  func sql(of column: String) -> String? {
    let name = column.lowercased()
    let writes = questionnaire.writes.filter { write in
      write.parts.isEmpty && write.columns.contains { $0.lowercased() == name }
    }
    // An answer of its own keeps what a concept may have put together.
    let answers = writes.filter { if case .answer = $0.destination { true } else { false } }
    let texts = (answers.isEmpty ? writes : answers).compactMap(sql)
    return texts.isEmpty ? nil : "coalesce(\(texts.joined(separator: ", ")))"
  }

  private func sql(of write: Write) -> String? {
    switch write.destination {
    case .answer(let index):
      switch places[index] {
      case .coded(let place):
        return Self.code(write, of: "a.coded[\(place + 1)]")
      case .number(let place):
        let value = "a.numbers[\(place + 1)]"
        let isDate = questionnaire.answers[index].kind == .date
        let text = isDate ? "(date '2000-01-01' + \(value)::integer)::text" : "\(value)::text"
        return reasoned(text, write, questionnaire.answers[index].name)
      case .text:
        let name = questionnaire.answers[index].name
        return reasoned("a.texts ->> \(Self.literal(name))", write, name)
      }
    case .concept(let concept, _):
      let table: String
      switch concept.block {
      case .response, .symptom, .instrument: table = "r"
      case .participant: table = "p"
      case .identity, .consent, .infection, .vaccination: return nil
      }
      let value = "\(table).\"\(concept.column)\""
      switch concept.kind {
      case .coded: return Self.code(write, of: value)
      case .integer, .number, .year, .date, .text: return "\(value)::text"
      case .partialDate, .vocabulary: return nil
      }
    }
  }

  /// The first cell of each code; several may have the same.
  private static func code(_ write: Write, of value: String) -> String {
    if write.isCheckbox { return "case \(value) when 0 then '0' when 1 then '1' end" }
    var known: Set<Int16> = []
    let cases = write.codings.compactMap { coding -> String? in
      let code: Int16
      switch coding.meaning {
      case .code(let stored): code = stored
      case .missing(let reason): code = reason.rawValue
      case .identifier: return nil
      }
      guard !coding.cell.isEmpty, known.insert(code).inserted else { return nil }
      return "when \(code) then \(literal(coding.cell))"
    }
    return cases.isEmpty ? "null::text" : "case \(value) \(cases.joined(separator: " ")) end"
  }

  /// The value, else the token of the reason why there is none.
  private func reasoned(_ text: String, _ write: Write, _ name: String) -> String {
    var known: Set<String> = []
    let cases = write.codings.compactMap { coding -> String? in
      guard case .missing(let reason) = coding.meaning, !coding.cell.isEmpty,
        known.insert(reason.word).inserted
      else { return nil }
      return "when \(Self.literal(reason.word)) then \(Self.literal(coding.cell))"
    }
    guard !cases.isEmpty else { return text }
    let reason = "case a.reasons ->> \(Self.literal(name)) \(cases.joined(separator: " ")) end"
    return "coalesce(\(text), \(reason))"
  }

  private static func literal(_ text: String) -> String {
    let quoted = text.replacing("'", with: "''")
    return text.contains("\\") ? "E'\(quoted.replacing("\\", with: "\\\\"))'" : "'\(quoted)'"
  }
}
