import ArgumentParser
import CoVaLux

/// The root command: `covalux`.
@main
struct Covalux: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "covalux",
    abstract:
      "Manage Long COVID cohort data: import questionnaires, compute statistics, export anonymised data.",
    discussion: """
      EXAMPLES
        covalux demo                                   the whole job on a made-up cohort
        covalux import --as covalux-baseline baseline.csv
        covalux stats symptom-prevalence --symptom fatigue
        covalux export --profile public-use -o release

      Without --database the data live on a private PostgreSQL server that covalux makes and runs for you.
      """,
    version: Cohort.version,
    subcommands: [
      ServerCommand.self, MigrateCommand.self, QuestionnaireCommand.self,
      InspectCommand.self, ImportCommand.self, ExplainCommand.self,
    ])

  static func main() async {
    ProcessHygiene.begin()
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      ExitStatus.end(with: error)
    }
  }
}
