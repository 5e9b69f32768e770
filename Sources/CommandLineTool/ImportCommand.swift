import ArgumentParser
import CSV
import CoVaLux

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import questionnaire files, each in one transaction.",
    discussion: """
      EXAMPLES
        covalux import --as covalux-baseline baseline.csv
        covalux import --as predi-covid-month-12 month12.csv --rejects rejected.csv
        covalux import --as my-form.yaml answers.csv --dry-run
        covalux import --as my-form.yaml answers.csv --plan answers-plan.json

      Rows with errors are left out, said, and written to the rejects file, which can be corrected and imported.
      The same file again changes nothing. A blank cell keeps what is stored.
      """)

  @Argument(help: "CSV files, or - for standard input.")
  var files: [String]
  @Option(
    name: .customLong("as"), help: "Questionnaire: a name from `covalux questionnaire list` or a YAML file.")
  var questionnaire: String
  @Flag(name: [.customShort("n"), .long], help: "Do everything and store nothing.")
  var dryRun = false
  @Option(help: "Write rejected rows to this file.")
  var rejects: String?
  @Option(help: "Store nothing and write every change, old and new value, to this file, for covalux apply.")
  var plan: String?
  @Flag(name: .shortAndLong, help: "Replace an existing rejects file or plan.")
  var force = false
  @Option(help: "Store nothing if more rows are rejected: a number or a percentage such as 5%.")
  var maxRejected: RejectionLimitArgument?
  @Option(help: "Why this is imported, for the audit trail.")
  var reason: String?
  @Option(help: "Result format: text or json.")
  var format: ResultFormat = .text
  @Flag(name: .shortAndLong, help: "Only say what is wrong.")
  var quiet = false
  @Flag(inversion: .prefixedNo, help: "Show progress on a terminal.")
  var progress = true
  @OptionGroup var clearing: ClearingOptions
  @OptionGroup var disclosure: DisclosureOptions
  @OptionGroup var written: NotationOptions
  @OptionGroup var databaseOptions: DatabaseOptions

  func run() async throws {
    let loaded = try QuestionnaireArgument.load(questionnaire)
    guard rejects == nil && plan == nil || files.count == 1 else {
      throw UsageError(description: "--rejects and --plan take one file at a time; import one by one")
    }
    let cohort = try await databaseOptions.open()
    var hasFindings = false
    for file in files {
      let report = try await format.sayingRefusal(of: file, as: loaded) {
        try await importing(file, as: loaded, into: cohort)
      }
      hasFindings = hasFindings || report.hasFindings
      if format == .json { Terminal.put(ImportReportText.json(report)) }
      if format == .text && !(quiet && !report.hasFindings) { Terminal.put(ImportReportText.text(report)) }
      if let plan, format == .text, !quiet { Terminal.put("  plan with values of participants: \(plan)") }
    }
    if hasFindings { throw ExitStatusError(status: .findings) }
  }
}
