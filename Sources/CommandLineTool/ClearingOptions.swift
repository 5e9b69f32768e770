import ArgumentParser
import CoVaLux
import Reporting

/// How the command line asks to clear columns.
struct ClearingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Columns, as the file spells them, in which a blank cell clears what is stored; elsewhere it keeps it.",
      valueName: "column,..."))
  var clear: [String] = []
  @Option(help: "Store nothing if more stored values would be cleared (default: 0, or as is answered).")
  var clearLimit: Int?
  @Flag(help: "Clear without asking and without a limit.")
  var yes = false

  func validate() throws {
    if clear.isEmpty && clearLimit != nil { throw ValidationError("--clear-limit is for --clear") }
    if yes && clearLimit != nil { throw ValidationError("--yes sets no limit; give it or --clear-limit") }
    if let clearLimit, clearLimit < 0 { throw ValidationError("--clear-limit counts values, from 0") }
  }

  /// What is to be cleared; a trial may show any number unless it is told otherwise.
  func wish(isTrial: Bool) -> ImportOptions.Clearing? {
    guard !clear.isEmpty else { return nil }
    return .init(columns: clear, limit: clearLimit ?? (yes || isTrial ? nil : 0))
  }

  /// Imports; if that would clear more than nobody was asked about, shows it, asks, and imports again.
  func asking(
    _ options: ImportOptions, _ importing: (ImportOptions) async throws -> ImportReport
  ) async throws -> ImportReport {
    do {
      return try await importing(options)
    } catch let refusal as ImportRefusal {
      guard case .clearsTooMuch(_, let columns, _) = refusal, clearLimit == nil, Terminal.isInputWatched
      else { throw refusal }
      let total = columns.reduce(0) { $0 + $1.values }
      for column in columns {
        Terminal.complain(TerminalText.escaped("  \(column.column): \(column.values) stored values"))
      }
      guard Terminal.ask("Clear these \(total) stored values? [y/N] ")?.lowercased() == "y" else {
        throw refusal
      }
      var agreed = options
      agreed.clearing?.limit = total
      return try await importing(agreed)
    }
  }
}
