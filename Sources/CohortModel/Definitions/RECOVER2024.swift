/// The Long COVID research index of RECOVER (2024): points of eleven items, "likely" from 11 on.
///
/// Provisional: the points are known from one copy of analysis code and are to be compared with the paper's table
/// before clinical use. Looked at is the first follow-up at least 4.5 months (4 calendar months and 15 days) after
/// the infection that answers any item. Categories are `likely` (11 and more), `possible` (1 to 10) and `none`
/// (0); yes is `likely`. Missing items are treated as in ``RECOVER2023``.
public struct RECOVER2024: CaseDefinition {
  /// `recover-2024`.
  public let id = "recover-2024"
  /// Name to show.
  public let title = "RECOVER 2024 index (provisional)"
  /// Geng (2024).
  public let source = "Geng, JAMA 2024, 10.1001/jama.2024.24184; points from one copy of analysis code"

  /// True: the points have not been compared with the paper's own table.
  public let isProvisional = true
  /// Whom it is for: everybody with a suspected, probable or confirmed infection.
  public var scope = DefinitionScope(statuses: [.confirmed, .probable, .suspected])
  /// The points.
  public var weights: RecoverWeights
  /// Score from which on Long COVID is likely.
  public var threshold = 11
  /// Time after which a follow-up counts.
  public var assessedAfter = Elapsed.monthsAndDays(4, 15)

  /// Makes the definition from its points.
  public init(weights: RecoverWeights) {
    self.weights = weights
  }

  /// The parameters with their values.
  public var parameters: [(name: String, value: String)] {
    scope.parameters + [
      ("assessed-after", assessedAfter.description), ("threshold", String(threshold)),
      ("counts-ungraded", weights.countsUngraded ? "yes" : "no"), ("provisional", "yes"),
    ]
  }

  /// Classifies a person after an infection; the category is nil where missing items leave it open.
  public func classify(_ history: ParticipantHistory, episode: Int) -> Classification {
    scope.classify(history, episode: episode) { view in
      let earliest = assessedAfter.after(view.index)
      guard
        let visit = view.waves.first(where: { wave in
          (wave.completed.map { $0 >= earliest } ?? false) && weights.isAnswered(in: wave)
        })
      else { return .indeterminate(.noFollowUpInWindow) }
      var result = weights.classification(of: visit, threshold: threshold)
      if let score = result.score, category(score.lowerBound) == category(score.upperBound) {
        result.category = category(score.lowerBound)
      }
      return result
    }
  }

  private func category(_ score: Int) -> String {
    score >= threshold ? "likely" : score >= 1 ? "possible" : "none"
  }
}
