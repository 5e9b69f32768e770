import Statistics

/// What our estimators answer for one field of a reference case.
enum Answer: Sendable {
  /// One number; undefined agrees with NA, NaN and infinity only.
  case number(Outcome<Double>)
  /// A list of numbers.
  case numbers([Outcome<Double>])
  /// Numbers that the reference program itself has only to within these distances.
  case coarse([Outcome<Double>], within: [Double])
  /// Names.
  case texts([String])
  /// Fields within a field.
  case fields([String: Answer])

  static func number(_ value: Double) -> Answer { .number(.defined(value)) }
  static func number(_ value: Int) -> Answer { .number(.defined(Double(value))) }
  static func numbers(_ values: [Double]) -> Answer { .numbers(values.map { .defined($0) }) }
  static func numbers(_ values: [Int]) -> Answer { .numbers(values.map { .defined(Double($0)) }) }

  /// Odds ratios that R searches for by `uniroot` with its default tolerance, of ψ up to 1 and of 1/ψ above.
  ///
  /// mpmath agrees with ours to 15 digits where R differs in the fifth.
  static func searched(_ values: [Outcome<Double>]) -> Answer {
    let tolerance = Double.ulpOfOne.squareRoot().squareRoot()
    return .coarse(values, within: values.map { tolerance * max(1, ($0.value ?? 0) * ($0.value ?? 0)) })
  }

  /// Two limits.
  static func interval(_ interval: Outcome<Interval>) -> Answer {
    .numbers([interval.map(\.lower), interval.map(\.upper)])
  }

  /// Where ours differs from the reference; empty where it agrees.
  func differences(from expected: ReferenceValue, in reference: ReferenceCase, at field: String) -> [String] {
    let name = field.split(separator: ".").last.map(String.init) ?? field
    switch self {
    case .number(let ours):
      return Self.compare([ours], expected.numbers, reference.tolerance(of: name), field)
    case .numbers(let ours):
      return Self.compare(ours, expected.numbers, reference.tolerance(of: name), field)
    case .coarse(let ours, let distances):
      let apart = zip(zip(ours, expected.numbers), distances).filter { pair, distance in
        guard let value = pair.0.value, value.isFinite, pair.1.isFinite else { return true }
        return abs(value - pair.1) > distance
      }
      if ours.count == expected.numbers.count, apart.isEmpty { return [] }
      return Self.compare(ours, expected.numbers, reference.tolerance(of: name), field)
    case .texts(let ours):
      return ours == expected.texts ? [] : ["\(field): \(ours) instead of \(expected.texts)"]
    case .fields(let ours):
      return Self.differences(of: ours, from: expected.fields, in: reference, at: field + ".")
    }
  }

  /// Every field that the reference has must be answered.
  static func differences(
    of ours: [String: Answer], from expected: [String: ReferenceValue], in reference: ReferenceCase,
    at prefix: String
  ) -> [String] {
    expected.sorted { $0.key < $1.key }.flatMap { name, value in
      if reference.comparesLikelihoodOnly, !reference.likelihoodFields.contains(name) { return [String]() }
      return ours[name]?.differences(from: value, in: reference, at: prefix + name) ?? [
        "\(prefix)\(name): not answered"
      ]
    }
  }

  private static func compare(
    _ ours: [Outcome<Double>], _ expected: [Double], _ tolerance: Double, _ field: String
  ) -> [String] {
    // An interval that is not defined at all may be written as one NA.
    let allUndefined = ours.allSatisfy { $0.value == nil } && expected.allSatisfy { !$0.isFinite }
    guard ours.count == expected.count || allUndefined else {
      return ["\(field): \(ours.count) values instead of \(expected.count)"]
    }
    for (position, pair) in zip(ours, expected).enumerated() {
      let (ours, expected) = pair
      switch ours {
      case .defined(let value) where value.isFinite && expected.isFinite:
        if abs(value - expected) > tolerance * abs(expected) + 1e-12 {
          return ["\(field)[\(position)]: \(value) instead of \(expected)"]
        }
      case .defined(let value):
        // Our numbers are never infinite, except a limit that is.
        if value != expected { return ["\(field)[\(position)]: \(value) instead of \(expected)"] }
      case .undefined(let reason):
        if expected.isFinite { return ["\(field)[\(position)]: \(reason) instead of \(expected)"] }
      }
    }
    return []
  }
}
