/// What the definitions have in common: whom they are for, and which follow-ups belong to an infection.
public struct DefinitionScope: Hashable, Sendable {
  /// What happens to follow-ups after a re-infection.
  public enum Reinfection: Hashable, Sendable {
    /// Those within so many days after it (30 in RECOVER) are not classified against the earlier infection.
    case skip(days: Int)
    /// None after it is.
    case censor
  }

  /// Statuses of the infection that the definition accepts.
  public var statuses: Set<Infection.Status>
  /// Ages in whole years at the infection that the definition is for.
  public var ages: ClosedRange<Int>?
  /// What happens to follow-ups after a re-infection.
  public var reinfection = Reinfection.skip(days: 30)
  /// True if symptoms count as unexplained where no form tells of another diagnosis; a study that never asks
  /// for one finds no case otherwise.
  public var takesUnknownDiagnosisAsNone = false

  init(statuses: Set<Infection.Status>, ages: ClosedRange<Int>? = nil) {
    self.statuses = statuses
    self.ages = ages
  }

  /// The follow-ups after one infection, seen from one day that it may have begun on.
  struct View {
    let history: ParticipantHistory
    let index: StudyDay
    /// Follow-ups since the infection that count for it, in order of time.
    let waves: [FollowUp]

    /// The symptoms asked at any of the follow-ups, in alphabetical order.
    var symptoms: [Symptom] {
      Set(waves.flatMap(\.symptoms.keys)).sorted { $0.rawValue < $1.rawValue }
    }

    func series(of symptom: Symptom) -> PresenceSeries {
      PresenceSeries(of: symptom, waves: waves, from: index)
    }

    /// State of a symptom at the last follow-up before the infection that tells.
    func wasPresentBefore(_ symptom: Symptom) -> Bool? {
      history.followUps.last { followUp in
        (followUp.completed.map { $0 < index } ?? false) && followUp.symptoms[symptom]?.isPresent != nil
      }?.symptoms[symptom]?.isPresent
    }
  }

  /// Checks whom the definition is for and asks `rule` about the symptoms.
  ///
  /// Where the infection is dated by a month or a year, the rule is asked for its first and its last possible day:
  /// answers that differ make it indeterminate.
  func classify(
    _ history: ParticipantHistory, episode number: Int, rule: (View) -> Classification
  ) -> Classification {
    guard let episode = history.episode(number) else {
      return history.infections.undated.isEmpty ? .no(.noInfection) : .indeterminate(.indexUnknown)
    }
    guard let index = episode.index else { return .indeterminate(.indexUnknown) }
    let first = answer(history, episode, index.earliest, rule)
    guard index.precision != .day else { return first }
    let last = answer(history, episode, index.latest, rule)
    return first.outcome == last.outcome ? first : .indeterminate(.indexUnknown)
  }

  /// Whether the symptoms of a follow-up go without another diagnosis that explains them.
  func unexplained(at wave: FollowUp) -> Classification {
    switch wave.hasAlternativeDiagnosis {
    case true: .no(.alternativeDiagnosis)
    case false: .yes
    case nil: takesUnknownDiagnosisAsNone ? .yes : .indeterminate(.alternativeDiagnosisUnknown)
    }
  }

  var parameters: [(name: String, value: String)] {
    var list = [
      (
        name: "statuses",
        value: statuses.sorted { $0.rawValue < $1.rawValue }.map { "\($0)" }.joined(separator: " ")
      )
    ]
    if let ages { list.append((name: "ages", value: "\(ages.lowerBound) to \(ages.upperBound) years")) }
    switch reinfection {
    case .skip(let days): list.append((name: "reinfection", value: "skip \(days) days"))
    case .censor: list.append((name: "reinfection", value: "censor"))
    }
    if takesUnknownDiagnosisAsNone { list.append((name: "unknown-diagnosis", value: "none")) }
    return list
  }
}

extension DefinitionScope {
  private func answer(
    _ history: ParticipantHistory, _ episode: InfectionEpisode, _ index: StudyDay,
    _ rule: (View) -> Classification
  ) -> Classification {
    let view = View(
      history: history, index: index, waves: waves(in: history, after: episode, from: index))
    return .all([statusCriterion(episode), ageCriterion(history, on: index), rule(view)])
  }

  private func statusCriterion(_ episode: InfectionEpisode) -> Classification {
    if statuses.isSuperset(of: [.confirmed, .probable, .suspected]) { return .yes }
    guard let status = episode.status else { return .indeterminate(.statusUnknown) }
    return statuses.contains(status) ? .yes : .no(.statusNotAccepted)
  }

  /// A birth year leaves two ages open: the definition is indeterminate for a person who may be on either side.
  private func ageCriterion(_ history: ParticipantHistory, on day: StudyDay) -> Classification {
    guard let ages else { return .yes }
    guard let possible = history.possibleAges(on: day) else { return .indeterminate(.ageUnknown) }
    if ages.lowerBound <= possible.lowerBound, possible.upperBound <= ages.upperBound { return .yes }
    return ages.overlaps(possible) ? .indeterminate(.ageUnknown) : .no(.outsideAgeRange)
  }

  private func waves(
    in history: ParticipantHistory, after episode: InfectionEpisode, from index: StudyDay
  ) -> [FollowUp] {
    let later = history.infections.episodes.filter { $0.number > episode.number }
    let otherSlots = Set(
      history.infections.episodes.filter { $0.number != episode.number }.flatMap(\.slots))
    return history.followUps.filter { followUp in
      guard let day = followUp.completed, day >= index else { return false }
      if let slot = followUp.infectionSlot, !episode.slots.contains(slot), otherSlots.contains(slot) {
        return false
      }
      return later.allSatisfy { reinfection in
        guard let start = reinfection.index else { return true }
        switch self.reinfection {
        case .skip(let days): return day < start.earliest || day > start.latest.adding(days: days)
        case .censor: return day < start.earliest
        }
      }
    }
  }
}
