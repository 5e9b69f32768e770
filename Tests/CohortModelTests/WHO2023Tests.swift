import CohortModel
import Testing

/// WHO (2023): began within 3 months of the infection and lasted at least 2 months, under 19 years.
@Suite struct WHO2023Tests {
  private func classify(
    infected: PartialDate = "2022-01-31", birthYear: Int? = 2010, _ followUps: FollowUp...
  ) -> String {
    var person = history(infected: [infected], birthYear: birthYear)
    person = ParticipantHistory(
      of: person.participant, infections: person.infections, followUps: followUps)
    return WHO2023().classify(person, episode: 1).word
  }

  @Test func `begun within three months and two months long`() {
    #expect(classify(wave("2022-04-30", [.fatigue: .mild]), wave("2022-06-29", [.fatigue: .mild])) == "yes")
    // 59 days, and it may have gone on.
    #expect(
      classify(wave("2022-04-30", [.fatigue: .mild]), wave("2022-06-28", [.fatigue: .mild]))
        == "indeterminate: duration-unknown")
  }

  @Test func `it need not be present at three months, and other diagnoses do not exclude`() {
    #expect(
      classify(
        wave("2022-02-05", [.fatigue: .mild], explained: true),
        wave("2022-04-10", [.fatigue: .mild], explained: true), wave("2022-05-01", [.fatigue: .absent]))
        == "yes")
  }

  @Test func `begun after three months is too late`() {
    #expect(
      classify(
        wave("2022-04-30", [.fatigue: .absent]), wave("2022-05-01", [.fatigue: .mild]),
        wave("2022-07-30", [.fatigue: .mild])) == "no: began-too-late")
    #expect(
      classify(
        wave("2022-04-29", [.fatigue: .absent]), wave("2022-05-01", [.fatigue: .mild]),
        wave("2022-07-30", [.fatigue: .mild])) == "indeterminate: begin-unknown")
    #expect(
      classify(wave("2022-07-30", [.fatigue: .mild], began: "2022-04-30")) == "yes")
  }

  @Test func `no needs a follow-up that would have seen it`() {
    // From 2022-04-01 (60 days) to 2022-06-29 (3 months and 60 days).
    let words = ["2022-03-31", "2022-04-01", "2022-06-29", "2022-06-30"].map { (day: StudyDay) in
      classify(wave(day, [.fatigue: .absent]))
    }
    #expect(
      words == [
        "indeterminate: no-follow-up-in-window", "no: symptoms-absent", "no: symptoms-absent",
        "indeterminate: no-follow-up-in-window",
      ])
  }

  @Test(arguments: [
    (2004, "yes"), (2003, "indeterminate: age-unknown"), (2002, "no: outside-age-range"),
  ])
  func `it is for those under 19`(birthYear: Int, word: String) {
    let found = classify(
      birthYear: birthYear, wave("2022-02-05", [.fatigue: .mild]), wave("2022-04-10", [.fatigue: .mild]))
    #expect(found == word)
  }
}
