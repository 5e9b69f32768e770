import Yams

/// Reading which rows of a file are its header.
extension QuestionnaireLoader {
  /// `header: { rows: 3, names: 1 }`, or `names: [1, 2]` where the rows name a column together.
  mutating func header(_ fields: Fields) -> HeaderLayout {
    guard let node = fields["header"] else { return .single }
    let inner = problems.fields(node, "header", known: ["rows", "names", "between", "groups"])
    let rows = problems.integer(inner, "rows") ?? 1
    guard (1...HeaderLayout.mostRows).contains(rows) else {
      problems.report(
        inner["rows"]?.line ?? node.line, "rows of header must be from 1 to \(HeaderLayout.mostRows)")
      return .single
    }
    let names = inner["names"].map { problems.texts($0, "names") } ?? ["1"]
    let numbers = names.compactMap { Int($0) }
    guard numbers.count == names.count, !numbers.isEmpty, numbers.allSatisfy({ (1...rows).contains($0) }),
      zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      problems.report(
        inner["names"]?.line ?? node.line,
        "names of header must be rows from 1 to \(rows), from the top down, such as 1 or [1, 2]")
      return .single
    }
    let joint = problems.text(inner, "between")
    if joint != nil && numbers.count == 1 {
      problems.report(inner["between"]?.line ?? node.line, "between is only for names of several rows")
    }
    return HeaderLayout(
      rows: rows, names: numbers, joint: joint ?? " | ", groups: groupMark(inner))
  }

  private mutating func groupMark(_ fields: Fields) -> Character? {
    guard let node = fields["groups"] else { return nil }
    guard let text = problems.text(fields, "groups"), ["/", "-", ":", "."].contains(text) else {
      problems.report(
        node.line, "groups must be what stands behind a group in names of columns, such as \"/\"")
      return nil
    }
    return text.first
  }
}
