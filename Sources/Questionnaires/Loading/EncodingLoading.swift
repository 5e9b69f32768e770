import CSV

/// Reading which encoding files have that are no UTF-8.
extension QuestionnaireLoader {
  mutating func encoding(_ fields: Fields) -> TextEncoding? {
    guard let node = fields["encoding"], let name = problems.text(fields, "encoding") else { return nil }
    if let encoding = TextEncoding(name: name) { return encoding }
    let names = TextEncoding.allCases.map { $0.rawValue.lowercased() }.joined(separator: ", ")
    problems.report(node.line, "no encoding \"\(name)\"; there are \(names)")
    return nil
  }
}
