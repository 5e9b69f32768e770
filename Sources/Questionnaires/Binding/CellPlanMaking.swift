import CohortModel

extension CellPlan {
  /// Most characters of a text answer.
  static let longestAnswer = 32_000
  /// Most characters of a text of the model.
  static let longestConceptText = 200

  /// Compiles a write for a column of a file.
  init(_ write: Write, target: Target, condition: Int, vocabulary: Vocabulary) {
    var table = CodeTable()
    var meanings: [Write.Coding.Meaning] = []
    // The question's own codes come before its missing tokens, and those before the questionnaire's.
    for coding in write.codings {
      let count = table.count
      table.insert(coding.cell, Int32(meanings.count))
      if table.count > count { meanings.append(coding.meaning) }
    }
    let name: Vocabulary.Name? = if case .vocabulary(let name) = write.format { name } else { nil }
    var isConcept = false
    if case .concept = write.destination { isConcept = true }
    let longest = isConcept ? Self.longestConceptText : Self.longestAnswer
    // Synonyms are looked up only where a cell may hold any identifier.
    let isOpen =
      name != nil
      && write.codings.contains { coding in
        guard case .identifier = coding.meaning else { return false }
        return coding.cell == coding.name
      }
    self.init(
      column: target.columnIndex, form: Self.form(of: write.format), table: table, meanings: meanings,
      hasTable: !meanings.isEmpty, hasRange: write.range != nil, range: write.range ?? NumberRange(),
      hasBounds: write.bounds != nil, bounds: write.bounds ?? NumberRange(), decimalMark: write.decimalMark,
      patterns: write.patterns, condition: condition, isRequired: write.isRequired,
      isCheckbox: write.isCheckbox,
      rangeSeverity: write.severity, rejectsRow: write.errorScope == .row, longestText: longest,
      allowsLines: !isConcept, vocabulary: isOpen ? name : nil,
      identifiers: name.map { vocabulary.identifiers(of: $0).map { Array($0.utf8) } } ?? [],
      messages: CellMessages(write, column: target.columnName, longestText: longest))
  }

  private static func form(of format: Write.Format) -> Form {
    switch format {
    case .coded: .coded
    case .vocabulary: .vocabulary
    case .integer: .integer
    case .number: .number
    case .date, .partialDate: .date
    case .year: .year
    case .text: .text
    }
  }
}
