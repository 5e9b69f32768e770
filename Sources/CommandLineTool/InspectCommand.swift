import ArgumentParser
import CSV
import CoVaLux
import Reporting

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Say how a file is written and which questionnaire fits, with the evidence; needs no database.")
  @Argument(help: "CSV files.") var files: [String]

  func run() throws {
    for file in files {
      let inspection = try FileInspection(path: file)
      var lines = ["\(inspection.name)   \(inspection.dialect.summary)   \(inspection.columns.count) columns"]
      lines += inspection.dialect.evidence.map { "  \($0)" }
      if let tool = inspection.shape.tool {
        lines.append("  shape of \(tool.rawValue): \(inspection.shape.evidence)")
      }
      for fit in inspection.fits {
        lines.append(
          "  fits \(fit.questionnaire): \(fit.known) of \(inspection.columns.count) columns known, "
            + "\(fit.unknown) unknown, \(fit.missing) missing")
      }
      if inspection.fits.isEmpty { lines.append("  no questionnaire of this program fits") }
      Terminal.put(lines.map { TerminalText.escaped($0) }.joined(separator: "\n"))
    }
  }
}
