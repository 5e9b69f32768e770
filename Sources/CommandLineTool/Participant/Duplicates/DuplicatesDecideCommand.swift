import ArgumentParser
import CoVaLux
import Reporting

struct DuplicatesDecideCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decide",
    abstract: "Say that two codes are the same person, which merges them, or different persons.",
    discussion: """
      Merging keeps the first code's participant, who gets the codes and rows of the second. What only one of them \
      has filled in is kept; consent becomes the stricter of both. Where both say something different it is refused \
      and said where; --prefer names the code whose cells count then. `undo` gives both back what they had.
      """)

  @Argument(help: "same or different.")
  var decision: DecisionArgument
  @OptionGroup var pair: PairOptions
  @Option(help: "The code whose cells count where the two differ.")
  var prefer: String?
  @Option(help: "Why, for the audit trail.")
  var reason: String
  @Flag(name: .shortAndLong, help: "Do not ask before merging.")
  var yes = false
  @Option(help: "Result format: text or json.")
  var format: ResultFormat = .text
  @OptionGroup var databaseOptions: DatabaseOptions

  func run() async throws {
    let codes = try pair.codes()
    let preferred = try pair.code(named: prefer, option: "--prefer")
    let reason = reason
    let cohort = try await databaseOptions.open()
    guard decision == .same else {
      guard prefer == nil else {
        throw UsageError(description: "--prefer has no use where nothing is merged")
      }
      try await cohort.write(reason: reason) { study in
        try study.duplicates.keepApart(codes.first, codes.second, reason: reason)
      }
      Terminal.put("remembered  \(codes.first) and \(codes.second) are different persons")
      return
    }
    if !yes && Terminal.isInputWatched { try await ask(cohort) }
    let merge = try await cohort.write(reason: reason) { study in
      try study.duplicates.merge(
        keeping: codes.first, absorbing: codes.second, preferring: preferred, reason: reason)
    }
    let value = DuplicateText.json(merge)
    Terminal.put(
      format == .json
        ? value.text
        : (["merged  \(codes.second) into \(codes.first)"] + value.textLines).joined(separator: "\n"))
  }

  private func ask(_ cohort: Cohort) async throws {
    let codes = try pair.codes()
    let merge = try await cohort.write(reason: "look at a possible duplicate") { study in
      try study.duplicates.previewMerge(keeping: codes.first, absorbing: codes.second)
    }
    Terminal.complain(DuplicateText.json(merge).textLines.joined(separator: "\n"))
    guard Terminal.ask("Make \(codes.second) and \(codes.first) one participant? [y/N] ") == "y" else {
      throw UsageError(description: "nothing was merged")
    }
  }
}

/// `same` or `different`.
enum DecisionArgument: String, ExpressibleByArgument, CaseIterable {
  case same
  case different
}
