import ArgumentParser
import CoVaLux
import Reporting

struct BatchUndoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Take a batch back: remove its rows and restore the cells that it changed.",
    discussion: """
      EXAMPLES
        covalux batch undo 17 --reason "the wrong file of month 6"

      All of it or nothing: where later imports or corrections touched the same cells or rows, it is refused and \
      says how many. Participants who were erased since are left out. The same file can be imported again. \
      Names and addresses that the batch gave to participants who stay are kept.
      """)

  @Argument(help: "Number of the batch.")
  var batch: Int64
  @Option(help: "Why, for the audit trail.")
  var reason: String
  @Option(help: "Result format: text or json.")
  var format: ResultFormat = .text
  @OptionGroup var databaseOptions: DatabaseOptions

  func run() async throws {
    let (number, reason) = (batch, reason)
    let cohort = try await databaseOptions.open()
    let report = try await Interruption.cancelling(
      announcing: "interrupted; rolling back, nothing of this batch is changed"
    ) {
      try await cohort.undoBatch(number, reason: reason)
    }
    Terminal.put(format == .json ? report.json.text : Self.text(of: report))
  }

  private static func text(of report: UndoReport) -> String {
    var rows = [["table", "rows removed", "cells restored"]]
    for table in Set((report.removedRows + report.restoredCells).map(\.table)).sorted() {
      rows.append([
        table, String(report.removedRows.first { $0.table == table }?.count ?? 0),
        String(report.restoredCells.first { $0.table == table }?.count ?? 0),
      ])
    }
    var lines = ["batch \(report.batch) was taken back", ColumnText.aligned(rows)]
    if report.absentResponses > 0 {
      lines.append("\(report.absentResponses) responses were gone before: erased since, or removed")
    }
    if report.absentCells > 0 {
      lines.append(
        "\(report.absentCells) changed cells were gone before: their participants were erased since")
    }
    lines.append("audit head \(report.auditHead.count):\(report.auditHead.hash.prefix(16))…")
    return lines.joined(separator: "\n")
  }
}
