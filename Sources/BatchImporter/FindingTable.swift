import CSV
import CoVaLux
import Reporting

/// Findings by column and rule as a table: how many, where first, and what to do.
struct FindingTable {
  let groups: [FindingSink.Group]
  /// Findings in full, of which the first places are told.
  let samples: [Finding]

  /// The most places of a kind that are told.
  private static let shownPlaces = 5

  /// The table, graver and more frequent kinds first.
  var fragment: HTMLFragment {
    let order = groups.sorted { ($0.severity, $0.count) > ($1.severity, $1.count) }
    let rows = order.map(row).joined()
    return HTMLFragment(
      trusted: """
        <div class="result">
        <div class="scroll" tabindex="0" role="region" aria-label="Findings">
        <table>
        <thead><tr><th scope="col">Column</th><th scope="col">What was found</th>\
        <th scope="col">Rule</th><th scope="col" class="n">Times</th><th scope="col">Lines</th></tr></thead>
        <tbody>
        \(rows)</tbody></table></div></div>
        """)
  }

  private func row(_ group: FindingSink.Group) -> String {
    let escaped = HTMLFragment.escaped
    let hint = group.hint.map { " <span class=\"ci\">\(escaped($0))</span>" } ?? ""
    return "<tr><th scope=\"row\">\(escaped(group.column ?? "–"))</th>"
      + "<td>\(escaped(group.message))\(hint)</td><td>\(escaped(group.rule))</td>"
      + "<td class=\"n\">\(Numbers.grouped(group.count))</td><td>\(places(of: group))</td></tr>\n"
  }

  private func places(of group: FindingSink.Group) -> String {
    let found = samples.filter { group.holds($0) }
    var lines: [Int] = []
    for finding in found where finding.line > 0 && lines.last != finding.line { lines.append(finding.line) }
    // Of many findings only the first are kept in full, and of this kind there may be none among them.
    var omitted = group.count - found.count
    if found.isEmpty && group.firstLine > 0 {
      lines = [group.firstLine]
      omitted -= 1
    }
    guard !lines.isEmpty else { return "the file" }
    let more = lines.dropFirst(Self.shownPlaces).count + omitted
    return lines.prefix(Self.shownPlaces).map { "\($0)" }.joined(separator: ", ")
      + (more > 0 ? " and \(Numbers.grouped(more)) more" : "")
  }
}
