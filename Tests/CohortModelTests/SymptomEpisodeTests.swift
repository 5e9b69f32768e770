import CohortModel
import Testing

@Suite struct SymptomEpisodeTests {
  private func episode(_ followUps: FollowUp...) -> SymptomEpisode {
    let history = ParticipantHistory(of: Participant(code: anna), followUps: followUps)
    return history.symptomEpisode(of: .fatigue, in: "2022-01-10"..."2023-01-10")
  }

  @Test func `first and last presence, and whether it goes on`() {
    let fatigue = episode(
      wave("2022-02-10", [.fatigue: .mild]), wave("2022-03-12", [.fatigue: .absent]),
      wave("2022-04-11", [.fatigue: .severe]), wave("2022-05-11", [.fatigue: .present]),
      wave("2022-06-10", [.fatigue: .missing(.refused)]))
    #expect(fatigue.firstPresent == "2022-02-10")
    #expect(fatigue.lastPresent == "2022-05-11")
    #expect(fatigue.lastAnswered == "2022-05-11")
    #expect(fatigue.isOngoing == true)
    #expect(fatigue.spanDays == 90)  // 10 Feb to 11 May
    #expect(fatigue.spellDays == 30)  // 11 Apr to 11 May; one follow-up alone has no length
  }

  @Test func `a remembered begin lengthens it, but not over an absence`() {
    let continuous = episode(wave("2022-04-11", [.fatigue: .mild], began: "2022-01-12"))
    #expect(continuous.firstPresent == "2022-01-12")
    #expect(continuous.spanDays == 89)
    let interrupted = episode(
      wave("2022-03-01", [.fatigue: .absent]), wave("2022-04-11", [.fatigue: .mild], began: "2022-01-12"))
    #expect(interrupted.firstPresent == "2022-04-11")
    #expect(interrupted.spanDays == 0)
  }

  @Test func `a begin before the infection counts from the infection`() {
    let old = episode(wave("2022-04-11", [.fatigue: .mild], began: "2020-01-01"))
    #expect(old.firstPresent == "2022-01-10")
  }

  @Test func `novelty is assessable only if it was asked before`() {
    #expect(episode(wave("2022-02-10", [.fatigue: .mild])).wasPresentBefore == nil)
    let asked = episode(wave("2021-12-01", [.fatigue: .absent]), wave("2022-02-10", [.fatigue: .mild]))
    #expect(asked.wasPresentBefore == false)
    #expect(asked.spanDays == 0)
  }

  @Test func `a symptom never asked has no dates`() {
    let nothing = episode(wave("2022-02-10", [.cough: .mild, .fatigue: .missing(.notAsked)]))
    #expect(nothing.firstPresent == nil)
    #expect(nothing.isOngoing == nil)
    #expect(nothing.spanDays == nil)
  }
}
