import ArgumentParser
import CoVaLux

struct ParticipantAddCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: "Enrol a participant; what is left out is unknown.")

  @OptionGroup var participant: ParticipantOptions
  @Option(help: "Year of birth.")
  var birthYear: Int?
  @Option(help: "male, female or other.")
  var sex: SexArgument?
  @Option(help: "Day of enrolment, YYYY-MM-DD.")
  var enrolled: DayArgument?
  @Option(help: "Canton of residence by its ISO 3166-2 code, such as LU-ES.")
  var canton: String?
  @Option(help: "Why, for the audit trail.")
  var reason: String = "direct entry"
  @OptionGroup var databaseOptions: DatabaseOptions

  func run() async throws {
    let person = Participant(
      code: try participant.code(), birthYear: birthYear, sex: sex?.sex, enrolled: enrolled?.day,
      canton: canton)
    let cohort = try await databaseOptions.open()
    try await cohort.write(reason: reason) { study in try study.participants.insert(person) }
    Terminal.put("enrolled  \(person.code) of study \(person.code.study)")
  }
}
