import ArgumentParser

struct VaccinationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vaccination",
    abstract: "Enter, list, remove and check doses of COVID-19 vaccine.",
    discussion: """
      EXAMPLES
        covalux vaccination add LUX-000417 --dose 1 --product comirnaty
        covalux vaccination list LUX-000417 --reason "call of the participant"
        covalux vaccination check
      """,
    subcommands: [
      VaccinationAddCommand.self, VaccinationListCommand.self, VaccinationRemoveCommand.self,
      VaccinationCheckCommand.self,
    ])
}
