import ArgumentParser
import CoVaLux
import Reporting
import Statistics

struct CalculateTwoByTwoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "two-by-two",
    abstract: "Risk difference, risk ratio, odds ratio and effectiveness of two groups, with tests.")
  @Argument(help: "Cases of exposed persons, such as 10/67.") var exposed: CountArgument
  @Argument(help: "Cases of unexposed persons, such as 54/121.") var unexposed: CountArgument
  @OptionGroup var options: CalculationOptions

  func run() throws {
    let table = TwoByTwo(
      exposedCases: exposed.count, of: exposed.n, unexposedCases: unexposed.count, of: unexposed.n)
    let level = options.confidence
    let (difference, risk, odds) = (
      table.riskDifference(confidence: level), table.riskRatio(confidence: level),
      table.oddsRatio(confidence: level)
    )
    let contingency = ContingencyTable([
      [exposed.count, exposed.n - exposed.count], [unexposed.count, unexposed.n - unexposed.count],
    ])
    let nothing = Outcome<Double>.undefined(.noVariation)
    let lines = [
      line("risk, exposed", exposed), line("risk, unexposed", unexposed),
      CalculationLine("risk difference", difference, method: "wald", unit: .proportionDifference),
      CalculationLine(
        "risk difference", difference.value, table.riskDifferenceNewcombe(confidence: level),
        method: "newcombe",
        unit: .proportionDifference),
      CalculationLine(
        "risk difference", difference.value, table.riskDifferenceScore(confidence: level),
        method: "miettinen-nurminen", unit: .proportionDifference),
      CalculationLine("risk ratio", risk, method: "katz", unit: .ratio),
      CalculationLine(
        "risk ratio", risk.value, table.riskRatioScore(.plain, confidence: level), method: "koopman",
        unit: .ratio),
      CalculationLine(
        "risk ratio", risk.value, table.riskRatioScore(confidence: level), method: "miettinen-nurminen",
        unit: .ratio),
      CalculationLine("odds ratio", odds, method: "woolf", unit: .ratio),
      CalculationLine(
        "odds ratio", odds.value, table.oddsRatioScore(confidence: level), method: "miettinen-nurminen",
        unit: .ratio),
      CalculationLine(
        "odds ratio, conditional", table.exactOddsRatio(confidence: level), method: "exact", unit: .ratio),
      CalculationLine(
        "odds ratio, conditional", table.midPOddsRatio(confidence: level), method: "mid-p", unit: .ratio),
      CalculationLine(
        "effectiveness", VaccineEffectiveness.from(risk), method: "1 − risk ratio, katz", unit: .proportion),
      CalculationLine(
        "effectiveness", VaccineEffectiveness.from(odds), method: "1 − odds ratio, woolf", unit: .proportion),
      CalculationLine(
        "p", contingency?.pearson.map(\.p) ?? nothing, method: "chi-squared, not corrected",
        unit: .probability),
      CalculationLine(
        "p", contingency?.yates.map(\.p) ?? nothing, method: "chi-squared, Yates", unit: .probability),
      CalculationLine("p", contingency?.fisherP ?? nothing, method: "Fisher, exact", unit: .probability),
    ]
    Terminal.put(CalculationText(lines: lines, options: options).text)
  }

  private func line(_ measure: String, _ count: CountArgument) -> CalculationLine {
    CalculationLine(
      measure, Proportion(count.count, of: count.n).estimate(confidence: options.confidence),
      method: "wilson",
      unit: .proportion)
  }
}
