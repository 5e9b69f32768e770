import ArgumentParser

struct ParticipantCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "participant",
    abstract: "Enrol, look at, withdraw and erase participants, and find those who are registered twice.",
    discussion: """
      EXAMPLES
        covalux participant add LUX-000417 --birth-year 1974 --sex female
        covalux participant show @code.txt --reason "call of the participant"
        covalux participant withdraw LUX-000417 --use-of-data --reason "by letter"
        covalux participant erase LUX-000417 --reason "request under Art. 17"
      """,
    subcommands: [
      ParticipantAddCommand.self, ParticipantShowCommand.self, ParticipantListCommand.self,
      ParticipantWithdrawCommand.self, ParticipantEraseCommand.self, DuplicatesCommand.self,
    ])
}
