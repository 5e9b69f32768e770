import CohortModel
import Yams

extension QuestionnaireLoader {
  mutating func rules(_ fields: Fields) -> [RowRule] {
    guard let node = fields["rules"] else { return [] }
    guard case .sequence(let sequence) = node else {
      problems.report(node.line, "rules must be a list, not \(node.form)")
      return []
    }
    var rules: [RowRule] = []
    for child in sequence {
      guard let rule = rule(child) else { continue }
      if rules.contains(where: { $0.kind == rule.kind }) {
        problems.report(child.line, "the rule \(rule.kind.rawValue) is asked for twice")
      } else {
        rules.append(rule)
      }
    }
    return rules
  }

  private mutating func rule(_ node: Node) -> RowRule? {
    let fields =
      node.text != nil
      ? Fields([("rule", node)], line: node.line)
      : problems.fields(node, "a rule", known: ["rule", "severity", "days", "day"])
    guard fields["rule"] != nil else {
      problems.report(node.line, "a rule needs its word: rule: dose-order")
      return nil
    }
    let words = RowRule.Kind.allCases.map(\.rawValue)
    guard let kind = problems.word(fields, "rule", among: words).flatMap(RowRule.Kind.init(rawValue:)) else {
      return nil
    }
    let severity = problems.word(fields, "severity", among: Finding.Severity.allCases.map(\.word))
    if fields["days"] != nil && !kind.takesDays {
      problems.report(fields["days"]?.line ?? node.line, "the rule \(kind.rawValue) has no days")
    }
    let days = problems.integer(fields, "days")
    if let days, days < 1 { problems.report(fields["days"]?.line ?? node.line, "days must be 1 or more") }
    return RowRule(
      kind: kind, severity: severity.flatMap(Finding.Severity.init(word:)) ?? kind.defaultSeverity,
      days: days, day: day(fields, kind) ?? kind.defaultDay, line: node.line)
  }

  private mutating func day(_ fields: Fields, _ kind: RowRule.Kind) -> StudyDay? {
    guard let node = fields["day"] else { return nil }
    guard kind.defaultDay != nil else {
      problems.report(node.line, "the rule \(kind.rawValue) has no day")
      return nil
    }
    guard let day = node.text.flatMap({ StudyDay(iso: $0) }) else {
      problems.report(node.line, "day must be a date such as 2020-02-29")
      return nil
    }
    return day
  }
}
