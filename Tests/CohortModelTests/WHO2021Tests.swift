import CohortModel
import Testing

/// Soriano (2022): present at 3 months, at least 2 months long, not explained otherwise.
@Suite struct WHO2021Tests {
  let definition = WHO2021()

  private func classify(_ history: ParticipantHistory) -> String {
    definition.classify(history, episode: 1).word
  }

  @Test func `infected on 31 January, three months are reached on 30 April`() {
    let before = history(
      infected: ["2022-01-31"], wave("2022-02-10", [.fatigue: .mild]), wave("2022-04-29", [.fatigue: .mild]))
    let on = history(
      infected: ["2022-01-31"], wave("2022-02-10", [.fatigue: .mild]), wave("2022-04-30", [.fatigue: .mild]))
    #expect(classify(before) == "indeterminate: no-follow-up-in-window")
    #expect(classify(on) == "yes")
    var days = definition
    days.presentAfter = .days(90)  // 2022-05-01
    #expect(days.classify(on, episode: 1).outcome == .indeterminate)
    #expect(days.parameters.contains { $0 == ("present-after", "90 days") })
  }

  @Test func `60 days from first to last presence are enough, 59 leave it open`() {
    // 2022-03-01 and 60 days are 2022-04-30.
    let sixty = history(
      infected: ["2022-01-10"], wave("2022-03-01", [.fatigue: .mild]), wave("2022-04-30", [.fatigue: .mild]))
    let fiftyNine = history(
      infected: ["2022-01-10"], wave("2022-03-01", [.fatigue: .mild]), wave("2022-04-29", [.fatigue: .mild]))
    #expect(classify(sixty) == "yes")
    #expect(classify(fiftyNine) == "indeterminate: duration-unknown")
  }

  @Test func `the decision names its symptoms and its day`() {
    let result = definition.classify(
      history(
        infected: ["2022-01-10"],
        wave("2022-02-01", [.fatigue: .mild, .cough: .present, .dyspnoea: .absent]),
        wave("2022-06-01", [.fatigue: .mild, .cough: .present, .dyspnoea: .severe])), episode: 1)
    #expect(result.symptoms == [.cough, .fatigue])
    #expect(result.day == "2022-06-01")
  }

  @Test func `a symptom seen once in the window leaves its duration open`() {
    #expect(
      classify(history(infected: ["2022-01-10"], wave("2022-06-01", [.fatigue: .mild])))
        == "indeterminate: duration-unknown")
  }

  @Test func `a remembered begin tells the duration`() {
    let long = wave("2022-06-01", [.fatigue: .mild], began: "2022-04-02")  // 60 days
    let short = wave("2022-06-01", [.fatigue: .mild], began: "2022-04-03")
    #expect(classify(history(infected: ["2022-01-10"], long)) == "yes")
    #expect(classify(history(infected: ["2022-01-10"], short)) == "indeterminate: duration-unknown")
    #expect(
      classify(history(infected: ["2022-01-10"], short, wave("2022-06-20", [.fatigue: .absent])))
        == "indeterminate: duration-unknown")  // it may have ended on 19 June
    #expect(
      classify(history(infected: ["2022-01-10"], short, wave("2022-06-02", [.fatigue: .absent])))
        == "no: duration-too-short")
  }

  @Test func `absence close before and after makes it too short`() {
    let short = history(
      infected: ["2022-01-10"], wave("2022-04-20", [.fatigue: .absent]),
      wave("2022-05-01", [.fatigue: .mild]), wave("2022-06-01", [.fatigue: .absent]))
    #expect(classify(short) == "no: duration-too-short")
  }

  @Test func `a relapsing symptom counts from first to last, or its spells alone`() {
    let relapsing = history(
      infected: ["2022-01-10"], wave("2022-02-01", [.fatigue: .mild]),
      wave("2022-03-01", [.fatigue: .absent]),
      wave("2022-05-01", [.fatigue: .mild]), wave("2022-05-10", [.fatigue: .absent]))
    #expect(classify(relapsing) == "yes")
    var spells = definition
    spells.durationRule = .spells
    // At most 10 Jan to 28 Feb (49 days) and 2 Mar to 9 May (68 days).
    #expect(spells.classify(relapsing, episode: 1).word == "indeterminate: duration-unknown")
    let brief = history(
      infected: ["2022-01-10"], wave("2022-01-20", [.fatigue: .mild]),
      wave("2022-02-01", [.fatigue: .absent]),
      wave("2022-04-20", [.fatigue: .absent]), wave("2022-05-01", [.fatigue: .mild]),
      wave("2022-05-10", [.fatigue: .absent]))
    // At most 10 Jan to 31 Jan (21 days) and 21 Apr to 9 May (18 days).
    #expect(spells.classify(brief, episode: 1).word == "no: duration-too-short")
    #expect(classify(brief) == "yes")
  }

  @Test func `all symptoms asked absent is no`() {
    #expect(
      classify(
        history(
          infected: ["2022-01-10"], wave("2022-02-01", [.fatigue: .severe]),
          wave("2022-06-01", [.fatigue: .absent, .cough: .absent, .thirst: .missing(.notAsked)])))
        == "no: symptoms-absent")
  }

  @Test func `an item asked and not answered leaves it open, but not where another symptom decides`() {
    let open = wave("2022-06-01", [.fatigue: .absent, .cough: .missing(.notAnswered)])
    #expect(classify(history(infected: ["2022-01-10"], open)) == "indeterminate: symptoms-unanswered")
    let decided = history(
      infected: ["2022-01-10"], wave("2022-02-01", [.fatigue: .mild]),
      wave("2022-06-01", [.fatigue: .mild, .cough: .missing(.refused)]))
    #expect(classify(decided) == "yes")
    // Cough was absent shortly before and after: an answer could not have made it last 60 days.
    let harmless = history(
      infected: ["2022-01-10"], wave("2022-05-20", [.cough: .absent]),
      wave("2022-06-01", [.cough: .missing(.notAnswered)]), wave("2022-06-20", [.cough: .absent]))
    #expect(classify(harmless) == "no: duration-too-short")
  }

  @Test func `a follow-up without any symptom item is none, unless the person calls itself recovered`() {
    var empty = wave("2022-06-01", [.fatigue: .missing(.notAsked)])
    #expect(
      classify(history(infected: ["2022-01-10"], empty)) == "indeterminate: no-follow-up-in-window")
    empty.hasRecovered = true
    #expect(classify(history(infected: ["2022-01-10"], empty)) == "no: symptoms-absent")
  }

  @Test func `another diagnosis excludes, and an unknown one leaves it open`() {
    let early = wave("2022-02-01", [.fatigue: .mild], explained: nil)
    let explained = wave("2022-06-01", [.fatigue: .mild], explained: true)
    let unknown = wave("2022-06-01", [.fatigue: .mild], explained: nil)
    #expect(classify(history(infected: ["2022-01-10"], early, explained)) == "no: alternative-diagnosis")
    #expect(
      classify(history(infected: ["2022-01-10"], early, unknown))
        == "indeterminate: alternative-diagnosis-unknown")
    var lenient = definition
    lenient.scope.takesUnknownDiagnosisAsNone = true
    #expect(lenient.classify(history(infected: ["2022-01-10"], early, unknown), episode: 1).word == "yes")
  }

  @Test func `the strict variant asks for an impact on daily life`() {
    var strict = definition
    strict.requiresDailyImpact = true
    let words = [nil, 0, 1].map { (impact: Int16?) in
      strict.classify(
        history(
          infected: ["2022-01-10"], wave("2022-02-01", [.fatigue: .mild]),
          wave("2022-06-01", [.fatigue: .mild], impact: impact)), episode: 1
      ).word
    }
    #expect(words == ["indeterminate: daily-impact-unknown", "no: no-daily-impact", "yes"])
  }

  @Test func `the variant for new symptoms asks for the state before the infection`() {
    var new = definition
    new.requiresNewSymptom = true
    let since = [wave("2022-02-01", [.fatigue: .mild]), wave("2022-06-01", [.fatigue: .mild])]
    let words = [SymptomState.present, .absent, .missing(.notAsked)].map { state in
      new.classify(
        history(infected: ["2022-01-10"], wave("2021-12-01", [.fatigue: state]), since[0], since[1]),
        episode: 1
      ).word
    }
    #expect(words == ["no: not-new", "yes", "indeterminate: novelty-not-assessable"])
  }

  @Test(arguments: [
    (Infection.Status.confirmed, "yes"), (.probable, "yes"), (.suspected, "no: status-not-accepted"),
    (nil, "indeterminate: status-unknown"), (Infection.Status.none, "no: no-infection"),
  ])
  func `the infection must be confirmed or probable`(status: Infection.Status?, word: String) {
    let person = history(
      infected: ["2022-01-10"], status: status, wave("2022-02-01", [.fatigue: .mild]),
      wave("2022-06-01", [.fatigue: .mild]))
    #expect(classify(person) == word)
  }

  @Test(arguments: [
    (2003, "yes"), (2004, "indeterminate: age-unknown"), (2005, "no: outside-age-range"),
    (nil, "indeterminate: age-unknown"),
  ])
  func `it is for adults, and a birth year may leave that open`(birthYear: Int?, word: String) {
    let person = history(
      infected: ["2022-01-10"], birthYear: birthYear, wave("2022-02-01", [.fatigue: .mild]),
      wave("2022-06-01", [.fatigue: .mild]))
    #expect(classify(person) == word)
  }

  @Test func `a definite no is no whatever else is unknown`() {
    let person = history(
      infected: ["2022-01-10"], status: nil, birthYear: nil, wave("2022-06-01", [.fatigue: .absent]))
    #expect(classify(person) == "no: symptoms-absent")
  }

  @Test func `a follow-up up to 30 days after a re-infection does not count for the first infection`() {
    // 2022-06-01 and 30 days are 2022-07-01.
    let within = history(
      infected: ["2022-01-10", "2022-06-01"], wave("2022-02-01", [.fatigue: .mild]),
      wave("2022-07-01", [.fatigue: .mild]))
    let after = history(
      infected: ["2022-01-10", "2022-06-01"], wave("2022-02-01", [.fatigue: .mild]),
      wave("2022-07-02", [.fatigue: .mild]))
    #expect(classify(within) == "indeterminate: no-follow-up-in-window")
    #expect(classify(after) == "yes")
    #expect(definition.classify(after, episode: 2).word == "indeterminate: no-follow-up-in-window")
    var censored = definition
    censored.scope.reinfection = .censor
    #expect(censored.classify(after, episode: 1).word == "indeterminate: no-follow-up-in-window")
  }

  @Test func `a month of infection decides only if all its days agree`() {
    let january = PartialDate("2022-01-01", precision: .month)
    let sure = history(
      infected: [january], wave("2022-02-01", [.fatigue: .mild]), wave("2022-04-30", [.fatigue: .mild]))
    let unsure = history(
      infected: [january], wave("2022-02-01", [.fatigue: .mild]), wave("2022-04-29", [.fatigue: .mild]))
    #expect(classify(sure) == "yes")
    #expect(classify(unsure) == "indeterminate: index-unknown")
  }

  @Test func `remembered begin and end count where no follow-up saw the symptoms`() {
    let lasting = wave("2022-08-01", [.fatigue: .absent], began: "2022-01-12", ended: "2022-04-10")
    let ended = wave("2022-08-01", [.fatigue: .absent], began: "2022-01-12", ended: "2022-04-09")
    #expect(classify(history(infected: ["2022-01-10"], lasting)) == "yes")
    #expect(classify(history(infected: ["2022-01-10"], ended)) == "no: symptoms-absent")
  }

  @Test func `a never-infected participant has no Long COVID, an undated infection leaves it open`() {
    #expect(classify(history(infected: [], wave("2022-06-01", [.fatigue: .mild]))) == "no: no-infection")
    let undated = InfectionEpisodes.Report(form: "baseline", infection: Infection(of: anna))
    let open = ParticipantHistory(
      of: Participant(code: anna, birthYear: 1974), infections: InfectionEpisodes([undated]))
    #expect(classify(open) == "indeterminate: index-unknown")
  }
}
