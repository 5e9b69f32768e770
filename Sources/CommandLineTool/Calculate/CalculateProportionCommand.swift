import ArgumentParser
import CoVaLux
import Reporting
import Statistics

struct CalculateProportionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "proportion", abstract: "A share with its interval by every method.")
  @Argument(help: "Cases of persons, such as 172/289.") var count: CountArgument
  @OptionGroup var options: CalculationOptions

  func run() throws {
    let proportion = Proportion(count.count, of: count.n)
    let lines = Proportion.IntervalMethod.allCases.map { method in
      CalculationLine(
        "share", proportion.value, proportion.interval(method, confidence: options.confidence),
        method: method.rawValue,
        unit: .proportion)
    }
    Terminal.put(CalculationText(lines: lines, options: options).text)
  }
}
