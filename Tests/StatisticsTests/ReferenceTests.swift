import Foundation
import Statistics
import Testing

/// Results of R and mpmath that lie beside a checkout; without them the suite is skipped.
enum Reference {
  static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "../shared/statistics/reference").standardizedFileURL

  static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.path()) }

  /// Any JSON value; numbers come as doubles.
  enum Value: Decodable, Sendable {
    case number(Double)
    case words(String)
    case list([Value])
    case object([String: Value])
    case other

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else if let words = try? container.decode(String.self) {
        self = .words(words)
      } else if let list = try? container.decode([Value].self) {
        self = .list(list)
      } else if let object = try? container.decode([String: Value].self) {
        self = .object(object)
      } else {
        self = .other
      }
    }

    /// A vector of one element may be written as a scalar; words stand for what is no number.
    var numbers: [Double] {
      switch self {
      case .number(let number): [number]
      case .words: [.nan]
      case .list(let values): values.flatMap(\.numbers)
      case .object, .other: []
      }
    }
  }

  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    let id: String
    let input: [String: Value]
    let output: [String: Value]
    let tolerance: Double

    enum CodingKeys: String, CodingKey {
      case id, input, output
      case tolerance = "rel_tol"
    }

    var testDescription: String { id }

    func numbers(_ key: String) -> [Double] { input[key]?.numbers ?? [] }
    func expected(_ key: String) -> [Double] { output[key]?.numbers ?? [] }
    func counts(_ key: String) -> [Int] { numbers(key).map { Int($0) } }
    func count(_ key: String) -> Int { counts(key).first ?? 0 }

    func word(_ key: String) -> String {
      if case .words(let words) = input[key] { words } else { "" }
    }

    /// Whether ours is the output's field: a number within the tolerance, or undefined where it has none.
    func agrees(_ outcome: Outcome<Double>, _ key: String) -> Bool {
      agrees(outcome.value, expected(key).first ?? .nan)
    }

    func agrees(_ outcome: Outcome<Interval>, _ key: String) -> Bool {
      let limits = expected(key)
      guard limits.count == 2 else { return outcome.value == nil }
      return agrees(outcome.value?.lower, limits[0]) && agrees(outcome.value?.upper, limits[1])
    }

    func agrees(_ ours: Double?, _ expected: Double) -> Bool {
      guard expected.isFinite else { return ours == nil }
      guard let ours else { return false }
      return abs(ours - expected) <= tolerance * abs(expected) + 1e-12
    }
  }

  private struct Cases: Decodable {
    let cases: [Case]
  }

  static func cases(_ method: String) -> [Case] {
    guard let data = try? Data(contentsOf: folder.appending(path: "\(method).json")) else { return [] }
    return (try? JSONDecoder().decode(Cases.self, from: data))?.cases ?? []
  }
}

@Suite(.enabled(if: Reference.isPresent)) struct ReferenceTests {
  @Test(arguments: [
    "proportion_ci", "quantiles", "descriptives", "smd", "kappa", "two_by_two", "distributions",
  ])
  func `reference files are read`(method: String) { #expect(Reference.cases(method).count >= 3) }

  @Test(arguments: Reference.cases("proportion_ci"))
  func `shares and their intervals are R's`(reference: Reference.Case) {
    let proportion = Proportion(reference.count("x"), of: reference.count("n"))
    let confidence = reference.numbers("conf")[0]
    #expect(reference.agrees(proportion.value, "p"))
    for (method, key) in [
      (Proportion.IntervalMethod.wald, "wald"), (.wilson, "wilson"), (.agrestiCoull, "agresti_coull"),
      (.clopperPearson, "clopper_pearson"),
    ] {
      #expect(reference.agrees(proportion.interval(method, confidence: confidence), key), "\(key)")
    }
  }

  @Test(arguments: Reference.cases("quantiles"))
  func `quantiles are R's`(reference: Reference.Case) {
    let quantiles = Quantiles(reference.numbers("x"))
    let description = Description(of: reference.numbers("x"))
    for (kind, key) in [(Quantiles.Kind.six, "type6"), (.seven, "type7")] {
      let expected = reference.expected(key)
      for (p, value) in zip(reference.numbers("probs"), expected) {
        #expect(reference.agrees(quantiles(p, kind: kind).value, value), "\(key) \(p)")
      }
      #expect(expected.count == reference.numbers("probs").count)
    }
    #expect(reference.agrees(quantiles.median, "median"))
    #expect(reference.agrees(quantiles.quartiles().map { $0.upper - $0.lower }, "iqr7"))
    #expect(reference.agrees(description.mean, "mean"))
    #expect(reference.agrees(description.standardDeviation, "sd"))
  }

  @Test(arguments: Reference.cases("descriptives"))
  func `means and deviations are R's`(reference: Reference.Case) {
    let description = Description(of: reference.numbers("x"))
    #expect(reference.agrees(description.mean, "mean"))
    #expect(reference.agrees(description.standardDeviation, "sd"))
    #expect(reference.agrees(description.standardError, "se"))
    if reference.id == "single" {
      #expect(description.interval() == .undefined(.oneObservation))
    } else {
      #expect(reference.agrees(description.interval(), "ci95"))
    }
  }

  @Test(arguments: Reference.cases("smd"))
  func `standardised differences are R's`(reference: Reference.Case) {
    let ours: Outcome<Double> =
      switch reference.word("kind") {
      case "continuous":
        StandardisedDifference.continuous(
          Description(of: reference.numbers("x")), Description(of: reference.numbers("y")))
      case "binary":
        StandardisedDifference.binary(reference.numbers("p1")[0], reference.numbers("p2")[0])
      default: StandardisedDifference.multinomial(reference.counts("n1"), reference.counts("n2"))
      }
    #expect(reference.agrees(ours, "smd"))
  }

  @Test(arguments: Reference.cases("kappa"))
  func `kappa is R's`(reference: Reference.Case) throws {
    let counts = reference.counts("table")
    let size = reference.count("nrow")
    let rows = (0..<size).map { Array(counts[$0 * size..<($0 + 1) * size]) }
    let kappa = try #require(CohenKappa(rows))
    #expect(reference.agrees(.defined(kappa.observedAgreement), "po"))
    #expect(reference.agrees(.defined(kappa.expectedAgreement), "pe"))
    #expect(reference.agrees(kappa.value(), "kappa"))
    #expect(reference.agrees(kappa.value(weights: .linear), "kappa_linear"))
    #expect(reference.agrees(kappa.value(weights: .quadratic), "kappa_quadratic"))
    #expect(reference.agrees(kappa.standardError, "se"))
    #expect(reference.agrees(kappa.standardErrorUnderChance, "se0"))
    #expect(reference.agrees(kappa.estimate().interval, "ci"))
  }

  @Test(arguments: Reference.cases("two_by_two"))
  func `ratios and differences are R's`(reference: Reference.Case) {
    let (a, b) = (reference.count("a"), reference.count("b"))
    let (c, d) = (reference.count("c"), reference.count("d"))
    let table = TwoByTwo(exposedCases: a, of: a + b, unexposedCases: c, of: c + d)
    #expect(reference.agrees(table.riskDifference().value, "rd"))
    #expect(reference.agrees(table.riskDifference().interval, "rd_wald"))
    #expect(reference.agrees(table.riskRatio().value, "rr"))
    #expect(reference.agrees(table.riskRatio().interval, "rr_katz"))
    #expect(reference.agrees(table.oddsRatio().value, "or"))
    #expect(reference.agrees(table.oddsRatio().interval, "or_woolf"))
  }

  @Test(arguments: Reference.cases("distributions").filter { ours($0) != nil })
  func `distribution functions are those of 40 digits`(reference: Reference.Case) throws {
    let outcome = try #require(ReferenceTests.ours(reference))
    let expected = try #require(reference.expected("value").first)
    let value = try #require(outcome.value)
    #expect(abs(value - expected) <= reference.tolerance * abs(expected))
  }

  private static func ours(_ reference: Reference.Case) -> Outcome<Double>? {
    let arguments = reference.numbers("args")
    let words = reference.word("function").split(separator: "_")
    let distribution: Distribution
    switch words.first {
    case "normal": distribution = .normal
    case "chi2": distribution = .chiSquared(degreesOfFreedom: arguments[0])
    case "t": distribution = .studentT(degreesOfFreedom: arguments[0])
    case "f": distribution = .fisherF(arguments[0], arguments[1])
    case "beta": distribution = .beta(arguments[0], arguments[1])
    default: return nil
    }
    guard let last = arguments.last else { return nil }
    return switch words.dropFirst().joined(separator: "_") {
    case "cdf": distribution.cumulative(last)
    case "sf": distribution.cumulative(last, tail: .upper)
    case "quantile": distribution.quantile(last)
    case "quantile_upper": distribution.quantile(last, tail: .upper)
    default: nil
    }
  }
}
