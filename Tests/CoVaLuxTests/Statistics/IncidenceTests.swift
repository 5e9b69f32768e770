import CoVaLux
import CohortModel
import Reporting
import Testing

@Suite struct IncidenceTests {
  private func person(infected: PartialDate? = nil, doses: [PartialDate] = [], to last: StudyDay)
    -> MadePerson
  {
    var person = MadePerson(
      enrolled: "2021-01-01", doses: doses, followUps: [MadeFollowUp(last, [.fatigue: .absent])])
    person.infections = infected.map { [$0] } ?? []
    return person
  }

  @Test func `person-time is split on the day a status begins`() throws {
    // Unvaccinated 2–31 January (30 days), then partly vaccinated through 10 February (11 days … 1 January + 40).
    let people = [person(doses: ["2021-01-31"], to: "2021-02-10")]
    let table = try Incidence().table(of: population(people))
    let years = { (group: String) in
      table.row(group, "person-years")?.value.number.map { ($0 * 365.25).rounded() }
    }
    #expect(years("unvaccinated") == 30)
    #expect(years("partly vaccinated") == 10)
    #expect(years("all") == 40)
  }

  @Test func `an infection ends it and counts under the status of its day`() throws {
    let people =
      times(5, person(infected: "2021-01-11", to: "2021-12-31")) + times(5, person(to: "2021-01-21"))
    let table = try Incidence().table(of: population(people))
    #expect(table.row("unvaccinated", "infections")?.count == 5)
    // 5 · 10 + 5 · 20 days.
    let years = try #require(table.row("unvaccinated", "person-years")?.value.number)
    #expect(abs(years - 150 / 365.25) < 1e-12)
    let rate = try #require(table.row("unvaccinated", "per 100 person-years")?.value.number)
    #expect(abs(rate - 5 / (150 / 36_525.0)) < 1e-9)
  }

  @Test func `an infection before enrolment is no event, one after it is`() throws {
    var twice = person(infected: "2020-11-01", to: "2021-12-31")
    twice.infections.append("2021-06-01")
    let table = try Incidence(by: .sex).table(of: population([twice]))
    #expect(table.row("female", "infections")?.count == 1)
  }
}
