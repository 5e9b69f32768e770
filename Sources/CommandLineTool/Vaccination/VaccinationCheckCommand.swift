import ArgumentParser
import CoVaLux
import Reporting

struct VaccinationCheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Find reports of doses that contradict each other; exit code 1 if there are any.")

  @Argument(help: "Participant's code, @FILE or - (default: everybody whose data may be used).")
  var participant: String?
  @Option(help: "Study that gave the code.")
  var study: String = ParticipantCode.defaultStudy
  @OptionGroup var listing: ListingOptions
  @OptionGroup var databaseOptions: DatabaseOptions

  func run() async throws {
    let code = try participant.map { try ParticipantCode(argument: $0, study: study) }
    let checks = try await databaseOptions.open().vaccinationChecks(of: code)
    listing.put(
      Listing(
        name: "contradictions", columns: ["study", "code", "contradiction"],
        rows: checks.flatMap { check in
          check.contradictions.map { contradiction in
            [
              .string(check.participant.study), .string(check.participant.text),
              .string(contradiction.sentence),
            ]
          }
        }))
    if !checks.isEmpty { throw ExitStatusError(status: .findings) }
  }
}
