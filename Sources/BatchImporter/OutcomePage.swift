import CSV
import CoVaLux
import Reporting

/// The report about one file as a self-contained page for people; it quotes no cell.
struct OutcomePage {
  private let report: FileReport

  init(_ report: FileReport) {
    self.report = report
  }

  /// The whole page.
  var text: String {
    var page = HTMLPage(
      title: report.file, sections: [],
      colophon: "CoVaLux \(Cohort.version) · \(report.finished) · This page quotes no cell of the file.")
    switch report.outcome {
    case .imported(let imported): show(imported, on: &page)
    case .refused(let refused): show(refused, on: &page)
    }
    return page.text
  }

  private func show(_ imported: ImportReport, on page: inout HTMLPage) {
    let rows = imported.rows
    page.subtitle = "Imported as \(imported.questionnaire) version \(imported.version)"
    if imported.wasAlreadyImported {
      page.subtitle += "; the same file was imported before, and nothing changed"
    } else if imported.findingGroups.isEmpty {
      page.subtitle += "; nothing was found"
    }
    page.lead = .keyFigures([
      (Numbers.grouped(rows.read), "rows read"), (Numbers.grouped(rows.new), "new"),
      (Numbers.grouped(rows.changed), "changed"), (Numbers.grouped(rows.same), "unchanged"),
      (Numbers.grouped(rows.rejected), "rejected"),
    ])
    for severity in Finding.Severity.allCases.reversed() {
      let groups = imported.findingGroups.filter { $0.severity == severity }
      guard !groups.isEmpty else { continue }
      var parts = [HTMLFragment.paragraph(Self.meaning(of: severity))]
      if severity == .error, let name = report.rejectsName {
        parts.append(
          .paragraph(
            "The \(Numbers.grouped(rows.rejected)) rejected rows are in \(name) beside this page. Correct them "
              + "there and put that file into the inbox."))
      }
      parts.append(FindingTable(groups: groups, samples: imported.findings).fragment)
      let count = groups.reduce(0) { $0 + $1.count }
      page.sections.append(
        .init(heading: "\(Self.heading(severity)) (\(Numbers.grouped(count)))", body: .group(parts)))
    }
    page.sections.append(.init(heading: "About this import", body: .definition(facts(imported))))
  }

  private func show(_ refused: RefusedFile, on page: inout HTMLPage) {
    page.subtitle = "Refused; nothing of this file is stored"
    let message = refused.message
    var parts = [
      HTMLFragment.paragraph("\(message.prefix(1).uppercased())\(message.dropFirst())."),
      .paragraph("The file is in the folder of rejected files. Correct it and put it into the inbox."),
    ]
    if !refused.findings.isEmpty {
      parts.append(FindingTable(groups: refused.findingGroups, samples: refused.findings).fragment)
    }
    if report.place.count > 1 { parts.append(.paragraph("Taken \(taken).")) }
    page.sections = [.init(heading: "Why it was refused", body: .group(parts))]
  }

  private func facts(_ imported: ImportReport) -> TableDefinition {
    var facts: TableDefinition = [
      "Questionnaire": "\(imported.questionnaire) version \(imported.version)",
      "Written in": imported.dialect.summary,
      "SHA-256": imported.sha256,
    ]
    if imported.rowsOfOtherStreams > 0 {
      facts["Left aside"] =
        "\(Numbers.grouped(imported.rowsOfOtherStreams)) rows that belong to other questionnaires"
    }
    if imported.changedCells > 0 {
      facts["Changed"] =
        "\(Numbers.grouped(imported.changedCells)) cells of \(Numbers.grouped(imported.rows.changed)) rows"
    }
    if let batch = imported.batch { facts["Batch"] = "\(batch)" }
    if let head = imported.auditHead { facts["Audit head"] = "\(head.count):\(head.hash)" }
    facts["Taken"] = taken
    facts["Took"] = "\(Numbers.fixed(imported.duration / .seconds(1), decimals: 2)) s"
    return facts
  }

  /// Which file of its round it was: what a file needs has to come before it.
  private var taken: String {
    let place = report.place
    return "as number \(place.number) of \(place.count); files that enrol participants go first, then by name"
  }

  private static func heading(_ severity: Finding.Severity) -> String {
    switch severity {
    case .error: "Errors"
    case .warning: "Warnings"
    case .note: "Notes"
    }
  }

  private static func meaning(of severity: Finding.Severity) -> String {
    switch severity {
    case .error: "What is wrong here is not stored."
    case .warning: "This is stored as it came, and somebody should look at it."
    case .note: "Worth knowing; nothing needs to be done."
    }
  }
}
