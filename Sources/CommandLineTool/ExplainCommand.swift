import ArgumentParser
import CoVaLux

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explain a rule that findings name, such as dose-order.")
  @Argument(help: "The rule's word; all rules if none is given.") var rule: String?

  func run() throws {
    guard let rule else {
      for entry in RuleCatalogue.entries { Terminal.put("\(entry.word.padding(to: 28))\(entry.what)") }
      return
    }
    guard let entry = RuleCatalogue.entry(rule) else {
      let near = RuleCatalogue.nearest(to: rule).map { "did you mean '\($0)'? " } ?? ""
      throw UsageError(description: "there is no rule '\(rule)'; \(near)`covalux explain` lists them")
    }
    Terminal.put(
      "\(entry.word)\n  what     \(entry.what)\n  why      \(entry.why)\n  example  \(entry.example)\n  fix      \(entry.fix)"
    )
  }
}
