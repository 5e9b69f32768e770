/// A question about the notation of a column, and how its answer is said.
struct NotationQuestion {
  let rule: String
  let things: String
  let first: String
  let second: String
  let flag: String
  let key: String

  static let dates = NotationQuestion(
    rule: "date-order", things: "dates", first: "day first", second: "month first",
    flag: "--dates dmy or --dates mdy", key: "date-format")
  static let decimals = NotationQuestion(
    rule: "decimal-mark", things: "numbers", first: "with a decimal comma", second: "with a decimal point",
    flag: "--decimal comma or --decimal point", key: "decimal")

  /// Why the file is refused; nil if the verdict can be followed.
  func refusal(_ verdict: TwoWayEvidence.Verdict, _ evidence: TwoWayEvidence, column: String) -> Finding? {
    let message: String
    let line: Int
    switch verdict {
    case .undecided:
      message =
        "\(evidence.different.cells) of \(evidence.readable) \(things) can be read \(first) or \(second), "
        + "and nothing decides"
      line = evidence.different.firstLine
    case .contradictory:
      message =
        "\(count(evidence.first)) can only be read \(first), \(count(evidence.second)) only \(second)"
        + (evidence.different.cells > 0 ? ", and \(evidence.different.cells) either way" : "")
      line = max(evidence.first.firstLine, evidence.second.firstLine)
    case .first, .second, .either: return nil
    }
    return Finding(
      rule: rule, severity: .error, line: line, column: column, message: message,
      hint: "give \(flag), or say \(key) in the questionnaire")
  }

  /// What was proven, as a note about the file; none where it makes no difference.
  func note(_ verdict: TwoWayEvidence.Verdict, _ evidence: TwoWayEvidence, column: String) -> [Finding] {
    guard verdict == .first || verdict == .second else { return [] }
    let proofs = verdict == .first ? evidence.first : evidence.second
    return [
      Finding(
        rule: rule, severity: .note, column: column,
        message: "\(things) are read \(verdict == .first ? first : second): \(proofs.cells) of "
          + "\(evidence.readable) prove it, first line \(proofs.firstLine)")
    ]
  }

  private func count(_ count: TwoWayEvidence.Count) -> String {
    let things = count.cells == 1 ? String(things.dropLast()) : things
    return "\(count.cells) \(things) (first line \(count.firstLine))"
  }
}
