import CoVaLux
import CohortModel
import Reporting
import Testing

@Suite struct SymptomCountTests {
  private func person(_ symptoms: [Symptom: SymptomState], sex: Participant.Sex = .female) -> MadePerson {
    var person = MadePerson(sex: sex, followUps: [MadeFollowUp("2021-09-10", symptoms)])
    person.infections = ["2021-03-10"]
    return person
  }

  @Test func `symptoms are counted where half of them were answered`() throws {
    let people = [
      person([.fatigue: .mild, .cough: .mild, .dyspnoea: .absent]),
      person([.fatigue: .absent, .cough: .absent]),
      person([.fatigue: .mild, .cough: .missing(.notAnswered)]),
      person([.fatigue: .mild, .cough: .missing(.notAnswered), .dyspnoea: .missing(.refused)]),
    ]
    let table = try SymptomCount().table(of: population(people))
    // Counts 2, 0 and 1; the fourth answered one of three. Median 1 with quartiles 0.5 and 1.5, mean 1.
    let median = try #require(table.row("", "symptoms", "median"))
    #expect(median.n == 3 && median.value == 1 && median.lower == 0.5 && median.upper == 1.5)
    #expect(table.row("", "symptoms", "mean")?.value == 1)
    #expect(table.share("", "no symptom") == "1/3")
    #expect(table.share("", "1–2 symptoms") == "2/3")
  }

  @Test func `groups stand beside everybody`() throws {
    let people =
      times(3, person([.fatigue: .mild, .cough: .mild])) + times(2, person([.fatigue: .absent], sex: .male))
    let table = try SymptomCount(by: .sex).table(of: population(people))
    #expect(table.share("female", "1–2 symptoms") == "3/3")
    #expect(table.share("male", "no symptom") == "2/2")
    #expect(table.share("all infected", "1–2 symptoms") == "3/5")
  }
}

@Suite struct SymptomPairsTests {
  private func person(_ symptoms: [Symptom: SymptomState]) -> MadePerson {
    var person = MadePerson(followUps: [MadeFollowUp("2021-09-10", symptoms)])
    person.infections = ["2021-03-10"]
    return person
  }

  @Test func `pairs are counted among those who answered both`() throws {
    let people =
      times(12, person([.fatigue: .mild, .cough: .mild]))
      + times(8, person([.fatigue: .mild, .cough: .absent]))
      + times(5, person([.fatigue: .absent, .cough: .mild]))
      + times(15, person([.fatigue: .absent, .cough: .absent]))
      + times(9, person([.fatigue: .mild]))
    let table = try SymptomPairs().table(of: population(people))
    let pair = "fatigue and cough"
    #expect(table.share(pair, "both") == "12/40")
    #expect(table.share(pair, "first alone") == "8/40")
    #expect(table.share(pair, "second alone") == "5/40")
    #expect(table.share(pair, "neither") == "15/40")
    // 12/25; observed over expected 12·40/(20·17).
    #expect(table.row(pair, "Jaccard")?.value == 0.48)
    let lift = try #require(table.row(pair, "observed / expected")?.value.number)
    #expect(abs(lift - 480.0 / 340) < 1e-12)
  }

  @Test func `pairs that few people have are not even named`() throws {
    let people =
      times(9, person([.fatigue: .mild, .cough: .mild]))
      + times(30, person([.fatigue: .mild, .cough: .absent]))
    #expect(try SymptomPairs().table(of: population(people)).rows.isEmpty)
  }
}
