import ArgumentParser
import CoVaLux
import Reporting

struct DuplicatesShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what is known about a pair, and what merging it would do; no value is shown.")

  @OptionGroup var pair: PairOptions
  @Option(help: "Result format: text or json.")
  var format: ResultFormat = .text
  @OptionGroup var databaseOptions: DatabaseOptions

  func run() async throws {
    let codes = try pair.codes()
    let found = try await databaseOptions.open().write(reason: "look at a possible duplicate") { study in
      try study.duplicates.search()
      return (
        pair: try study.duplicates.pair(codes.first, codes.second),
        merge: try study.duplicates.previewMerge(keeping: codes.first, absorbing: codes.second)
      )
    }
    let value = DuplicateText.json(found.pair, found.merge)
    Terminal.put(format == .json ? value.text : value.textLines.joined(separator: "\n"))
  }
}
