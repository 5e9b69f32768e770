import ArgumentParser
import CoVaLux
import Reporting

struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Publish an anonymised data set, and say which releases there are and whom they hold.",
    discussion: """
      EXAMPLES
        covalux export --profile public-use -o release --purpose "open data"
        covalux export list
        covalux export recall LUX-000417
      """,
    subcommands: [Make.self, List.self, Recall.self], defaultSubcommand: Make.self)

  struct Make: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Publish a data set; the default.")

    @Option(help: "Privacy profile: a name of Schema/privacy or a YAML file.")
    var profile: String
    @Option(name: .shortAndLong, help: "Folder to make.")
    var output: String
    @Option(help: "What it is made for, for the register of releases and the audit trail.")
    var purpose: String
    @Flag(name: .shortAndLong, help: "Replace an earlier release in the folder.")
    var force = false
    @Option(help: "Result format: text or json.")
    var format: ResultFormat = .text
    @OptionGroup var databaseOptions: DatabaseOptions

    func run() async throws {
      let profile = try PrivacyProfile(argument: profile)
      let (output, purpose, force) = (output, purpose, force)
      let cohort = try await databaseOptions.open()
      let report = try await Interruption.cancelling(announcing: "interrupted; nothing is published") {
        try await cohort.export(to: output, under: profile, purpose: purpose, overwrites: force)
      }
      Terminal.put(format == .json ? ExportReportText.json(report).text : ExportReportText.text(report))
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List all releases, newest first.")

    @OptionGroup var listing: ListingOptions
    @OptionGroup var databaseOptions: DatabaseOptions

    func run() async throws {
      listing.put(
        ReleaseListing.of(try await databaseOptions.open().read { study in try study.releases.list() }))
    }
  }

  struct Recall: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the releases that held a participant, whose recipients are to be told.")

    @OptionGroup var participant: ParticipantOptions
    @OptionGroup var listing: ListingOptions
    @OptionGroup var databaseOptions: DatabaseOptions

    func run() async throws {
      let code = try participant.code()
      listing.put(
        ReleaseListing.of(try await databaseOptions.open().read { study in try study.releases.recall(code) }))
    }
  }
}
