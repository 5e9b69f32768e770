import ArgumentParser

struct FollowUpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "followup",
    abstract: "Enter follow-ups, and list those that are due or overdue.",
    discussion: """
      EXAMPLES
        covalux followup add LUX-000417 --month 6 --symptom fatigue=moderate
        covalux followup due
        covalux followup overdue --event month-12 --format csv
      """,
    subcommands: [FollowUpAddCommand.self, FollowUpDueCommand.self, FollowUpOverdueCommand.self])
}
