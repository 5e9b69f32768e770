import ArgumentParser
import CoVaLux

struct ApplyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Import a file exactly as its plan says, or not at all.",
    discussion: """
      EXAMPLES
        covalux import --as covalux-baseline baseline.csv --plan baseline-plan.json
        covalux apply baseline-plan.json

      Nothing is stored if the file, the questionnaire or what is stored has moved since the plan was made, so \
      that the import would do anything else; it says how many rows and cells differ, and where first.
      """)

  @Argument(help: "Plan that covalux import --plan wrote.")
  var plan: String
  @Option(help: "The questionnaire file, if it lies elsewhere now.")
  var file: String?
  @Option(name: .customLong("as"), help: "The questionnaire, if its YAML file lies elsewhere now.")
  var questionnaire: String?
  @Option(help: "Why this is imported, for the audit trail (default: as it was said with the plan).")
  var reason: String?
  @Option(help: "Result format: text or json.")
  var format: ResultFormat = .text
  @Flag(inversion: .prefixedNo, help: "Show progress on a terminal.")
  var progress = true
  @OptionGroup var databaseOptions: DatabaseOptions

  func run() async throws {
    let plan = try ImportPlan(contentsOf: plan)
    let questionnaire = try QuestionnaireArgument.load(questionnaire ?? plan.paths.questionnaire)
    let (file, reason) = (file, reason)
    let cohort = try await databaseOptions.open()
    let line = ProgressLine(isShown: progress)
    let report = try await format.sayingRefusal(of: file ?? plan.paths.file, as: questionnaire) {
      try await Interruption.cancelling {
        defer { line.clear() }
        return try await cohort.applying(plan, file: file, as: questionnaire, reason: reason) {
          line.show($0)
        }
      }
    }
    Terminal.put(format == .json ? ImportReportText.json(report) : ImportReportText.text(report))
    if report.hasFindings { throw ExitStatusError(status: .findings) }
  }
}
