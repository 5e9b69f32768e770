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
        covalux demo                               the whole job on a made-up cohort
        covalux import --as covalux-baseline baseline.csv
        covalux stats symptom-prevalence --symptom fatigue
        covalux export --profile public-use -o release

      Without --database the data live on a private PostgreSQL server that covalux \
      makes and runs for you. `covalux help` also has the topics dates, privacy, \
      exit-codes and environment.
      """,
    version: Cohort.version,
    subcommands: [
      DemoCommand.self, DoctorCommand.self, ServerCommand.self, MigrateCommand.self,
      QuestionnaireCommand.self,
      InspectCommand.self, ImportCommand.self, ApplyCommand.self, BatchCommand.self, ParticipantCommand.self,
      VaccinationCommand.self,
      FollowUpCommand.self, StatsCommand.self, CalculateCommand.self, ExportCommand.self, AuditCommand.self,
      ConfigCommand.self,
      ExplainCommand.self,
    ])

  static func main() async {
    if let topic = HelpTopic(arguments: Array(CommandLine.arguments.dropFirst())) {
      Terminal.put(topic.text)
      return
    }
    await Program.run(Self.self)
  }
}
