/// The phases of COVID-19 after NICE's guideline NG188 (2020).
///
/// Fewer than 28 days since onset is acute, 28 to 84 days "ongoing symptomatic COVID-19", more than 84 days "post-
/// COVID-19 syndrome" if no other diagnosis explains it; "long COVID" is the last two together. No positive test
/// is needed. Met if a symptom is present at a follow-up of the phase.
public struct NICE: CaseDefinition {
  /// Time since onset.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// Fewer than 28 days.
    case acute
    /// 28 to 84 days.
    case ongoingSymptomatic = "ongoing-symptomatic"
    /// More than 84 days.
    case postCOVIDSyndrome = "post-covid-syndrome"

    /// The phase of a day, counted from onset.
    public init(daysSinceOnset days: Int) {
      self = days < 28 ? .acute : days <= 84 ? .ongoingSymptomatic : .postCOVIDSyndrome
    }
  }

  /// What is asked for.
  public enum Target: String, Hashable, Sendable, CaseIterable {
    /// Symptoms from day 28 to 84.
    case ongoingSymptomatic = "nice-ongoing-symptomatic"
    /// Symptoms after day 84 that nothing else explains.
    case postCOVIDSyndrome = "nice-post-covid-syndrome"
    /// Either of the two.
    case longCOVID = "nice-long-covid"
  }

  /// What is asked for.
  public let target: Target
  /// The target's identifier, such as `nice-long-covid`.
  public var id: String { target.rawValue }
  /// Name to show.
  public var title: String {
    switch target {
    case .ongoingSymptomatic: "NICE ongoing symptomatic COVID-19 (28 to 84 days)"
    case .postCOVIDSyndrome: "NICE post-COVID-19 syndrome (after 84 days)"
    case .longCOVID: "NICE long COVID (from 28 days on)"
    }
  }
  /// NG188.
  public let source = "NICE guideline NG188, December 2020"

  /// Whom it is for: everybody, whatever the infection rests on.
  public var scope = DefinitionScope(statuses: [.confirmed, .probable, .suspected])

  /// Makes the definition of a target.
  public init(_ target: Target) {
    self.target = target
  }

  /// The parameters with their values.
  public var parameters: [(name: String, value: String)] {
    scope.parameters + [("ongoing-from", "28 days"), ("syndrome-after", "84 days")]
  }

  /// Classifies a person after an infection; the category is the phase of the follow-up that decided.
  public func classify(_ history: ParticipantHistory, episode: Int) -> Classification {
    scope.classify(history, episode: episode) { view in
      let ways = view.waves.compactMap { wave -> Classification? in
        guard let day = wave.completed, let isPresent = wave.presenceOfAny else { return nil }
        let phase = Phase(daysSinceOnset: day.days(since: view.index))
        guard isTarget(phase) else { return nil }
        var result = criterion(isPresent, at: wave, in: phase).at(day, wave.symptomsPresent)
        result.category = phase.rawValue
        return result
      }
      guard !ways.isEmpty else { return .indeterminate(.noFollowUpInWindow) }
      return .any(ways, otherwise: .no(.symptomsAbsent))
    }
  }

  private func isTarget(_ phase: Phase) -> Bool {
    switch target {
    case .ongoingSymptomatic: phase == .ongoingSymptomatic
    case .postCOVIDSyndrome: phase == .postCOVIDSyndrome
    case .longCOVID: phase != .acute
    }
  }

  private func criterion(_ isPresent: Bool?, at wave: FollowUp, in phase: Phase) -> Classification {
    let presence: Classification
    switch isPresent {
    case true: presence = .yes
    case false: return .no(.symptomsAbsent)
    case nil: presence = .indeterminate(.symptomsUnanswered)
    }
    guard phase == .postCOVIDSyndrome else { return presence }
    return .all([presence, scope.unexplained(at: wave)])
  }
}

extension FollowUp {
  /// The symptoms that were present.
  var symptomsPresent: [Symptom] {
    symptoms.filter { $0.value.isPresent == true }.map(\.key)
  }
}
