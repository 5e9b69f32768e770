import ArgumentParser
import CoVaLux
import Reporting

struct FollowUpDueCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "due", abstract: "List follow-ups that may be answered now and are not.")

  @OptionGroup var options: ExpectedFollowUpOptions

  func run() async throws { try await options.run(.due) }
}

struct FollowUpOverdueCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "overdue", abstract: "List follow-ups whose window has ended and that were not answered.")

  @OptionGroup var options: ExpectedFollowUpOptions

  func run() async throws { try await options.run(.overdue) }
}

/// What `due` and `overdue` have in common.
struct ExpectedFollowUpOptions: ParsableArguments {
  @Option(
    help: "Only this event, such as month-6; repeatable (default: months that the study has used so far).")
  var event: [String] = []
  @Option(help: "Only participants of this study.")
  var study: String?
  @Option(help: "The day to look at, YYYY-MM-DD (default: today).")
  var on: DayArgument?
  @OptionGroup var listing: ListingOptions
  @OptionGroup var databaseOptions: DatabaseOptions

  func run(_ timing: Cohort.FollowUpTiming) async throws {
    let found = try await databaseOptions.open().expectedFollowUps(
      timing, on: on?.day, events: event, of: study)
    listing.put(
      Listing(
        name: "follow_ups", columns: ["study", "code", "event", "day", "opens", "closes"],
        rows: found.map { expected in
          [
            .string(expected.participant.study), .string(expected.participant.text), .string(expected.event),
            .string(expected.day.description), .string(expected.window.lowerBound.description),
            .string(expected.window.upperBound.description),
          ]
        }))
  }
}
