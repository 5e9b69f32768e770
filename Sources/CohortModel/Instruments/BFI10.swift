/// One trait of the Big Five Inventory with ten items, 1 to 5 each: the mean of its two items.
public struct BFI10: Instrument {
  /// The five traits.
  public enum Trait: String, Hashable, Sendable, CaseIterable {
    /// Items 1 (reversed) and 6.
    case extraversion
    /// Items 2 and 7 (reversed).
    case agreeableness
    /// Items 3 (reversed) and 8.
    case conscientiousness
    /// Items 4 (reversed) and 9.
    case neuroticism
    /// Items 5 (reversed) and 10.
    case openness
  }

  /// The trait.
  public let trait: Trait
  /// The trait's identifier, such as `bfi10-openness`.
  public var id: String { "bfi10-\(trait.rawValue)" }
  /// Name to show.
  public var title: String { "BFI-10 \(trait.rawValue)" }
  /// The two items as answered.
  public var items: [String] { [reversed, straight] }
  /// 1 to 5.
  public let range = 1.0...5.0
  /// Both are needed.
  public let missingRule = "both items needed"
  /// Rammstedt (2007).
  public let source = "Rammstedt 2007; key as in the SMAAT documentation"

  /// Makes the instrument for one trait.
  public init(_ trait: Trait) {
    self.trait = trait
  }

  /// The mean of the two items.
  public func score(_ answers: [String: Int16]) -> Score {
    switch SumRule(items: items, allowed: 1...5, reversed: [reversed]).sum(answers) {
    case .failure(let obstacle): obstacle.score
    case .success(let (sum, _)): .scored(Score.Scored(sum / 2))
    }
  }

  private var number: Int { (Trait.allCases.firstIndex(of: trait) ?? 0) + 1 }
  private var reversed: String { trait == .agreeableness ? "bfi10.7" : "bfi10.\(number)" }
  private var straight: String { trait == .agreeableness ? "bfi10.2" : "bfi10.\(number + 5)" }
}
