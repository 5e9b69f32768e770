import ArgumentParser
import CoVaLux

struct DuplicatesUndoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Take a decision about two codes back; merged participants get what they had.",
    discussion: """
      Refused where cells that the merge had set were changed since. Rows that were added since belong to the code \
      that --added-to names. What was said about consent since holds for both.
      """)

  @OptionGroup var pair: PairOptions
  @Option(help: "The code whose rows those are that were added since the merge.")
  var addedTo: String?
  @Option(help: "Why, for the audit trail.")
  var reason: String
  @OptionGroup var databaseOptions: DatabaseOptions

  func run() async throws {
    let codes = try pair.codes()
    let owner = try pair.code(named: addedTo, option: "--added-to")
    let reason = reason
    let wasMerged = try await databaseOptions.open().write(reason: reason) { study in
      guard try !study.duplicates.forgetDecision(codes.first, codes.second, reason: reason) else {
        return false
      }
      try study.duplicates.undoMerge(codes.first, codes.second, addedTo: owner, reason: reason)
      return true
    }
    Terminal.put(
      wasMerged
        ? "separated  \(codes.first) and \(codes.second) are two participants again"
        : "forgotten  the pair \(codes.first) and \(codes.second) waits for a decision again")
  }
}
