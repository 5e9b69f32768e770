/// The PASC score of RECOVER (2023): points of twelve items, positive from 12 on.
///
/// Looked at is the first follow-up at least 6 months after the infection that answers any item. A missing item
/// makes the score a lower bound: positive if that reaches 12 already, indeterminate if the missing items could
/// lift it to 12, otherwise negative. RECOVER's own coding takes a missing item for absent; this does not. Its
/// thresholds on Neuro-QoL and SAQ are not applied, as those instruments are not part of the data.
public struct RECOVER2023: CaseDefinition {
  /// `recover-2023`.
  public let id = "recover-2023"
  /// Name to show.
  public let title = "RECOVER 2023 PASC score"
  /// Thaweethai (2023).
  public let source = "Thaweethai, JAMA 2023, 10.1001/jama.2023.8823"

  /// Whom it is for: everybody with a suspected, probable or confirmed infection.
  public var scope = DefinitionScope(statuses: [.confirmed, .probable, .suspected])
  /// The points.
  public var weights: RecoverWeights
  /// Score from which on it is positive.
  public var threshold = 12
  /// Time after which a follow-up counts.
  public var assessedAfter = Elapsed.months(6)

  /// Makes the definition from its points.
  public init(weights: RecoverWeights) {
    self.weights = weights
  }

  /// The parameters with their values.
  public var parameters: [(name: String, value: String)] {
    scope.parameters + [
      ("assessed-after", assessedAfter.description), ("threshold", String(threshold)),
      ("counts-ungraded", weights.countsUngraded ? "yes" : "no"),
    ]
  }

  /// Classifies a person after an infection; the score is the range that the answers allow.
  public func classify(_ history: ParticipantHistory, episode: Int) -> Classification {
    scope.classify(history, episode: episode) { view in
      let earliest = assessedAfter.after(view.index)
      guard
        let visit = view.waves.first(where: { wave in
          (wave.completed.map { $0 >= earliest } ?? false) && weights.isAnswered(in: wave)
        })
      else { return .indeterminate(.noFollowUpInWindow) }
      return weights.classification(of: visit, threshold: threshold)
    }
  }
}

extension RecoverWeights {
  func classification(of visit: FollowUp, threshold: Int) -> Classification {
    let score = score(of: visit)
    var result: Classification
    if score.lowerBound >= threshold {
      result = .yes
    } else {
      result = score.upperBound >= threshold ? .indeterminate(.scoreIncomplete) : .no(.scoreBelowThreshold)
    }
    result = result.at(visit.completed, symptoms(adding: visit))
    result.score = score
    return result
  }
}
