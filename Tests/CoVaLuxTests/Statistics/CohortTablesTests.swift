import CohortModel
import Reporting
import Testing

@testable import CoVaLux

@Suite struct VaccinationCoverageTests {
  private func vaccinated(_ doses: PartialDate...) -> MadePerson { MadePerson(doses: doses) }

  @Test func `statuses of a day add up to everybody enrolled and alive`() throws {
    var dead = vaccinated("2021-01-10")
    dead.died = "2021-07-01"
    let late = MadePerson(enrolled: "2021-07-02")
    let people =
      times(3, vaccinated()) + times(2, vaccinated("2021-06-01"))
      + times(4, vaccinated("2021-05-01", "2021-06-01"))
      + [
        vaccinated("2021-05-27", "2021-06-17"),  // 14 days before
        vaccinated("2021-05-28", "2021-06-18"),  // 13 days before
        vaccinated("2021-01-01", "2021-02-01", "2021-06-17"),
        vaccinated(PartialDate("2021-07-01", precision: .month)),
        dead, late,
      ]
    let table = try VaccinationCoverage(on: "2021-07-01").table(of: population(people))
    #expect(table.share("", "unvaccinated") == "4/13")
    #expect(table.share("", "vaccinated, not complete or unknown") == "3/13")
    #expect(table.share("", "fully vaccinated, not boosted") == "5/13")
    #expect(table.share("", "boosted") == "1/13")
    #expect(table.share("", "at least one dose") == "9/13")
    #expect(table.share("", "fully vaccinated") == "6/13")
  }

  @Test func `a dose that may lie before or after the day leaves the status open`() throws {
    let open = vaccinated(PartialDate("2021-01-01", precision: .year))
    let table = try VaccinationCoverage(on: "2021-07-01").table(of: population([open]))
    #expect(table.share("", "unknown") == "1/1")
    let year = try VaccinationCoverage(on: "2022-07-01").table(of: population([open]))
    #expect(year.share("", "at least one dose") == "1/1")
  }

  @Test func `groups are of the day and add up`() throws {
    var child = vaccinated("2021-01-01")
    child.birthYear = 2010
    let table = try VaccinationCoverage(on: "2021-07-01", by: .ageBand).table(
      of: population(times(2, child) + times(3, vaccinated())))
    #expect(table.share("0–17 years", "unvaccinated") == "0/2")
    #expect(table.share("40–49 years", "unvaccinated") == "3/3")
    #expect(table.share("all", "unvaccinated") == "3/5")
    var other = vaccinated("2021-01-01")
    other.product = .jcovden
    let products = try VaccinationCoverage(on: "2021-07-01", by: .vaccineProduct).table(
      of: population([other, vaccinated(), vaccinated("2021-01-01")]))
    #expect(products.share("Jcovden", "fully vaccinated, not boosted") == "1/1")
    #expect(products.share("Comirnaty", "vaccinated, not complete or unknown") == "1/1")
    #expect(products.share("all", "boosted") == "0/2")
  }
}

@Suite struct RetentionTests {
  /// Enrolled on 2021-01-01; month 6 is day 183, 2021-07-03, and its window closes 14 days later.
  private func person(_ followUps: MadeFollowUp...) -> MadePerson { MadePerson(followUps: followUps) }

  @Test func `everybody is due, or not, for a reason`() throws {
    let complete = person(MadeFollowUp("2021-07-03", [.fatigue: .mild], event: "month-6"))
    let blank = person(MadeFollowUp("2021-07-03", [.fatigue: .missing(.notAnswered)], event: "month-6"))
    var dead = person()
    dead.died = "2021-07-17"
    var deadLater = person()
    deadLater.died = "2021-07-18"
    var withdrawn = person()
    withdrawn.participationEnded = "2021-03-01"
    var recent = person()
    recent.enrolled = "2022-12-01"
    var unknown = person()
    unknown.enrolled = nil
    var elsewhere = person()
    elsewhere.study = "other"
    let people = times(4, complete) + [blank, dead, deadLater, withdrawn, recent, unknown, elsewhere]
    let table = try Retention().table(of: population(people))
    let counts = [
      "enrolled": 10, "due": 6, "complete": 4, "incomplete": 1, "received": 5, "missed": 1, "died": 1,
      "withdrew": 1,
      "not yet due": 1, "enrolment unknown": 1,
    ]
    for (level, count) in counts { #expect(table.row("month-6", level)?.count == count, "\(level)") }
    #expect(table.row("month-6", "response")?.value.number == 4.0 / 6.0)
  }

  @Test func `an event without a day in the schedule is named and left out`() throws {
    let table = try Retention().table(
      of: population([person(MadeFollowUp("2021-01-01", [.cough: .mild], event: "baseline"))]))
    #expect(table.rows.isEmpty)
    #expect(table.definition["Without a schedule"] == "baseline; left out")
  }
}

@Suite struct TableOneTests {
  @Test func `shares, means, quartiles and differences of two groups`() throws {
    func person(_ year: Int, _ sex: Participant.Sex?, infected: Bool) -> MadePerson {
      MadePerson(
        birthYear: year, sex: sex, enrolled: "2020-12-31", infections: infected ? ["2021-01-01"] : [])
    }
    // Ages on 31 December are certain: 20, 30, 40, 50 and 40, 50, 60, unknown.
    var people = [2000, 1990, 1980, 1970].map { person($0, .female, infected: true) }
    people += [1980, 1970, 1960].map { person($0, .male, infected: false) }
    var unknown = person(1960, nil, infected: false)
    unknown.birthYear = nil
    people.append(unknown)
    people[0].sex = .male
    let table = try TableOne().table(of: population(people))
    let age = "Age at enrolment, years"
    #expect(table.row("infected", "", "mean", section: age)?.value.number == 35)
    #expect(table.row("never infected", "", "mean", section: age)?.value.number == 50)
    #expect(table.row("never infected", "", "known", section: age)?.value.number == 3)
    let median = try #require(table.row("infected", "", "median", section: age))
    // Type 7 of 20, 30, 40, 50: quartiles 27.5 and 42.5.
    #expect(median.value.number == 35 && median.lower == 27.5 && median.upper == 42.5)
    // Variances 500/3 and 100: −15 over the root of their mean.
    let difference = try #require(table.row("SMD", "", "mean", section: age)?.value.number)
    #expect(abs(difference + 15 / (400.0 / 3).squareRoot()) < 1e-12)
    #expect(table.share("infected", "female") == "3/4")
    #expect(table.share("never infected", "female") == "0/3")
    #expect(table.share("all", "female") == "3/7")
    #expect(table.row("all", "participants")?.count == 8)
  }

  @Test func `body mass index and conditions are of whose value is known`() throws {
    var heavy = MadePerson(heightCentimetres: 200, weightKilograms: 100, hasDiabetes: true)
    heavy.infections = ["2021-02-01"]
    var light = MadePerson(heightCentimetres: 200, weightKilograms: 80, hasDiabetes: false)
    light.infections = ["2021-02-01"]
    let unknown = MadePerson(heightCentimetres: 200)
    let table = try TableOne().table(of: population([heavy, light, unknown]))
    #expect(table.row("infected", "", "mean", section: "Body mass index, kg/m²")?.value.number == 22.5)
    #expect(table.share("infected", "Diabetes") == "1/2")
    #expect(table.row("never infected", "Diabetes") == nil)
    #expect(!table.rows.contains { $0.section.contains("anton") })
  }

  @Test func `a single person's values are not shown`() throws {
    let people = times(12, MadePerson(infections: ["2021-02-01"])) + [MadePerson(birthYear: 1921)]
    let table = try population(people).answer(TableOne(), isPublic: true)
    let mean = table.rows.first { $0.shown.group == "never infected" && $0.shown.measure == "mean" }
    #expect(mean?.shown.value == ResultValue.none)
    let all = table.rows.first { $0.shown.group == "all" && $0.shown.measure == "mean" }
    #expect(all?.shown.value == ResultValue.none)
  }
}

@Suite struct CohortOverviewTests {
  @Test func `people are counted once in each line`() throws {
    var twice = MadePerson(infections: ["2021-02-01", "2021-09-01"], doses: ["2021-05-01"])
    twice.followUps = [
      MadeFollowUp("2021-08-01", [.cough: .mild]), MadeFollowUp("2021-10-01", [.cough: .mild]),
    ]
    var withdrawn = MadePerson(infections: ["2021-02-01"])
    withdrawn.participationEnded = "2021-05-01"
    let table = try CohortOverview().table(of: population([twice, withdrawn, MadePerson()]))
    let counts = [
      "participants": 3, "infected": 2, "once": 1, "more than once": 1, "never infected": 1, "vaccinated": 1,
      "no dose reported": 2, "followed up": 1, "not followed up": 2, "died": 0,
      "stopped taking part, data kept": 1,
    ]
    for (level, count) in counts { #expect(table.row("", level)?.count == count, "\(level)") }
  }
}
