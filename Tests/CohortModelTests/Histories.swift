import CohortModel
import Testing

let anna: ParticipantCode = {
  do { return try ParticipantCode("LUX-000417") } catch { preconditionFailure("a well-formed code") }
}()

/// A history with infections on the days given and the follow-ups given.
func history(
  infected days: [PartialDate], status: Infection.Status? = .confirmed, birthYear: Int? = 1974,
  _ followUps: FollowUp...
) -> ParticipantHistory {
  let reports = days.enumerated().map { place, day in
    InfectionEpisodes.Report(
      form: "baseline",
      infection: Infection(of: anna, slot: String(place + 1), onset: day, status: status))
  }
  return ParticipantHistory(
    of: Participant(code: anna, birthYear: birthYear), infections: InfectionEpisodes(reports),
    followUps: followUps)
}

/// A follow-up on a day.
func wave(
  _ day: StudyDay, _ symptoms: [Symptom: SymptomState], explained: Bool? = false, impact: Int16? = nil,
  began: StudyDay? = nil, ended: StudyDay? = nil, items: [String: Int16] = [:]
) -> FollowUp {
  var followUp = FollowUp(
    of: anna, event: "unscheduled", on: day, symptoms: symptoms, hasAlternativeDiagnosis: explained)
  followUp.dailyImpact = impact
  followUp.symptomsBegan = began
  followUp.symptomsEnded = ended
  followUp.items = items
  return followUp
}

extension Classification {
  /// Outcome and reason in one word for short expectations.
  var word: String { outcome == .yes ? "yes" : "\(outcome.rawValue): \(reason.rawValue)" }
}
