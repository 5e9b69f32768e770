import CoVaLux
import Reporting

/// The difference of two versions of a questionnaire for people.
enum CodebookDifferenceText {
  static func text(of difference: CodebookDifference) -> String {
    let count = difference.lines.count
    var lines = [
      "\(difference.old) → \(difference.new): "
        + (count == 0 ? "no change" : "\(count) change\(count == 1 ? "" : "s")")
    ]
    for line in difference.lines {
      lines.append(
        "  \(line.change.kind.rawValue.padding(to: 15))\(line.change.question): \(line.change.detail)"
          + (line.change.orphans == nil ? "" : "; \(counted(line.orphaned))"))
    }
    if !difference.isCounted {
      lines.append("there is no database here, so that stored values were not counted")
    } else if count > 0 {
      let number = difference.lines.count { $0.orphaned ?? 0 > 0 }
      lines.append(
        number == 0
          ? "no stored value would be left behind"
          : "\(number) of \(count) changes would leave stored values behind")
    }
    return lines.map { TerminalText.escaped($0) }.joined(separator: "\n")
  }

  private static func counted(_ count: Int64?) -> String {
    switch count {
    case nil: "stored values would be left behind"
    case 0?: "no stored value"
    case 1?: "1 stored value would be left behind"
    case let count?: "\(count) stored values would be left behind"
    }
  }
}
