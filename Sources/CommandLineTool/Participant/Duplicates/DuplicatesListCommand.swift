import ArgumentParser
import CoVaLux
import Reporting

struct DuplicatesListCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List pairs that wait for a decision, the likeliest first.",
    discussion:
      "The score orders the pairs: it adds what speaks for one person and takes off what speaks against it.")

  @Flag(help: "Also those that were decided.")
  var all = false
  @Option(help: "The most to list.")
  var limit: Int = 1000
  @OptionGroup var listing: ListingOptions
  @OptionGroup var databaseOptions: DatabaseOptions

  func validate() throws {
    guard limit >= 0 else { throw ValidationError("--limit is a count from 0") }
  }

  func run() async throws {
    let (all, limit) = (all, limit)
    let found = try await databaseOptions.open().write(reason: "search for duplicates") { study in
      let waiting = try study.duplicates.search()
      return (pairs: try study.duplicates.list(all: all, limit: limit), waiting: waiting)
    }
    listing.put(
      Listing(
        name: "pairs",
        columns: [
          "score", "study", "code", "other_study", "other_code", "reasons", "standing", "other_standing",
          "found",
          "decision",
        ], rows: found.pairs.map(Self.row)))
    if found.pairs.count == limit, found.waiting > limit {
      Terminal.complain("covalux: \(limit) of \(found.waiting) pairs shown; see --limit")
    }
  }

  private static func row(_ pair: DuplicatePair) -> [JSONValue] {
    // What was decided about facts that have changed since is said, as it may hold still.
    let decision = pair.decision.map { $0.rawValue + (pair.isOpen ? ", but the facts changed" : "") }
    return [
      .integer(pair.score), JSONValue(pair.first.codes.first?.study), JSONValue(pair.first.codes.first?.text),
      JSONValue(pair.second.codes.first?.study), JSONValue(pair.second.codes.first?.text),
      .string(pair.reasons.joined(separator: ", ")), .string(pair.first.standing.rawValue),
      .string(pair.second.standing.rawValue), .string(pair.foundAt), JSONValue(decision),
    ]
  }
}
