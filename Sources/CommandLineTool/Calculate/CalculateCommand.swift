import ArgumentParser

struct CalculateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calculate",
    abstract: "Compute intervals and tests from counts, such as those of a published table.",
    discussion: """
      No database is asked, and nothing is hidden: the counts are yours.

      EXAMPLES
        covalux calculate proportion 172/289
        covalux calculate two-by-two 10/67 54/121
        covalux calculate rate 159/20488.2 --per 1000
        covalux calculate rate-ratio 77/6.247 850/6.003
        covalux calculate stratified 625/25271,57/461 22/638,62/453
      """,
    subcommands: [
      CalculateProportionCommand.self, CalculateTwoByTwoCommand.self, CalculateStratifiedCommand.self,
      CalculateRateCommand.self, CalculateRateRatioCommand.self,
    ])
}

/// A confidence level and a format, as every calculation takes them.
struct CalculationOptions: ParsableArguments {
  @Option(help: "Confidence level of the intervals.")
  var confidence: Double = 0.95
  @Option(help: "text or json; json has all digits.")
  var format: CalculationFormat = .text

  func validate() throws {
    guard confidence > 0, confidence < 1 else {
      throw ValidationError("--confidence must be between 0 and 1, such as 0.95")
    }
  }
}

/// `--format json`.
enum CalculationFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
}

/// `10/67`: cases of persons.
struct CountArgument: ExpressibleByArgument {
  let count: Int
  let n: Int

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = Int(parts[0]), let n = Int(parts[1]), count >= 0, n >= count else {
      return nil
    }
    (self.count, self.n) = (count, n)
  }
}

/// `159/20488.2`: events over person-time.
struct RateArgument: ExpressibleByArgument {
  let events: Int
  let personTime: Double

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let events = Int(parts[0]), let time = Double(parts[1]), events >= 0, time > 0,
      time.isFinite
    else { return nil }
    (self.events, personTime) = (events, time)
  }
}
