/// The post COVID-19 condition of children and adolescents after WHO (2023).
///
/// Met if the infection is confirmed or probable and some symptom began within 3 months of it and lasted at least
/// 2 months. Other diagnoses do not exclude it, and the symptom need not be present at 3 months.
///
/// The begin lies between the last follow-up without the symptom (or the infection) and the first with it, or is
/// the remembered begin given there; duration is counted as for ``WHO2021``. "No" needs an answered follow-up at
/// which a symptom of the acute phase would have reached 2 months and one of the third month would not have ended
/// before it reached them: from 2 months to 3 months and 2 months after the infection.
public struct WHO2023: CaseDefinition {
  /// `who-2023`.
  public let id = "who-2023"
  /// Name to show.
  public let title = "WHO 2023 post COVID-19 condition (children and adolescents)"
  /// WHO (2023).
  public let source = "WHO, 16 February 2023"

  /// Whom it is for: under 19 years.
  public var scope = DefinitionScope(statuses: [.confirmed, .probable], ages: 0...18)
  /// Time within which the symptom must have begun.
  public var beganWithin = Elapsed.months(3)
  /// Days that the symptom must have lasted: 2 months.
  public var minimumDays = 60
  /// How the duration of a relapsing symptom is counted.
  public var durationRule = DurationRule.firstToLast

  /// Makes the definition with its default parameters.
  public init() {}

  /// The parameters with their values.
  public var parameters: [(name: String, value: String)] {
    scope.parameters + [
      ("began-within", beganWithin.description), ("minimum-duration", "\(minimumDays) days"),
      ("duration", durationRule.rawValue),
    ]
  }

  /// Classifies a person after an infection.
  public func classify(_ history: ParticipantHistory, episode: Int) -> Classification {
    scope.classify(history, episode: episode) { view in
      let limit = beganWithin.after(view.index)
      var ways = view.symptoms.map { symptom in
        criterion(view.series(of: symptom), limit: limit).at(nil, [symptom])
      }
      for wave in view.waves {
        guard let begin = wave.symptomsBegan, let end = wave.symptomsEnded, begin <= limit else { continue }
        let days = end.days(since: max(begin, view.index))
        if days >= minimumDays { ways.append(Classification.yes.at(wave.completed)) }
      }
      let result = Classification.any(ways, otherwise: .no(.symptomsAbsent))
      guard result.outcome == .no else { return result }
      let telling = view.index.adding(days: minimumDays)...limit.adding(days: minimumDays)
      let isObserved = view.waves.contains { wave in
        (wave.completed.map(telling.contains) ?? false) && wave.presenceOfAny != nil
      }
      return isObserved ? result : .indeterminate(.noFollowUpInWindow)
    }
  }

  private func criterion(_ series: PresenceSeries, limit: StudyDay) -> Classification {
    guard let begin = series.possibleBegin else { return .no(.symptomsAbsent) }
    let duration = series.duration(counting: durationRule)
    let beginning: Classification =
      begin.upperBound <= limit && duration.atLeast != nil
      ? .yes : begin.lowerBound > limit ? .no(.beganTooLate) : .indeterminate(.beginUnknown)
    let lasting: Classification
    if let least = duration.atLeast, least >= minimumDays {
      lasting = .yes
    } else if let most = duration.atMost, most < minimumDays {
      lasting = .no(.durationTooShort)
    } else {
      lasting = .indeterminate(duration.atLeast == nil ? .symptomsUnanswered : .durationUnknown)
    }
    return .all([lasting, beginning])
  }
}
