/// A rule that says whether a person has Long COVID after one infection.
///
/// Definitions work on follow-ups, not on dates of symptoms: a symptom is known to be present or absent on the
/// days on which it was asked. "No" therefore means: not at the follow-ups observed. See
/// ``CaseDefinitions/all(weights2023:weights2024:)`` for the list.
public protocol CaseDefinition: Sendable {
  /// Identifier for commands and tables, such as `who-2021`.
  var id: String { get }
  /// Name to show.
  var title: String { get }
  /// Parameters with their values, to be stated in every output.
  var parameters: [(name: String, value: String)] { get }
  /// Publication that the rule is taken from.
  var source: String { get }

  /// Classifies a person after the infection of a number, 1 for the first.
  func classify(_ history: ParticipantHistory, episode: Int) -> Classification
}

/// The definitions that the program offers.
public enum CaseDefinitions {
  /// Every definition, in the order in which commands and reports list them.
  ///
  /// - Parameters:
  ///   - weights2023: Points of the RECOVER score of 2023.
  ///   - weights2024: Points of the RECOVER index of 2024.
  /// - Returns: The definitions with their default parameters.
  public static func all(
    weights2023: RecoverWeights, weights2024: RecoverWeights
  ) -> [any CaseDefinition] {
    [
      WHO2021(), WHO2023(), NICE(.longCOVID), NICE(.postCOVIDSyndrome), CDCFourWeeks(), NASEM2024(),
      RECOVER2023(weights: weights2023), RECOVER2024(weights: weights2024),
    ]
  }
}
