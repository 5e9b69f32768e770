import CohortModel
import Yams

/// Reading what a write says about other columns of its row.
extension QuestionnaireLoader {
  /// The part of the form that a column belongs to.
  mutating func part(_ fields: Fields, isCheckbox: Bool) -> Write.Part? {
    let evidence = problems.word(fields, "opens-part", among: Write.Part.Evidence.allCases.map(\.rawValue))
      .flatMap(Write.Part.Evidence.init(rawValue:))
    if let name = problems.text(fields, "part-state") {
      for key in ["part", "opens-part"] where fields[key] != nil {
        problems.report(fields[key]?.line ?? fields.line, "a column with part-state has no \(key)")
      }
      return Write.Part(name: name, evidence: .nonzero, isState: true)
    }
    guard let name = problems.text(fields, "part") else {
      if let node = fields["opens-part"] {
        problems.report(node.line, "opens-part is only for columns of a part")
      }
      return nil
    }
    // An option that was never shown is exported as 0.
    return Write.Part(name: name, evidence: evidence ?? (isCheckbox ? .nonzero : .always), isState: false)
  }

  /// A condition or a calculation.
  mutating func expression(_ fields: Fields, _ key: String) -> Expression? {
    guard let node = fields[key], let text = problems.text(fields, key) else { return nil }
    do {
      return try Expression(text)
    } catch {
      problems.report(node.line, "\(key) cannot be read: \(error)")
      return nil
    }
  }

  /// Codes that are known and no longer offered, by their cells.
  mutating func retired(_ fields: Fields, _ codings: [Write.Coding]) -> [Int16] {
    guard let node = fields["retired"] else { return [] }
    return problems.texts(node, "retired").compactMap { cell in
      let meaning = codings.first { $0.cell == cell }?.meaning
      if case .code(let code)? = meaning { return code }
      problems.report(
        node.line,
        "retired: \"\(cell)\" is no code\(Spelling.suggestion(for: cell, among: codings.map(\.cell)))")
      return nil
    }
  }

  mutating func calculation(_ fields: Fields, _ format: Write.Format) -> Expression? {
    guard let node = fields["calculated"] else { return nil }
    switch format {
    case .integer, .number: break
    default:
      problems.report(node.line, "calculated is only for numbers")
      return nil
    }
    guard let expression = expression(fields, "calculated") else { return nil }
    if expression.dependsOnToday {
      problems.report(
        node.line, "a calculation with 'today' has another result every day and cannot be compared")
    }
    return expression
  }

  mutating func longestText(_ fields: Fields, _ format: Write.Format) -> Int? {
    guard let node = fields["max-length"], let length = problems.integer(fields, "max-length") else {
      return nil
    }
    guard case .text = format else {
      problems.report(node.line, "max-length is only for texts")
      return nil
    }
    if length < 1 { problems.report(node.line, "max-length must be 1 or more") }
    return length
  }

  /// Remembers what is said of the options of one question together; `codes` are those of the writes.
  mutating func readOptionGroup(_ name: String, _ fields: Fields, _ writes: Range<Int>, codes: [String]) {
    var exclusive: [Int] = []
    for code in fields["exclusive"].map({ problems.texts($0, "exclusive") }) ?? [] {
      if let place = codes.firstIndex(of: code) {
        exclusive.append(writes.lowerBound + place)
      } else {
        problems.report(
          fields["exclusive"]?.line ?? fields.line,
          "answer.\(name) has no option \"\(code)\"\(Spelling.suggestion(for: code, among: codes))")
      }
    }
    let most = problems.integer(fields, "at-most")
    if let most, most < 1 {
      problems.report(fields["at-most"]?.line ?? fields.line, "at-most must be 1 or more")
    }
    let isWanted = problems.flag(fields, "wanted")
    if !exclusive.isEmpty || most != nil || isWanted {
      optionGroups.append(
        OptionGroup(writes: writes, exclusive: exclusive, most: most, isWanted: isWanted))
    }
  }
}
