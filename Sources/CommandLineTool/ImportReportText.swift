import CSV
import CoVaLux
import Reporting

/// An import report as people and programs read it.
enum ImportReportText {
  /// The most groups of findings that are printed; the rest are counted.
  private static let shownGroups = 20

  /// What was done, then what was found, grouped by rule and column with the first place of each.
  static func text(_ report: ImportReport) -> String {
    var lines = [
      "\(TerminalText.escaped(report.file))   \(report.dialect.summary)   as \(report.questionnaire) version \(report.version)",
      "  + \(report.rows.new) new   ~ \(report.rows.changed) changed (\(report.changedCells) cells)   "
        + "= \(report.rows.same) unchanged   ! \(report.rows.rejected) rejected   of \(report.rows.read) rows",
    ]
    if report.rowsOfOtherStreams > 0 {
      lines.append("  \(report.rowsOfOtherStreams) rows belong to other questionnaires of the same file")
    }
    if report.rowsWithoutAnswers > 0 {
      lines.append(
        "  \(report.rowsWithoutAnswers) rows hold no answers, as no part of the form was filled in")
    }
    if !report.clearedColumns.isEmpty {
      let columns = report.clearedColumns.map { "\(TerminalText.escaped($0.column)) \($0.values)" }
      lines.append("  cleared stored values: \(columns.joined(separator: ", "))")
    }
    if report.wasAlreadyImported { lines.append("  The same file was imported before; nothing changed.") }
    for severity in Finding.Severity.allCases.reversed() {
      lines += groups(report, severity)
    }
    if let path = report.rejectsPath { lines.append("  rejected rows: \(TerminalText.escaped(path))") }
    if report.isDryRun {
      lines.append("  Dry run: nothing was stored.")
    } else if let batch = report.batch {
      let head = report.auditHead.map { "   audit head \($0.count):\($0.hash.prefix(16))…" } ?? ""
      lines.append("  batch \(batch)\(head)")
    }
    return lines.joined(separator: "\n")
  }

  /// The report as one JSON object of schema 1.
  static func json(_ report: ImportReport) -> String { report.json.text }

  private static func groups(_ report: ImportReport, _ severity: Finding.Severity) -> [String] {
    let groups = report.findingGroups.filter { $0.severity == severity }
    guard !groups.isEmpty else { return [] }
    let total = groups.reduce(0) { $0 + $1.count }
    var lines = ["  \(severity.word)s: \(total)"]
    for group in groups.prefix(shownGroups) {
      let place = [Self.lines(of: group), group.column].compactMap(\.self)
      let more = group.count > 1 ? "  (\(group.count) times)" : ""
      lines.append("    \(place.joined(separator: ", ")): \(group.message)  [\(group.rule)]\(more)")
      if let hint = group.hint { lines.append("      \(hint)") }
      lines += group.firstLines.compactMap { line in
        report.disclosures[line].map { "      line \(line)\(Self.words($0, column: group.column))" }
      }
    }
    if groups.count > shownGroups { lines.append("    and \(groups.count - shownGroups) more kinds") }
    return lines.map { TerminalText.escaped($0) }
  }

  /// `line 80`, or `lines 80, 91, 104 and 2 more`.
  private static func lines(of group: FindingSink.Group) -> String {
    guard let first = group.firstLines.first else { return "file" }
    guard group.count > 1 else { return "line \(first)" }
    let more = group.count - group.firstLines.count
    return "\(group.firstLines.count > 1 ? "lines" : "line") "
      + group.firstLines.map(String.init).joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
  }

  /// Whose row it is and what the cell holds, as far as that was asked for.
  private static func words(_ row: RowDisclosure, column: String?) -> String {
    let value = column.flatMap { row.cells[$0] }.map { "\"\($0)\"" }
    return [row.participant, row.event, value].compactMap(\.self).map { "  \($0)" }.joined()
  }
}
