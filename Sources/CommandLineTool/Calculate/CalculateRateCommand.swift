import ArgumentParser
import CoVaLux
import Reporting
import Statistics

struct CalculateRateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rate", abstract: "Events over person-time with the interval by every method.")
  @Argument(help: "Events over person-time, such as 159/20488.2.") var rate: RateArgument
  @Option(help: "Person-time that the rate is given for, such as 1000.") var per: Double = 1
  @OptionGroup var options: CalculationOptions

  func validate() throws {
    guard per > 0, per.isFinite else { throw ValidationError("--per must be above 0") }
  }

  func run() throws {
    let rate = Rate(rate.events, per: rate.personTime / per)
    let lines = Rate.IntervalMethod.allCases.map { method in
      CalculationLine(
        "rate", rate.value, rate.interval(method, confidence: options.confidence), method: method.rawValue,
        unit: .coefficient)
    }
    Terminal.put(CalculationText(lines: lines, options: options).text)
  }
}

struct CalculateRateRatioCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rate-ratio", abstract: "The ratio of two rates and vaccine efficacy, with exact intervals.")
  @Argument(help: "Events over person-time of the exposed or vaccinated, such as 8/2.214.") var exposed:
    RateArgument
  @Argument(help: "Events over person-time of the others, such as 162/2.222.") var unexposed: RateArgument
  @OptionGroup var options: CalculationOptions

  func run() throws {
    let level = options.confidence
    let ratio = RateRatio(
      Rate(exposed.events, per: exposed.personTime), Rate(unexposed.events, per: unexposed.personTime))
    let exact = Estimate(value: ratio.value, interval: ratio.interval(confidence: level))
    let midP = Estimate(value: ratio.value, interval: ratio.interval(.midP, confidence: level))
    let wald = Estimate(value: ratio.value, interval: ratio.waldInterval(confidence: level))
    let lines = [
      CalculationLine("rate ratio", exact, method: "exact, given all events", unit: .ratio),
      CalculationLine("rate ratio", midP, method: "mid-p", unit: .ratio),
      CalculationLine("rate ratio", wald, method: "wald", unit: .ratio),
      CalculationLine(
        "effectiveness", VaccineEffectiveness.from(exact), method: "1 − rate ratio, exact", unit: .proportion),
      CalculationLine(
        "effectiveness", VaccineEffectiveness.bayesian(ratio, confidence: level),
        method: "1 − rate ratio, credible, prior Beta(0.700102, 1)", unit: .proportion),
      CalculationLine("p", ratio.exactP, method: "exact", unit: .probability),
      CalculationLine("p", ratio.midP, method: "mid-p", unit: .probability),
    ]
    Terminal.put(CalculationText(lines: lines, options: options).text)
  }
}
