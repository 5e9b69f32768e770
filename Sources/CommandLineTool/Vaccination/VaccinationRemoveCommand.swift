import ArgumentParser
import CoVaLux

struct VaccinationRemoveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Remove the report of a dose; its values are kept sealed.")

  @OptionGroup var participant: ParticipantOptions
  @Option(help: "Number of the dose as `list` shows it.")
  var dose: String
  @Option(help: "Form that reports it, as `list` shows it (default: direct entry).")
  var form: String?
  @Option(help: "Why, for the audit trail.")
  var reason: String
  @OptionGroup var databaseOptions: DatabaseOptions

  func run() async throws {
    let code = try participant.code()
    let (dose, form, reason) = (dose, form, reason)
    try await databaseOptions.open().write(reason: reason) { study in
      try study.vaccinations.remove(of: code, slot: dose, form: form, reason: reason)
    }
    Terminal.put("removed  dose \(dose) of \(code)")
  }
}
