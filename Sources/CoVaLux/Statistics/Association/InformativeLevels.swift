import Statistics

/// The levels of categories that a model can learn from.
///
/// A level in which nobody or everybody has the outcome has an infinite coefficient; its people say nothing about the
/// other coefficients of a logistic model, so that leaving them out changes none of these. A level of a few people is left
/// out because a coefficient of its own would tell of them.
enum InformativeLevels {
  /// Levels of fewer people are left out.
  static let fewest = 10

  /// The rule in words.
  static let statement =
    "levels of fewer than \(fewest) people or in which nobody or everybody has the outcome"

  /// Marks people of other levels as missing, until every level that is left is informative.
  static func keep(in columns: inout [ModelColumn], outcomes: [Bool]) {
    var isKnown = outcomes.map { _ in true }
    for case .numbers(let values) in columns {
      for row in values.indices where values[row].isNaN { isKnown[row] = false }
    }
    var changed = true
    while changed {
      changed = false
      for place in columns.indices {
        guard case .factor(var codes, let levels) = columns[place] else { continue }
        for row in codes.indices where codes[row] < 0 { isKnown[row] = false }
        var counts = levels.map { _ in ShareCount() }
        for row in codes.indices where isKnown[row] { counts[Int(codes[row])].add(outcomes[row]) }
        for row in codes.indices where isKnown[row] {
          let level = counts[Int(codes[row])]
          if level.n >= fewest, level.count > 0, level.count < level.n { continue }
          codes[row] = -1
          isKnown[row] = false
          changed = true
        }
        columns[place] = .factor(codes: codes, levels: levels)
      }
    }
  }
}
