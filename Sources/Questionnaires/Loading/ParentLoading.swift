import Yams

/// Reading how rows of a file belong to rows of another one.
extension QuestionnaireLoader {
  /// `through: { form: visit, answer: key }` of the participant.
  mutating func parents(_ participant: Fields) -> Questionnaire.ParentRows? {
    guard let node = participant["through"] else { return nil }
    let fields = problems.fields(node, "through", known: ["form", "answer"])
    let form = problems.text(fields, "form")
    let answer = problems.text(fields, "answer")
    for (key, value) in [("form", form), ("answer", answer)] where value == nil && fields[key] == nil {
      problems.report(
        node.line, "through needs the form of the rows that are named, and the answer that holds their names")
    }
    if participant["number-format"] != nil {
      problems.report(node.line, "a participant who is found through another form has no number-format")
    }
    guard let form, let answer else { return nil }
    return .init(form: form, answer: answer.hasPrefix("answer.") ? String(answer.dropFirst(7)) : answer)
  }

  /// A row that names another one is about somebody who is stored.
  mutating func checkParents(_ parents: Questionnaire.ParentRows?, _ fields: Fields) {
    guard parents != nil, fields["enrols"]?.text?.lowercased() == "true" else { return }
    problems.report(
      fields["enrols"]?.line ?? fields.line,
      "a participant who is found through another form cannot be enrolled")
  }

  /// The column of the instance's number; nil also where instances are counted.
  mutating func instance(_ fields: Fields) -> Questionnaire.KeyColumn? {
    guard let node = fields["instance"] else { return nil }
    if case .mapping = node, node["counted"] != nil {
      _ = problems.fields(node, "instance", known: ["counted"])
      return nil
    }
    return keyColumn(node, "instance", extra: [])
  }

  /// `instance: { counted: [date, outcome] }`: the columns by which a participant's rows are told apart.
  mutating func counted(_ fields: Fields) -> [Questionnaire.CountedColumn] {
    guard let node = fields["instance"], case .mapping = node, let list = node["counted"] else { return [] }
    return problems.texts(list, "counted").compactMap { column in
      keyColumns.append(column)
      let write = writes.first { write in
        guard case .answer = write.destination, case .text = write.format else { return false }
        return write.columns.contains(column)
      }
      guard let write, case .answer(let index) = write.destination else {
        problems.report(
          list.line,
          "rows are told apart by what is stored of them: keep \(column) in a text answer, such as answer.key: "
            + "{ column: \(column), type: text, never-export: true }")
        return nil
      }
      return .init(
        column: .init(columns: write.columns, isOptional: false, line: list.line),
        answer: answers[index].name,
        blanks: write.codings.map(\.cell))
    }
  }
}
