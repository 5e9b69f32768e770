import Foundation
import Statistics

extension ReferenceMethods {
  static let distributions: ReferenceMethod = { reference in
    let words = reference.word("function").split(separator: "_").map(String.init)
    let functions = ["cdf", "sf", "pmf", "quantile"]
    let place = words.firstIndex { functions.contains($0) } ?? 0
    let name = words[..<place].joined(separator: "_")
    let function = words[place...].joined(separator: "_")
    let arguments = reference.numbers("args")
    if let (count, distribution) = counts(name, arguments) {
      return switch function {
      case "cdf": answers(distribution.cumulative(count), distribution.logCumulative(count))
      case "sf":
        answers(distribution.cumulative(count, tail: .upper), distribution.logCumulative(count, tail: .upper))
      default: answers(distribution.probability(of: count), distribution.logProbability(of: count))
      }
    }
    guard let (x, distribution) = continuous(name, arguments) else { return [:] }
    switch function {
    case "cdf": return answers(distribution.cumulative(x), distribution.logCumulative(x))
    case "sf":
      return answers(distribution.cumulative(x, tail: .upper), distribution.logCumulative(x, tail: .upper))
    default:
      let quantile = distribution.quantile(x, tail: function == "quantile" ? .lower : .upper)
      return answers(quantile, quantile.flatMap { $0 > 0 ? .defined(log($0)) : .undefined(.notComputed) })
    }
  }

  private static func answers(_ value: Outcome<Double>, _ logarithm: Outcome<Double>) -> [String: Answer] {
    ["value": .number(value), "log10": .number(logarithm.map { $0 / 2.302585092994045684 })]
  }

  private static func counts(_ name: String, _ arguments: [Double]) -> (Int, CountDistribution)? {
    guard let first = arguments.first else { return nil }
    let whole = arguments.map { Int($0) }
    return switch name {
    case "binomial": (Int(first), .binomial(n: whole[1], p: arguments[2]))
    case "poisson": (Int(first), .poisson(mean: arguments[1]))
    case "hypergeometric":
      (Int(first), .hypergeometric(marked: whole[1], unmarked: whole[2], drawn: whole[3]))
    default: nil
    }
  }

  private static func continuous(_ name: String, _ arguments: [Double]) -> (Double, Distribution)? {
    guard let last = arguments.last else { return nil }
    return switch name {
    case "normal": (last, .normal)
    case "chi2": (last, .chiSquared(degreesOfFreedom: arguments[0]))
    case "t": (last, .studentT(degreesOfFreedom: arguments[0]))
    case "f": (last, .fisherF(arguments[0], arguments[1]))
    case "beta": (last, .beta(arguments[0], arguments[1]))
    case "gamma": (last, .gamma(shape: arguments[0]))
    case "noncentral_chi2":
      (last, .noncentralChiSquared(degreesOfFreedom: arguments[0], noncentrality: arguments[1]))
    default: nil
    }
  }
}
