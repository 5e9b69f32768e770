import CohortModel
import Yams

/// Reading `any-of`: a concept that several columns tell together.
extension QuestionnaireLoader {
  /// Keys of one column; the others are said once, of all columns.
  private static let columnKeys = [
    "column", "codes", "missing", "asked-if", "optional-column", "decimal", "label", "source",
  ]
  /// Keys of the whole that hold for each column without its own.
  private static let inheritedKeys = [
    "codes", "missing", "asked-if", "optional-column", "decimal", "label", "on-error", "shared",
  ]

  /// Adds the write of a concept with `any-of`.
  mutating func appendAnyOf(
    _ name: String, _ destination: Destination, _ concept: Concept, _ list: Node, _ fields: Fields
  ) {
    guard Self.hasJointAnswer(concept) else {
      problems.report(
        list.line, "any-of is only for symptoms and for what is answered no or yes, which \(name) is not")
      return
    }
    for key in ["column", "range", "format", "severity", "unit"] where fields[key] != nil {
      problems.report(fields[key]?.line ?? fields.line, "\(name) has any-of and so no \(key)")
    }
    guard case .sequence(let items) = list else {
      problems.report(list.line, "any-of must be a list of columns, not \(list.form)")
      return
    }
    guard items.count >= 2 else {
      problems.report(list.line, "any-of needs two columns or more; for one there is column")
      return
    }
    var parts: [Write] = []
    var columns: Set<String> = []
    for item in items {
      guard let own = columnFields(item, name)?.inheriting(Self.inheritedKeys, from: fields) else {
        continue
      }
      let part = write(
        name, destination, .coded, codings(of: concept, own, name: name), nil, own, role: .part)
      if let column = part.columns.first(where: columns.contains) {
        problems.report(item.line, "\(name): any-of names the column \"\(column)\" twice")
      } else {
        checkColumns(part.columns, name, own, .part)
      }
      columns.formUnion(part.columns)
      parts.append(part)
    }
    let whole = write(name, destination, .coded, [], nil, fields, role: .whole)
    writes.append(whole.combining(parts))
  }

  /// Only where one answer is "no" and each other one more than it, several columns have a joint answer.
  private static func hasJointAnswer(_ concept: Concept) -> Bool {
    concept.kind == .coded(.symptom) || concept.kind == .coded(.noYes)
  }

  /// What is said of one column: its name, its spellings, or a map; nil if it is none of these.
  private mutating func columnFields(_ item: Node, _ name: String) -> Fields? {
    let own: Fields
    if case .mapping = item {
      own = problems.fields(item, "a column of any-of", known: Self.columnKeys)
      guard own["column"] != nil else {
        problems.report(item.line, "a column of any-of needs column: its name")
        return nil
      }
    } else if item.isNull {
      problems.report(item.line, "a column of any-of needs a name")
      return nil
    } else {
      own = Fields([("column", item)], line: item.line)
    }
    if let missing = own["missing"], missingTokens(missing).blank != nil {
      problems.report(missing.line, "\(name): the reason of a blank is said once, of all columns of any-of")
    }
    return own
  }
}
