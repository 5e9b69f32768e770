/// The answers to the items of one instrument, checked against the codes that an item can have.
struct ItemAnswers {
  /// Codes of the answered items by name.
  private(set) var codes: [String: Int] = [:]
  /// Items without an answer, in the order of the instrument.
  private(set) var missing: [String] = []
  /// The first item with a code that it cannot have; nil if there is none.
  private(set) var outOfRange: String?
  /// True if no item has even a reason why there is no answer other than that it was not asked.
  private(set) var isNotAsked = true

  init(_ items: [String], allowed: ClosedRange<Int>, in answers: [String: Int16]) {
    self.init(items.map { ($0, allowed) }, in: answers)
  }

  init(_ items: [(name: String, allowed: ClosedRange<Int>)], in answers: [String: Int16]) {
    for item in items {
      let code = answers[item.name] ?? MissingReason.notAsked.rawValue
      if code != MissingReason.notAsked.rawValue { isNotAsked = false }
      if code < 0 {
        missing.append(item.name)
      } else if item.allowed.contains(Int(code)) {
        codes[item.name] = Int(code)
      } else if outOfRange == nil {
        outOfRange = item.name
      }
    }
  }

  /// Why there is no score; nil if at most `allowedMissing` items are missing and every code is one.
  func obstacle(allowedMissing: Int = 0) -> Score? {
    if let outOfRange { return .notScored(.outOfRange(item: outOfRange)) }
    if isNotAsked { return .notScored(.notAsked) }
    return missing.count > allowedMissing ? .notScored(.missingItems(missing)) : nil
  }
}

/// The rule of most instruments: add up the items, some of them reversed, and replace a few missing ones by the
/// person's own mean.
struct SumRule {
  var items: [String]
  var allowed: ClosedRange<Int>
  var reversed: Set<String> = []
  var allowedMissing = 0

  /// The sum before rounding with the number of substituted items, or why there is none.
  func sum(_ answers: [String: Int16]) -> Result<(value: Double, substituted: Int), Obstacle> {
    let answers = ItemAnswers(items, allowed: allowed, in: answers)
    if let obstacle = answers.obstacle(allowedMissing: allowedMissing) { return .failure(Obstacle(obstacle)) }
    let sum = answers.codes.reduce(0) { total, answer in
      total
        + (reversed.contains(answer.key)
          ? allowed.lowerBound + allowed.upperBound - answer.value : answer.value)
    }
    let answered = answers.codes.count
    let value = Double(sum) * Double(items.count) / Double(answered)
    return .success((value, answers.missing.count))
  }

  /// The sum, rounded half up to a whole number where items were substituted, with its band.
  func score(_ answers: [String: Int16], bands: [(from: Double, name: String)] = []) -> Score {
    switch sum(answers) {
    case .failure(let obstacle): return obstacle.score
    case .success(let (sum, substituted)):
      let value = sum.rounded(.toNearestOrAwayFromZero)
      return .scored(
        Score.Scored(value, band: bands.last { value >= $0.from }?.name, substituted: substituted))
    }
  }

  /// A score that is not there, as an error of `Result`.
  struct Obstacle: Error {
    var score: Score

    init(_ score: Score) {
      self.score = score
    }
  }
}

/// Names of numbered items, such as `phq9.1` to `phq9.9`.
func numberedItems(_ instrument: String, _ numbers: ClosedRange<Int>) -> [String] {
  numbers.map { "\(instrument).\($0)" }
}
