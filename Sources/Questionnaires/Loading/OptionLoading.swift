import CohortModel
import Yams

/// Reading questions of which several options may be ticked.
extension QuestionnaireLoader {
  /// Spellings of the options' columns: by REDCap's rule, and as the code stands.
  ///
  /// Options that are told by their labels may only differ in what REDCap's rule makes one underscore of; such twins
  /// are found by their labels alone.
  mutating func optionColumns(
    _ name: String, _ template: (before: String, after: String), _ codes: [(code: String, line: Int)]
  ) -> [[String]] {
    func column(_ code: String) -> String { template.before + code + template.after }
    let plain = codes.map { column(CheckboxName.option($0.code)) }
    var counts: [String: Int] = [:]
    for column in plain { counts[column, default: 0] += 1 }
    var told: Set<String> = []
    var literals: Set<String> = []
    return zip(codes, plain).map { entry, plain in
      let literal = column(entry.code)
      guard counts[plain] == 1 else {
        let areCodes = codes.allSatisfy {
          CheckboxName.option($0.code) != CheckboxName.option(entry.code) || Self.isCode($0.code)
        }
        if areCodes && !told.insert(plain).inserted || !literals.insert(literal.lowercased()).inserted {
          problems.report(entry.line, "two options of answer.\(name) have the column \"\(plain)\"")
        }
        return areCodes ? [plain] : [literal]
      }
      return literal.lowercased() == plain.lowercased() ? [plain] : [plain, literal]
    }
  }

  /// True for what REDCap takes for a code of a choice.
  private static func isCode(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
      [0x2D, 0x2E, 0x5F].contains(byte) || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
    }
  }

  /// One answer for each option of a cell that holds all that were ticked: `separator: ";"`.
  mutating func readSelection(_ name: String, _ fields: Fields) {
    for key in ["type", "option-columns"] where fields[key] != nil {
      problems.report(fields[key]?.line ?? fields.line, "answer.\(name) has a separator and so no \(key)")
    }
    guard let separator = separator(fields) else { return }
    guard let node = fields["codes"] else {
      problems.report(fields.line, "answer.\(name) needs codes: the options that its cell may hold")
      return
    }
    var reasons: [Write.Coding] = []
    var names: [String] = []
    var codes: [String] = []
    var options: [Selection.Option] = []
    for entry in problems.textMap(node, "codes") {
      let word = entry.value ?? entry.key
      if let reason = MissingReason(word: word) {
        reasons.append(.init(cell: entry.key, name: word, meaning: .missing(reason)))
        continue
      }
      if entry.key.utf8.contains(separator) {
        problems.report(entry.line, "\"\(entry.key)\" of answer.\(name) holds the separator of its options")
      }
      let place = names.firstIndex(of: word) ?? names.count
      if place == names.count {
        names.append(word)
        codes.append(entry.key)
      }
      options.append(.init(cell: entry.key, place: place))
    }
    let start = writes.count
    for (place, option) in names.enumerated() {
      // What a blank means is said once for the cell and not once for each option.
      let settings = place == 0 ? fields : fields.without("required").without("wanted")
      append(
        option: "\(name).\(option)", settings, reasons,
        Selection(separator: separator, options: options, place: place))
    }
    readOptionGroup(name, fields, start..<writes.count, codes: codes)
  }

  private mutating func separator(_ fields: Fields) -> UInt8? {
    guard let text = fields["separator"]?.text, text.utf8.count == 1, let byte = text.utf8.first, byte < 0x80
    else {
      problems.report(
        fields["separator"]?.line ?? fields.line,
        "separator must be one character of ASCII, such as \";\" or \" \"")
      return nil
    }
    return byte
  }

  private mutating func append(
    option name: String, _ fields: Fields, _ codings: [Write.Coding], _ selection: Selection
  ) {
    guard answerNames.insert(name).inserted else {
      problems.report(fields.line, "answer.\(name) is written twice")
      return
    }
    answers.append(
      AnswerQuestion(
        name: name, label: problems.text(fields, "label"), kind: .coded, unit: nil,
        levels: [.init(name: "no", code: 0), .init(name: "yes", code: 1)],
        isIdentifying: problems.flag(fields, "identifying"),
        isNeverExported: problems.flag(fields, "never-export")))
    var write = write(
      "answer.\(name)", .answer(index: answers.count - 1), .coded, codings, nil, fields, isCheckbox: true,
      role: .answer)
    write.selection = selection
    if selection.place == 0 { checkColumns(write.columns, write.name, fields, .answer) }
    writes.append(write)
  }
}
