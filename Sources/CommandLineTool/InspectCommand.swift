import ArgumentParser
import CSV
import CoVaLux
import Reporting

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Say how a file is written and which questionnaire fits, with the evidence; needs no database.",
    discussion: """
      Every column is looked at to its end: what its cells are, which order of dates or decimal mark they prove, and \
      what a spreadsheet did to them. Evidence is counts and lines, never a cell.
      """)
  @Argument(help: "CSV files.") var files: [String]
  @Option(help: "Encoding: utf-8, windows-1252, latin-1, utf-16, utf-32 … (default: by evidence).")
  var encoding: EncodingArgument?
  @Option(help: "Delimiter: comma, semicolon, tab, pipe or the character (default: by evidence).")
  var delimiter: DelimiterArgument?
  @Option(help: "Result format: text or json.")
  var format: ResultFormat = .text

  func run() throws {
    for file in files {
      let inspection = try FileInspection(
        path: file, encoding: encoding?.encoding, delimiter: delimiter?.delimiter, surveysColumns: true)
      Terminal.put(format == .json ? inspection.json.text : Self.text(inspection))
    }
  }

  private static func text(_ inspection: FileInspection) -> String {
    var lines = ["\(inspection.name)   \(inspection.dialect.summary)   \(inspection.columns.count) columns"]
    lines += inspection.dialect.evidence.map { "  \($0)" }
    if let tool = inspection.shape.tool {
      lines.append("  shape of \(tool.rawValue): \(inspection.shape.evidence)")
    }
    let fields = inspection.fields
    if let fields {
      lines.append("  one value a line, as REDCap's EAV form has it: \(fields.count) different fields")
    }
    for fit in inspection.fits {
      lines.append(
        "  fits \(fit.questionnaire): \(fit.known) of \(fields == nil ? inspection.columns.count : fit.known + fit.unknown) columns known, "
          + "\(fit.unknown) unknown, \(fit.missing) missing")
    }
    if inspection.fits.isEmpty { lines.append("  no questionnaire of this program fits") }
    let width = min(40, inspection.notation.map(\.name.count).max() ?? 0)
    lines += inspection.notation.map { "  \($0.name.padding(to: width))  \($0.sentence)" }
    return lines.map { TerminalText.escaped($0) }.joined(separator: "\n")
  }
}
