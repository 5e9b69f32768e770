import ArgumentParser
import CoVaLux

struct ParticipantWithdrawCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "withdraw",
    abstract: "End participation, the use of data or the use of samples; without a switch, all three.",
    discussion: """
      From the day on no new data are stored; where the use of data ends, lists, \
      statistics and exports leave the participant out, and the releases that held \
      the data are named. What is stored stays: see `erase`.
      """)

  @OptionGroup var participant: ParticipantOptions
  @Flag(help: "No new data.")
  var participation = false
  @Flag(help: "No further use of the data given.")
  var useOfData = false
  @Flag(help: "No further use of the samples given.")
  var useOfSamples = false
  @Option(help: "Day from which on, YYYY-MM-DD (default: today).")
  var from: DayArgument?
  @Option(help: "Why, for the audit trail.")
  var reason: String
  @OptionGroup var databaseOptions: DatabaseOptions

  func run() async throws {
    let code = try participant.code()
    var chosen: Set<Consent.Switch> = []
    if participation { chosen.insert(.participation) }
    if useOfData { chosen.insert(.useOfData) }
    if useOfSamples { chosen.insert(.useOfSamples) }
    let switches = chosen.isEmpty ? Set(Consent.Switch.allCases) : chosen
    let cohort = try await databaseOptions.open()
    let day = if let from { from.day } else { try await cohort.today() }
    let reason = reason
    let releases = try await cohort.write(reason: reason) { study in
      try study.consent.withdraw(code, from: switches, asOf: day, reason: reason)
      return try study.releases.recall(code)
    }
    let words = Consent.Switch.allCases.filter(switches.contains).map(\.rawValue).joined(separator: ", ")
    Terminal.put(
      "withdrawn  \(code) from \(words) as of \(day)" + (chosen.isEmpty ? " (no switch given: all)" : ""))
    guard switches.contains(.useOfData) else { return }
    for release in releases {
      Terminal.put(
        "release \(release.number) (\(release.profile), \(release.releasedAt)) held the data; tell its recipients"
      )
    }
  }
}
