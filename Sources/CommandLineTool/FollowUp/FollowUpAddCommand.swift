import ArgumentParser
import CoVaLux

struct FollowUpAddCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add",
    abstract: "Enter what a participant answered about symptoms; what is left out was not asked.")

  @OptionGroup var participant: ParticipantOptions
  @Option(help: "Month of the schedule.")
  var month: Int?
  @Option(help: "Event of the schedule, such as month-6 or week-12.")
  var event: String?
  @Option(help: "1 for the first response of the event.")
  var instance: Int = 1
  @Option(help: "Day on which it was answered, YYYY-MM-DD.")
  var date: DayArgument?
  @Option(
    help: "SYMPTOM=STATE; STATE is absent, mild, moderate, severe, present, unknown or refused. Repeatable.")
  var symptom: [SymptomArgument] = []
  @Option(help: "Why, for the audit trail.")
  var reason: String = "direct entry"
  @OptionGroup var databaseOptions: DatabaseOptions

  func validate() throws {
    guard (month == nil) != (event == nil) else { throw ValidationError("give either --month or --event") }
    guard instance > 0 else { throw ValidationError("--instance counts from 1") }
    guard Set(symptom.map(\.symptom)).count == symptom.count else {
      throw ValidationError("a symptom was given more than once")
    }
  }

  func run() async throws {
    let event = event ?? "month-\(month ?? 0)"
    let followUp = FollowUp(
      of: try participant.code(), event: event, instance: instance, on: date?.day,
      symptoms: Dictionary(symptom.map { ($0.symptom, $0.state) }, uniquingKeysWith: { first, _ in first }))
    let cohort = try await databaseOptions.open()
    try await cohort.write(reason: reason) { study in try study.followUps.insert(followUp) }
    Terminal.put("entered  \(event) of \(followUp.participant), \(symptom.count) symptoms")
  }
}
