/// Long COVID after the National Academies (2024): a state after infection that is present for at least 3 months.
///
/// The state may be continuous, relapsing and remitting, or progressive, and no symptom is required or excluded,
/// so any symptoms count as one state: met if it lasted at least 3 months from the first follow-up since the
/// infection with any symptom (or the remembered begin given there) to the last. Neither a test nor the absence
/// of another diagnosis is needed. Conditions that a physician diagnosed qualify too but are not in the data: "no"
/// means no symptoms. "No" needs an answered follow-up at least 3 months after the infection.
public struct NASEM2024: CaseDefinition {
  /// `nasem-2024`.
  public let id = "nasem-2024"
  /// Name to show.
  public let title = "NASEM 2024 Long COVID"
  /// National Academies (2024).
  public let source = "National Academies of Sciences, Engineering, and Medicine, June 2024"

  /// Whom it is for: everybody, whatever the infection rests on.
  public var scope = DefinitionScope(statuses: [.confirmed, .probable, .suspected])
  /// Time that the state must have lasted.
  public var lastsFor = Elapsed.months(3)

  /// Makes the definition with its default parameters.
  public init() {}

  /// The parameters with their values.
  public var parameters: [(name: String, value: String)] {
    scope.parameters + [("lasts-for", lastsFor.description), ("duration", "first-to-last, any symptom")]
  }

  /// Classifies a person after an infection.
  public func classify(_ history: ParticipantHistory, episode: Int) -> Classification {
    scope.classify(history, episode: episode) { view in
      for wave in view.waves {
        guard let begin = wave.symptomsBegan, let end = wave.symptomsEnded, let day = wave.completed,
          begin <= end, end <= day
        else { continue }
        if lastsFor.after(max(begin, view.index)) <= end { return Classification.yes.at(day) }
      }
      let series = PresenceSeries(waves: view.waves, from: view.index) { $0.presenceOfAny }
      let threshold = lastsFor.after(view.index)
      guard series.points.contains(where: { $0.day >= threshold }) else {
        return .indeterminate(.noFollowUpInWindow)
      }
      return criterion(series)
    }
  }

  private func criterion(_ series: PresenceSeries) -> Classification {
    guard let begin = series.possibleBegin else { return .no(.symptomsAbsent) }
    let lastSeen = series.points.last { $0.isPresent == true }?.day
    if let first = series.firstKnown, let lastSeen, lastsFor.after(first) <= lastSeen {
      return Classification.yes.at(lastSeen)
    }
    if let end = series.possibleEnd, end < lastsFor.after(begin.lowerBound) {
      return .no(lastSeen == nil ? .symptomsAbsent : .durationTooShort)
    }
    return .indeterminate(lastSeen == nil ? .symptomsUnanswered : .durationUnknown)
  }
}
