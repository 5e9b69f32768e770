import ArgumentParser
import CoVaLux
import Reporting
import Statistics

/// `22/638,57/461`: exposed and unexposed of one stratum.
struct StratumArgument: ExpressibleByArgument {
  let table: TwoByTwo

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    guard parts.count == 2, let exposed = CountArgument(argument: String(parts[0])),
      let unexposed = CountArgument(argument: String(parts[1]))
    else { return nil }
    table = TwoByTwo(
      exposedCases: exposed.count, of: exposed.n, unexposedCases: unexposed.count, of: unexposed.n)
  }
}

struct CalculateStratifiedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stratified", abstract: "Mantel–Haenszel estimates of several strata, with homogeneity.")
  @Argument(help: "Exposed and unexposed of each stratum, such as 22/638,625/25271 62/453,57/461.")
  var strata: [StratumArgument]
  @OptionGroup var options: CalculationOptions

  func run() throws {
    guard let pooled = StratifiedTables(strata.map(\.table)) else {
      throw UsageError(description: "a stratum needs cases and persons, and no more cases than persons")
    }
    let level = options.confidence
    let lines = [
      CalculationLine(
        "odds ratio", pooled.oddsRatio(confidence: level), method: "mantel-haenszel", unit: .ratio),
      CalculationLine(
        "risk ratio", pooled.riskRatio(confidence: level), method: "mantel-haenszel", unit: .ratio),
      CalculationLine(
        "risk difference", pooled.riskDifference(confidence: level), method: "mantel-haenszel",
        unit: .proportionDifference),
      CalculationLine(
        "p", pooled.test().map(\.p), method: "cochran-mantel-haenszel, not corrected", unit: .probability),
      CalculationLine(
        "p, homogeneity of odds ratios", pooled.homogeneity.flatMap { $0.p(\.breslowDay) },
        method: "breslow-day",
        unit: .probability),
      CalculationLine(
        "p, homogeneity of odds ratios", pooled.homogeneity.flatMap { $0.p(\.tarone) }, method: "tarone",
        unit: .probability),
    ]
    Terminal.put(CalculationText(lines: lines, options: options).text)
  }
}
