/// A column of the data of a model.
public enum ModelColumn: Sendable, Equatable {
  /// Numbers; NaN is missing.
  case numbers([Double])
  /// Yes or no as 1 and 0; NaN is missing. As a covariate it is a factor of FALSE and TRUE.
  case truths([Double])
  /// Categories as positions among their levels, the first of which is the reference; −1 is missing.
  case factor(codes: [Int32], levels: [String])

  /// Texts as categories in alphabetical order, as R's `factor` has them where a language is set; nil is missing.
  public static func texts(_ texts: [String?]) -> ModelColumn {
    let levels = Set(texts.compactMap(\.self)).map(Alphabet.init).sorted().map(\.text)
    let codes = Dictionary(uniqueKeysWithValues: levels.enumerated().map { ($1, Int32($0)) })
    return .factor(codes: texts.map { $0.flatMap { codes[$0] } ?? -1 }, levels: levels)
  }

  /// How many rows the column has.
  public var count: Int {
    switch self {
    case .numbers(let values), .truths(let values): values.count
    case .factor(let codes, _): codes.count
    }
  }

  /// The values as numbers; nil for categories.
  var values: [Double]? {
    switch self {
    case .numbers(let values), .truths(let values): values
    case .factor: nil
    }
  }

  /// Marks the rows where the value is missing.
  func markMissing(in missing: inout [Bool]) {
    switch self {
    case .numbers(let values), .truths(let values):
      for row in values.indices where values[row].isNaN { missing[row] = true }
    case .factor(let codes, let levels):
      for row in codes.indices where codes[row] < 0 || codes[row] >= levels.count { missing[row] = true }
    }
  }

  /// The rows that are kept, without levels that none of them has.
  func restricted(to kept: [Int]) -> ModelColumn {
    let isWhole = kept.count == count
    switch self {
    case .numbers(let values): return isWhole ? self : .numbers(kept.map { values[$0] })
    case .truths(let values): return isWhole ? self : .truths(kept.map { values[$0] })
    case .factor(let codes, let levels):
      let codes = isWhole ? codes : kept.map { codes[$0] }
      var isUsed = levels.map { _ in false }
      for code in codes { isUsed[Int(code)] = true }
      guard isUsed.contains(false) else { return .factor(codes: codes, levels: levels) }
      var places: [Int32] = []
      var place: Int32 = 0
      for used in isUsed {
        places.append(place)
        if used { place += 1 }
      }
      return .factor(
        codes: codes.map { places[Int($0)] }, levels: levels.indices.filter { isUsed[$0] }.map { levels[$0] })
    }
  }

  /// The column as a factor: distinct numbers in ascending order, FALSE before TRUE.
  var asFactor: ModelColumn {
    switch self {
    case .factor(let codes, let levels):
      // A code beyond the levels is missing.
      let isSound = codes.allSatisfy { $0 >= -1 && Int($0) < levels.count }
      if isSound { return self }
      return .factor(codes: codes.map { $0 >= 0 && Int($0) < levels.count ? $0 : -1 }, levels: levels)
    case .truths(let values):
      return .factor(codes: values.map { $0.isNaN ? -1 : $0 == 0 ? 0 : 1 }, levels: ["FALSE", "TRUE"])
    case .numbers(let values):
      let distinct = Set(values.lazy.filter { !$0.isNaN }).sorted()
      let codes = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, Int32($0)) })
      return .factor(codes: values.map { codes[$0] ?? -1 }, levels: distinct.map(FormulaExpression.text))
    }
  }
}
