/// The post COVID-19 condition of adults after WHO's Delphi consensus of 2021.
///
/// Met if the infection is confirmed or probable, some symptom is present at a follow-up at least 3 months after
/// it, that symptom lasted at least 2 months since the infection, and no other diagnosis explains it.
///
/// What follow-ups tell about duration: a symptom lasted from the first follow-up since the infection at which it
/// was present (or from the remembered begin given at such a follow-up) to the last one; that is the least that
/// it lasted. The most is from the follow-up before at which it was absent, or the infection, to the one after at
/// which it was absent, or without limit. The answer is indeterminate where 2 months lie between the two. A
/// follow-up that remembers both begin and end of the symptoms counts like a symptom of that time.
///
/// "No" needs a follow-up in the window with an answer: all symptoms asked were absent, or explained, or too
/// short. A symptom that the form did not ask is no missing answer; one that was asked and not answered is.
public struct WHO2021: CaseDefinition {
  /// `who-2021`.
  public let id = "who-2021"
  /// Name to show.
  public let title = "WHO 2021 post COVID-19 condition (adults)"
  /// Soriano (2022).
  public let source = "Soriano, Lancet Infect Dis 2022;22:e102, 10.1016/S1473-3099(21)00703-9"

  /// Whom it is for: adults, 18 years and older; WHO names no age.
  public var scope = DefinitionScope(statuses: [.confirmed, .probable], ages: 18...130)
  /// Time after which a symptom must be present.
  public var presentAfter = Elapsed.months(3)
  /// Days that the symptom must have lasted: 2 months.
  public var minimumDays = 60
  /// How the duration of a relapsing symptom is counted.
  public var durationRule = DurationRule.firstToLast
  /// True for the strict variant that asks for an impact on daily life, which WHO calls general only.
  public var requiresDailyImpact = false
  /// True for the variant that leaves out symptoms known from before the infection.
  public var requiresNewSymptom = false

  /// Makes the definition with its default parameters.
  public init() {}

  /// The parameters with their values.
  public var parameters: [(name: String, value: String)] {
    scope.parameters + [
      ("present-after", presentAfter.description), ("minimum-duration", "\(minimumDays) days"),
      ("duration", durationRule.rawValue), ("requires-daily-impact", requiresDailyImpact ? "yes" : "no"),
      ("requires-new-symptom", requiresNewSymptom ? "yes" : "no"),
    ]
  }

  /// Classifies a person after an infection.
  public func classify(_ history: ParticipantHistory, episode: Int) -> Classification {
    scope.classify(history, episode: episode) { view in
      let threshold = presentAfter.after(view.index)
      let window = view.waves.filter { wave in
        (wave.completed.map { $0 >= threshold } ?? false) && wave.presenceOfAny != nil
      }
      let remembered = view.waves.compactMap { rememberedSpell(at: $0, threshold: threshold, view: view) }
      guard !window.isEmpty || !remembered.isEmpty else { return .indeterminate(.noFollowUpInWindow) }
      let ways = view.symptoms.flatMap { symptom in
        let duration = durationCriterion(view.series(of: symptom))
        let novelty = noveltyCriterion(symptom, in: view)
        return window.compactMap { wave -> Classification? in
          guard let isPresent = wave.presence(of: symptom) else { return nil }
          guard isPresent != false else { return .no(.symptomsAbsent).at(wave.completed) }
          let presence: Classification = isPresent == nil ? .indeterminate(.symptomsUnanswered) : .yes
          return Classification.all([
            presence, duration, novelty, scope.unexplained(at: wave), impact(at: wave),
          ])
          .at(wave.completed, [symptom])
        }
      }
      return .any(ways + remembered, otherwise: .no(.symptomsAbsent))
    }
  }
}

extension WHO2021 {
  private func durationCriterion(_ series: PresenceSeries) -> Classification {
    let duration = series.duration(counting: durationRule)
    if let least = duration.atLeast, least >= minimumDays { return .yes }
    if let most = duration.atMost, most < minimumDays { return .no(.durationTooShort) }
    return .indeterminate(.durationUnknown)
  }

  private func noveltyCriterion(_ symptom: Symptom, in view: DefinitionScope.View) -> Classification {
    guard requiresNewSymptom else { return .yes }
    guard let wasPresent = view.wasPresentBefore(symptom) else {
      return .indeterminate(.noveltyNotAssessable)
    }
    return wasPresent ? .no(.notNew) : .yes
  }

  private func impact(at wave: FollowUp) -> Classification {
    guard requiresDailyImpact else { return .yes }
    guard let impact = wave.dailyImpact, impact >= 0 else { return .indeterminate(.dailyImpactUnknown) }
    return impact >= 1 ? .yes : .no(.noDailyImpact)
  }

  /// Symptoms as a whole that a follow-up remembers to have ended at or after the threshold; nil if it does not.
  private func rememberedSpell(
    at wave: FollowUp, threshold: StudyDay, view: DefinitionScope.View
  ) -> Classification? {
    guard let end = wave.symptomsEnded, end >= threshold, let day = wave.completed, end <= day else {
      return nil
    }
    let novelty: Classification = requiresNewSymptom ? .indeterminate(.noveltyNotAssessable) : .yes
    let duration: Classification
    if let begin = wave.symptomsBegan, begin <= end {
      let days = end.days(since: max(begin, view.index))
      duration = days >= minimumDays ? .yes : .no(.durationTooShort)
    } else {
      duration = .indeterminate(.durationUnknown)
    }
    return Classification.all([duration, novelty, scope.unexplained(at: wave), impact(at: wave)]).at(day)
  }
}
