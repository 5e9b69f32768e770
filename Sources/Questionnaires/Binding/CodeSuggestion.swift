/// Finds the code of a question that a cell probably means.
///
/// What it says is made of the questionnaire's words alone. Cells of one or two characters are near to everything and
/// get no suggestion.
struct CodeSuggestion: Sendable {
  private let codings: [Write.Coding]
  private static let leastLength = 3

  init(_ codings: [Write.Coding]) {
    self.codings = codings
  }

  /// A question such as `did you mean 3, which stands for severe?`; nil if nothing is near.
  func hint(for cell: String) -> String? {
    guard cell.utf8.count >= Self.leastLength, cell.utf8.count <= 80 else { return nil }
    let word = cell.lowercased()
    // The label in place of the code is the commonest slip.
    if let coding = codings.first(where: { $0.name.lowercased() == word }) { return Self.question(coding) }
    let cells = codings.map(\.cell).filter { $0.utf8.count >= Self.leastLength }
    if let near = Spelling.nearest(to: cell, among: cells) { return "did you mean \(near)?" }
    let names = codings.map(\.name).filter { $0.utf8.count >= Self.leastLength }
    guard let near = Spelling.nearest(to: cell, among: names) else { return nil }
    return codings.first { $0.name == near }.map(Self.question)
  }

  private static func question(_ coding: Write.Coding) -> String {
    "did you mean \(coding.cell), which stands for \(coding.name)?"
  }
}
