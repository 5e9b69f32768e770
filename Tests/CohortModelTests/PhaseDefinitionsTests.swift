import CohortModel
import Testing

@Suite struct PhaseDefinitionsTests {
  /// Day of a number of days after an infection on 10 January 2022.
  private func day(_ days: Int) -> StudyDay { ("2022-01-10" as StudyDay).adding(days: days) }

  private func person(_ followUps: FollowUp...) -> ParticipantHistory {
    let infected = history(infected: ["2022-01-10"], status: .suspected)
    return ParticipantHistory(
      of: infected.participant, infections: infected.infections, followUps: followUps)
  }

  @Test(arguments: [
    (27, NICE.Phase.acute), (28, .ongoingSymptomatic), (84, .ongoingSymptomatic), (85, .postCOVIDSyndrome),
  ])
  func `NG188 changes phase on days 28 and 85`(days: Int, phase: NICE.Phase) {
    #expect(NICE.Phase(daysSinceOnset: days) == phase)
  }

  @Test(arguments: [
    (27, "indeterminate: no-follow-up-in-window", "indeterminate: no-follow-up-in-window"),
    (28, "yes", "indeterminate: no-follow-up-in-window"),
    (84, "yes", "indeterminate: no-follow-up-in-window"),
    (85, "yes", "yes"),
  ])
  func `NICE needs a symptom in the phase and no test`(days: Int, long: String, syndrome: String) {
    let sick = person(wave(day(days), [.cough: .present]))
    #expect(NICE(.longCOVID).classify(sick, episode: 1).word == long)
    #expect(NICE(.postCOVIDSyndrome).classify(sick, episode: 1).word == syndrome)
  }

  @Test func `NICE asks for another diagnosis only after 84 days`() {
    let explained = person(wave(day(40), [.cough: .present], explained: true))
    let later = person(wave(day(90), [.cough: .present], explained: true))
    let unknown = person(wave(day(90), [.cough: .present], explained: nil))
    #expect(NICE(.ongoingSymptomatic).classify(explained, episode: 1).word == "yes")
    #expect(NICE(.longCOVID).classify(explained, episode: 1).category == "ongoing-symptomatic")
    #expect(NICE(.longCOVID).classify(later, episode: 1).word == "no: alternative-diagnosis")
    #expect(
      NICE(.postCOVIDSyndrome).classify(unknown, episode: 1).word
        == "indeterminate: alternative-diagnosis-unknown")
  }

  @Test(arguments: [
    (27, SymptomState.mild, "indeterminate: no-follow-up-in-window"), (28, .mild, "yes"),
    (28, .absent, "no: symptoms-absent"), (28, .missing(.unknown), "indeterminate: symptoms-unanswered"),
  ])
  func `CDC counts from day 28`(days: Int, state: SymptomState, word: String) {
    let person = person(wave(day(days), [.cough: state], explained: true))
    #expect(CDCFourWeeks().classify(person, episode: 1).word == word)
  }

  @Test func `NASEM takes any symptoms together for three calendar months`() {
    let changing = person(
      wave("2022-02-15", [.cough: .mild, .fatigue: .absent], explained: true),
      wave("2022-05-15", [.cough: .absent, .fatigue: .mild], explained: true))
    #expect(NASEM2024().classify(changing, episode: 1).word == "yes")
    let dayShort = person(
      wave("2022-02-15", [.cough: .mild]), wave("2022-05-14", [.fatigue: .mild]))
    #expect(NASEM2024().classify(dayShort, episode: 1).word == "indeterminate: duration-unknown")
  }

  @Test func `NASEM says no only of a state that cannot have lasted`() {
    #expect(
      NASEM2024().classify(
        person(
          wave("2022-02-15", [.cough: .mild]), wave("2022-03-15", [.cough: .absent]),
          wave("2022-05-15", [.cough: .absent])), episode: 1
      ).word == "no: duration-too-short")
    #expect(
      NASEM2024().classify(person(wave("2022-05-15", [.cough: .absent])), episode: 1).word
        == "no: symptoms-absent")
    #expect(
      NASEM2024().classify(person(wave("2022-03-15", [.cough: .absent])), episode: 1).word
        == "indeterminate: no-follow-up-in-window")
    #expect(
      NASEM2024().classify(
        person(wave("2022-08-15", [.cough: .absent], began: "2022-01-10", ended: "2022-04-10")), episode: 1
      ).word == "yes")
  }
}
