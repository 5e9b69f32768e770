import ArgumentParser
import CoVaLux
import Reporting

struct ParticipantListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List codes of participants whose data may be used, by study and code.")

  @Option(help: "Only those of this study.")
  var study: String?
  @Option(help: "Only those whose code begins so.")
  var prefix: String?
  @Option(help: "The most to list.")
  var limit: Int = 1000
  @Option(help: "How many to pass over.")
  var offset: Int = 0
  @OptionGroup var listing: ListingOptions
  @OptionGroup var databaseOptions: DatabaseOptions

  func validate() throws {
    guard limit >= 0, offset >= 0 else { throw ValidationError("--limit and --offset are counts from 0") }
  }

  func run() async throws {
    var filter = ParticipantFilter()
    filter.study = study
    filter.codePrefix = prefix
    let (limit, offset, wanted) = (limit, offset, filter)
    let found = try await databaseOptions.open().read { study in
      (
        entries: try study.participants.list(wanted, limit: limit, offset: offset),
        count: try study.participants.count(wanted)
      )
    }
    listing.put(
      Listing(
        name: "participants", columns: ["study", "code", "standing"],
        rows: found.entries.map { entry in
          [
            .string(entry.participant.code.study), .string(entry.participant.code.text),
            .string(entry.standing.rawValue),
          ]
        }))
    if found.entries.count < found.count {
      Terminal.complain("covalux: \(found.entries.count) of \(found.count) shown; see --limit and --offset")
    }
  }
}
