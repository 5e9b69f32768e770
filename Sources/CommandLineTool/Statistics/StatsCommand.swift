import ArgumentParser
import CoVaLux
import Reporting
import Statistics

struct StatsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stats",
    abstract: "Answer a question about the cohort, with small cells hidden.",
    discussion: """
      EXAMPLES
        covalux stats list
        covalux stats symptom-prevalence --by vaccination-status
        covalux stats long-covid --definition who-2021 --format json
        covalux stats table-one --public -o table-one.html --format html
      """)

  @Argument(help: "The statistic, or `list` for all of them.")
  var name: String
  @OptionGroup(title: "Options of statistics")
  var statisticOptions: StatisticOptionArguments
  @Flag(name: .customLong("public"), help: "For a result that leaves the house: counts below 10 are hidden.")
  var isPublic = false
  @Option(help: "Result format (default: text on a terminal, tsv in a pipe).")
  var format: TableFormatArgument?
  @Option(name: .shortAndLong, help: "Write the result to this file.")
  var output: String?
  @Flag(name: .shortAndLong, help: "Replace an existing file.")
  var force = false
  @OptionGroup var databaseOptions: DatabaseOptions

  func run() async throws {
    guard name != "list" else {
      let rows = CohortStatistics.all.map { statistic in
        let options = statistic.options.map { "--\($0.rawValue)" }.joined(separator: " ")
        return [statistic.name, statistic.question + (options.isEmpty ? "" : "  " + options)]
      }
      return Terminal.put(ColumnText.aligned(rows))
    }
    let statistic = try CohortStatistics.make(
      name, statisticOptions.options, reference: try ReferenceModel.shipped())
    let table = try await databaseOptions.open().statistics([statistic], isPublic: isPublic)[0]
    let isRead = Terminal.isOutputWatched || output != nil
    let usual: any TableFormat = isRead ? TextFormat() : TSVFormat()
    let text = (format?.format ?? usual).write(table)
    guard let output else { return Terminal.put(text) }
    let file = try AtomicFile(path: output, overwrites: force)
    try file.write(text)
    try file.publish()
  }
}
