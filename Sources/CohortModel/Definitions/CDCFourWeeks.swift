/// Post-COVID conditions as CDC defined them until 2024: any symptom four weeks or more after infection.
///
/// Met if a symptom is present at a follow-up at least 28 days after the infection, whatever explains it.
public struct CDCFourWeeks: CaseDefinition {
  /// `cdc-4w`.
  public let id = "cdc-4w"
  /// Name to show.
  public let title = "CDC four weeks"
  /// PMC10847769.
  public let source = "PMC10847769, table 1"

  /// Whom it is for: everybody, whatever the infection rests on.
  public var scope = DefinitionScope(statuses: [.confirmed, .probable, .suspected])
  /// Time after which a symptom must be present.
  public var presentAfter = Elapsed.days(28)

  /// Makes the definition with its default parameters.
  public init() {}

  /// The parameters with their values.
  public var parameters: [(name: String, value: String)] {
    scope.parameters + [("present-after", presentAfter.description)]
  }

  /// Classifies a person after an infection.
  public func classify(_ history: ParticipantHistory, episode: Int) -> Classification {
    scope.classify(history, episode: episode) { view in
      let threshold = presentAfter.after(view.index)
      let ways = view.waves.compactMap { wave -> Classification? in
        guard let day = wave.completed, day >= threshold, let isPresent = wave.presenceOfAny else {
          return nil
        }
        switch isPresent {
        case true: return Classification.yes.at(day, wave.symptomsPresent)
        case false: return .no(.symptomsAbsent).at(day)
        case nil: return .indeterminate(.symptomsUnanswered).at(day)
        }
      }
      guard !ways.isEmpty else { return .indeterminate(.noFollowUpInWindow) }
      return .any(ways, otherwise: .no(.symptomsAbsent))
    }
  }
}
