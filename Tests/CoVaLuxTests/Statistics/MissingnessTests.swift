import CoVaLux
import CohortModel
import Reporting
import Testing

@Suite struct MissingnessTests {
  @Test func `what was skipped by design is in no denominator`() throws {
    let states: [SymptomState] = [
      .mild, .absent, .missing(.notAnswered), .missing(.refused), .missing(.unknown),
      .missing(.notApplicable),
    ]
    let people = states.map { MadePerson(followUps: [MadeFollowUp("2021-09-10", [.fatigue: $0])]) }
    let table = try Missingness().table(of: population(people))
    #expect(table.share("fatigue", "missing") == "3/5")
    #expect(table.row("fatigue", "skipped by design")?.count == 1)
    // No form asked for a cough.
    #expect(table.row("cough", "missing") == nil)
  }

  @Test func `variables of participants count everybody once`() throws {
    let people = [
      MadePerson(sex: nil, education: 3), MadePerson(education: -2, hasDiabetes: true),
      MadePerson(education: -1),
    ]
    let table = try Missingness().table(of: population(people))
    #expect(table.share("sex", "missing") == "1/3")
    #expect(table.share("education", "missing") == "1/2")
    #expect(table.row("education", "skipped by design")?.count == 1)
    #expect(table.share("diabetes", "missing") == "0/1")
  }
}
