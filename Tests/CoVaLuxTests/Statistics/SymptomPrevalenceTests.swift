import CoVaLux
import CohortModel
import Reporting
import Testing

@Suite struct SymptomPrevalenceTests {
  /// Infected on 2021-03-10: the target of month 6 is 2021-09-10, its window 2021-07-27 to 2021-10-25.
  private func infected(_ followUps: MadeFollowUp..., again: PartialDate? = nil) -> MadePerson {
    var person = MadePerson(followUps: followUps)
    person.infections = ["2021-03-10"] + (again.map { [$0] } ?? [])
    return person
  }

  private func fatigue(_ people: [MadePerson]) throws -> String? {
    try SymptomPrevalence(of: .fatigue).table(of: population(people)).share("", "fatigue")
  }

  @Test func `the denominator is who was asked and answered`() throws {
    let people = [
      infected(MadeFollowUp("2021-09-10", [.fatigue: .moderate])),
      infected(MadeFollowUp("2021-09-10", [.fatigue: .absent])),
      infected(MadeFollowUp("2021-09-10", [.fatigue: .missing(.notAnswered), .cough: .mild])),
      infected(MadeFollowUp("2021-09-10", [.cough: .mild])),
      infected(),
    ]
    let table = try SymptomPrevalence().table(of: population(people))
    #expect(table.share("", "fatigue") == "1/2")
    #expect(table.share("", "cough") == "2/2")
    #expect(table.share("", "dyspnoea") == "0/0")
  }

  @Test func `the interval is Wilson's and Fischer's counts give the published share`() throws {
    // Fischer, OFID 2022, ofac397: 172 of 289 have a symptom at 12 months, 59.5 % (Wilson 53.8–65.0).
    let yes = infected(MadeFollowUp("2022-03-10", [.fatigue: .present]))
    let no = infected(MadeFollowUp("2022-03-10", [.fatigue: .absent]))
    let people = try population(times(172, yes) + times(117, no))
    let row = try #require(
      SymptomPrevalence(atMonth: 12).table(of: people).row("", "any symptom"))
    #expect(row.count == 172 && row.n == 289)
    #expect(Numbers.percent(try #require(row.value.number)) == "59.5\u{00A0}%")
    #expect(Numbers.interval(try #require(row.lower), try #require(row.upper), .proportion) == "53.8–65.0")
    #expect(row.method == "wilson")
  }

  @Test(arguments: [
    ("2021-07-26", "0/0"), ("2021-07-27", "1/1"), ("2021-10-25", "1/1"), ("2021-10-26", "0/0"),
  ])
  func `a window of 45 days each way ends on its last day`(day: String, expected: String) throws {
    let day = try #require(StudyDay(iso: day))
    #expect(try fatigue([infected(MadeFollowUp(day, [.fatigue: .mild]))]) == expected)
  }

  @Test func `the nearest answer counts, of two equally near the earlier`() throws {
    let nearest = infected(
      MadeFollowUp("2021-08-01", [.fatigue: .absent]), MadeFollowUp("2021-09-12", [.fatigue: .mild]))
    #expect(try fatigue([nearest]) == "1/1")
    let tied = infected(
      MadeFollowUp("2021-09-15", [.fatigue: .absent]), MadeFollowUp("2021-09-05", [.fatigue: .mild]))
    #expect(try fatigue([tied]) == "1/1")
    let unanswered = infected(
      MadeFollowUp("2021-09-10", [.fatigue: .missing(.refused)]),
      MadeFollowUp("2021-10-01", [.fatigue: .mild]))
    #expect(try fatigue([unanswered]) == "1/1")
  }

  @Test func `a re-infection inside the window takes the person out of it`() throws {
    let answer = MadeFollowUp("2021-08-01", [.fatigue: .mild])
    #expect(try fatigue([infected(answer, again: "2021-10-25")]) == "0/0")
    #expect(try fatigue([infected(answer, again: "2021-10-26")]) == "1/1")
  }

  @Test func `a form about the other infection does not count`() throws {
    let other = MadeFollowUp("2021-09-10", [.fatigue: .mild], slot: "2")
    #expect(try fatigue([infected(other, again: "2022-06-01")]) == "0/0")
    let own = MadeFollowUp("2021-09-10", [.fatigue: .mild], slot: "1")
    #expect(try fatigue([infected(own, again: "2022-06-01")]) == "1/1")
  }

  @Test func `suspected infections, vague days and the never infected are left out`() throws {
    let answer = MadeFollowUp("2021-09-10", [.fatigue: .mild])
    var suspected = infected(answer)
    suspected.status = .suspected
    var vague = infected(answer)
    vague.infections = [PartialDate("2021-03-01", precision: .month)]
    let never = MadePerson(followUps: [answer])
    #expect(try fatigue([suspected, vague, never]) == "0/0")
  }

  @Test func `the never infected are counted from enrolment`() throws {
    var statistic = SymptomPrevalence(of: .fatigue)
    statistic.comparesNeverInfected = true
    let never = MadePerson(
      enrolled: "2021-03-10", followUps: [MadeFollowUp("2021-09-10", [.fatigue: .absent])])
    let people = times(3, infected(MadeFollowUp("2021-09-10", [.fatigue: .mild]))) + times(2, never)
    let table = try statistic.table(of: population(people))
    #expect(table.share("infected", "fatigue") == "3/3")
    #expect(table.share("never infected", "fatigue") == "0/2")
  }

  @Test func `vaccination counts on the day of infection, complete after fourteen days`() throws {
    let answer = MadeFollowUp("2021-09-10", [.fatigue: .mild])
    func vaccinated(_ doses: PartialDate...) -> MadePerson {
      var person = infected(answer)
      person.doses = doses
      return person
    }
    let people = [
      vaccinated(), vaccinated("2021-03-01"),
      vaccinated("2021-01-20", "2021-02-24"),  // 14 days before
      vaccinated("2021-01-20", "2021-02-25"),  // 13 days before
    ]
    let table = try SymptomPrevalence(of: .fatigue, by: .vaccinationStatus).table(of: population(people))
    for group in ["unvaccinated", "partly vaccinated", "fully vaccinated", "complete under 14 days"] {
      #expect(table.share(group, "fatigue") == "1/1")
    }
    #expect(table.share("all infected", "fatigue") == "4/4")
    #expect(table.row("boosted", "fatigue") == nil)
  }

  @Test func `months since infection are windows of their own`() throws {
    let person = infected(
      MadeFollowUp("2021-06-10", [.fatigue: .mild]), MadeFollowUp("2022-03-10", [.fatigue: .absent]))
    let table = try SymptomPrevalence(of: .fatigue, by: .monthsSinceInfection).table(of: population([person]))
    #expect(table.share("month 3", "fatigue") == "1/1")
    #expect(table.share("month 12", "fatigue") == "0/1")
    #expect(table.row("month 6", "fatigue") == nil)
  }

  @Test func `any symptom needs an answer to half of what was asked`() throws {
    let answered = infected(MadeFollowUp("2021-09-10", [.fatigue: .absent, .cough: .missing(.notAnswered)]))
    let blank = infected(
      MadeFollowUp(
        "2021-09-10", [.fatigue: .mild, .cough: .missing(.notAnswered), .dyspnoea: .missing(.notAnswered)]))
    let table = try SymptomPrevalence().table(of: population([answered, blank]))
    #expect(table.share("", "any symptom") == "0/1")
  }

  @Test func `small groups are hidden together with what would give them away`() throws {
    func person(_ severity: Infection.Severity, _ state: SymptomState) -> MadePerson {
      var person = infected(MadeFollowUp("2021-09-10", [.fatigue: state]))
      person.severity = severity
      return person
    }
    // 12 of 40, 2 of 20 and 10 of 30: the 2 is small, and all less 12 and 10 would tell it.
    let people =
      times(12, person(.mild, .mild)) + times(28, person(.mild, .absent)) + times(2, person(.moderate, .mild))
      + times(18, person(.moderate, .absent)) + times(10, person(.severe, .mild))
      + times(20, person(.severe, .absent))
    let table = try population(people).answer(SymptomPrevalence(of: .fatigue, by: .severity))
    let shown = Dictionary(uniqueKeysWithValues: table.rows.map { ($0.shown.group, $0.shown.count) })
    #expect(shown["moderate"] == .some(nil))
    #expect(shown["all infected"] == 24)
    #expect(shown["mild"] == .some(nil) || shown["severe"] == .some(nil))
    #expect(!table.formatted(.json).contains("\"count\":2,"))
  }
}
