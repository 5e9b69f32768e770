import CoVaLux
import CohortModel
import Reporting
import Testing

@Suite struct PopulationImpactTests {
  private let doses: [PartialDate] = ["2021-02-01", "2021-04-01"]

  private func person(
    _ isIll: Bool, sex: Participant.Sex, canton: String? = "LU-LU", doses: [PartialDate] = []
  ) -> MadePerson {
    var person = MadePerson(
      birthYear: 1986, sex: sex, canton: canton, enrolled: "2021-06-20", doses: doses,
      followUps: [MadeFollowUp("2021-12-10", [.fatigue: isIll ? .mild : .absent])])
    person.infections = ["2021-06-10"]
    return person
  }

  private func impact(infected: Int? = nil) -> PopulationImpact {
    var impact = PopulationImpact(of: .symptom(.fatigue), adjust: [])
    impact.infected = infected
    return impact
  }

  @Test func `the prevalence is weighted to the residents`() throws {
    // 20 of 40 women and 1 of 10 men aged 30 to 39: the residents are 49 012 women and 49 304 men.
    let people =
      times(20, person(true, sex: .female)) + times(20, person(false, sex: .female))
      + times(1, person(true, sex: .male)) + times(9, person(false, sex: .male))
    let table = try impact(infected: 1_000_000).table(of: population(people))
    #expect(table.share("fatigue", "in the cohort") == "21/50")
    let share = (0.5 * 49_012 + 0.1 * 49_304) / (49_012 + 49_304)
    let weighted = try #require(table.row("fatigue", "weighted to the residents"))
    #expect(abs(try #require(weighted.value.number) - share) < 1e-9)
    let affected = try #require(table.row("fatigue", "people affected, among residents"))
    #expect(abs(try #require(affected.value.number) - share * 1_000_000) < 1e-2)
    #expect(
      try #require(affected.lower) < share * 1_000_000 && share * 1_000_000 < (try #require(affected.upper)))
  }

  @Test func `reduction, number needed and averted cases follow from the risks`() throws {
    // Risks of 40 % and 10 %: ratio 0.25, reduction 0.3, one case fewer for each 10/3 vaccinated.
    let people =
      times(40, person(true, sex: .female)) + times(60, person(false, sex: .female))
      + times(10, person(true, sex: .female, doses: doses))
      + times(90, person(false, sex: .female, doses: doses))
    let table = try impact().table(of: population(people))
    func value(_ group: String, _ level: String, _ section: String? = nil) throws -> Double {
      try #require(table.row(group, level, section: section)?.value.number, "\(group) \(level)")
    }
    #expect(abs(try value("all", "adjusted risk ratio") - 0.25) < 1e-9)
    #expect(abs(try value("all", "absolute risk reduction") - 0.3) < 1e-9)
    #expect(abs(try value("all", "number needed to vaccinate") - 10.0 / 3) < 1e-7)
    // 40 of 50 cases are unvaccinated: 0.8 · (1 − 1/4).
    #expect(abs(try value("all", "attributable fraction, unvaccinated") - 0.6) < 1e-9)
    // Per 1,000 infected people, 400 without vaccination: half vaccinated averts 500 · 0.3.
    #expect(abs(try value("50\u{00A0}% vaccinated", "cases averted") - 150) < 1e-6)
    #expect(abs(try value("as in the cohort", "cases averted") - 150) < 1e-6)
    #expect(abs(try value("100\u{00A0}% vaccinated", "cases averted") - 300) < 1e-6)
    #expect(abs(try value("female", "number needed to vaccinate") - 10.0 / 3) < 1e-7)
  }

  @Test func `weights have a design effect, and people without a canton have none`() throws {
    let people =
      times(30, person(false, sex: .female)) + times(10, person(false, sex: .male))
      + times(5, person(false, sex: .male, canton: nil))
    let table = try SampleWeights().table(of: population(people))
    #expect(table.row("cohort", "weighted")?.count == 40)
    #expect(table.row("cohort", "age, sex or canton unknown")?.count == 5)
    #expect(table.row("residents", "stood for")?.value == 98_316)
    // Weights of 49 012/30 and 49 304/10: 40 · (49012²/30 + 49304²/10) / 98316².
    let effect = 40 * (49_012.0 * 49_012 / 30 + 49_304.0 * 49_304 / 10) / (98_316.0 * 98_316)
    #expect(abs(try #require(table.row("weights", "design effect")?.value.number) - effect) < 1e-9)
  }
}
