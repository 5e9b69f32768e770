import CohortModel
import Reporting
import Testing

@testable import CoVaLux

@Suite struct LongCovidTests {
  private static let who = "WHO 2021 post COVID-19 condition (adults)"
  private static let nice = "NICE post-COVID-19 syndrome (after 84 days)"

  /// Infected on 2021-01-01; day 84 is 2021-03-26, three months are 2021-04-01.
  private func infected(_ followUps: MadeFollowUp...) -> MadePerson {
    MadePerson(infections: ["2021-01-01"], followUps: followUps)
  }

  private func answers(_ title: String, _ people: [MadePerson]) throws -> [String?] {
    let table = try LongCovid().table(of: population(people))
    return ["yes", "no", "indeterminate", "not applicable"].map { table.share(title, $0) }
  }

  @Test func `everybody with an infection is yes, no, indeterminate or not applicable`() throws {
    let lasting = infected(
      MadeFollowUp("2021-02-01", [.fatigue: .mild]), MadeFollowUp("2021-06-01", [.fatigue: .mild]))
    let gone = infected(MadeFollowUp("2021-06-01", [.fatigue: .absent]))
    var child = lasting
    child.birthYear = 2010
    let people = times(4, lasting) + times(3, gone) + times(2, infected()) + [child, MadePerson()]
    #expect(try answers(Self.who, people) == ["4/9", "3/9", "2/9", "1/-"])
  }

  @Test func `day 84 is not yet the syndrome of NICE and day 85 is`() throws {
    let day84 = infected(MadeFollowUp("2021-03-26", [.cough: .mild]))
    let day85 = infected(MadeFollowUp("2021-03-27", [.cough: .mild]))
    #expect(try answers(Self.nice, [day84]) == ["0/1", "0/1", "1/1", "0/-"])
    #expect(try answers(Self.nice, [day85]) == ["1/1", "0/1", "0/1", "0/-"])
  }

  @Test func `a diagnosis that nobody asked about leaves it open unless the option takes it as none`() throws
  {
    let open = infected(
      MadeFollowUp("2021-02-01", [.fatigue: .mild], isExplained: nil),
      MadeFollowUp("2021-06-01", [.fatigue: .mild], isExplained: nil))
    #expect(try answers(Self.who, [open]) == ["0/1", "0/1", "1/1", "0/-"])
    var statistic = LongCovid(definition: "who-2021")
    statistic.takesUnknownDiagnosisAsNone = true
    #expect(try statistic.table(of: population([open])).share(Self.who, "yes") == "1/1")
  }

  @Test func `the prevalence is yes among yes and no`() throws {
    let lasting = infected(
      MadeFollowUp("2021-02-01", [.fatigue: .mild]), MadeFollowUp("2021-06-01", [.fatigue: .mild]))
    let gone = infected(MadeFollowUp("2021-06-01", [.fatigue: .absent]))
    let people = try population(times(30, lasting) + times(70, gone) + times(50, infected()))
    let table = LongCovid(definition: "who-2021").table(of: people)
    let row = try #require(table.row(Self.who, LongCovid.prevalenceLevel))
    // 30 of 100; Wilson 21.9 to 39.6 % by the formula.
    #expect(row.value.number == 0.3)
    #expect(Numbers.interval(try #require(row.lower), try #require(row.upper), .proportion) == "21.9–39.6")
  }

  @Test func `every definition states its parameters and RECOVER 2024 is provisional`() throws {
    let table = try population([infected()]).answer(LongCovid())
    let ids = try ReferenceModel.shipped().definitions().map(\.id)
    #expect(ids.count == 8)
    for id in ids { #expect(table.head.definition[id] != nil) }
    #expect(table.head.definition["who-2021"]?.contains("minimum-duration 60 days") == true)
    let recover = table.rows.filter { $0.shown.group.hasPrefix("RECOVER 2024") }
    #expect(recover.count == 5)
    #expect(table.formatted(.text).contains("provisional: its points"))
  }

  @Test func `a hidden answer takes the prevalence with it`() throws {
    let lasting = infected(
      MadeFollowUp("2021-02-01", [.fatigue: .mild]), MadeFollowUp("2021-06-01", [.fatigue: .mild]))
    let gone = infected(MadeFollowUp("2021-06-01", [.fatigue: .absent]))
    let people = try population(times(2, lasting) + times(40, gone) + times(20, infected()))
    let table = people.answer(LongCovid(definition: "who-2021"))
    let shown = Dictionary(uniqueKeysWithValues: table.rows.map { ($0.shown.level, $0.shown) })
    #expect(shown["yes"]?.count == nil)
    #expect(shown[LongCovid.prevalenceLevel]?.value == ResultValue.none)
    // One more must go, or the total would tell the two.
    #expect(["no", "indeterminate"].contains { shown[$0]?.count == nil })
  }

  @Test func `groups add up to everybody infected`() throws {
    var mild = infected(MadeFollowUp("2021-06-01", [.fatigue: .absent]))
    mild.severity = .mild
    let table = try LongCovid(definition: "cdc-4w", by: .severity).table(
      of: population(times(3, mild) + times(2, infected())))
    #expect(table.share("mild", "no") == "3/3")
    #expect(table.share("unknown", "indeterminate") == "2/2")
    #expect(table.share("all infected", "no") == "3/5")
  }

  @Test func `the short way agrees with every symptom that was asked`() throws {
    let seed: UInt64 = 20_210_302
    var random = SeededDice(state: seed)
    let states: [SymptomState] = [
      .absent, .absent, .mild, .severe, .present, .missing(.notAnswered), .missing(.notApplicable),
    ]
    let people = (0..<300).map { _ -> MadePerson in
      var person = MadePerson(infections: ["2021-01-01"])
      person.birthYear = Bool.random(using: &random) ? 1970 : 2008
      if Int.random(in: 0..<4, using: &random) == 0 { person.infections.append("2021-09-01") }
      for _ in 0..<Int.random(in: 0...5, using: &random) {
        let day = StudyDay("2020-12-01").adding(days: Int.random(in: 0...500, using: &random))
        var symptoms: [Symptom: SymptomState] = [:]
        for symptom in madeSymptoms where Int.random(in: 0..<5, using: &random) > 0 {
          symptoms[symptom] = states.randomElement(using: &random)
        }
        person.followUps.append(
          MadeFollowUp(
            day, symptoms, isExplained: [true, false, false, nil].randomElement(using: &random) ?? nil))
      }
      return person
    }
    let population = try population(people)
    let definitions = try ReferenceModel.shipped().definitions()
    let histories = DefinitionHistories(in: population)
    for person in people.indices {
      let slow = definitions.map {
        DefinitionOutcomes.Answer($0.classify(histories.completeHistory(of: person), episode: 1))
      }
      let fast = histories.answers(of: definitions, person: person, infection: 1)
      #expect(fast == slow, "seed \(seed): \(people[person])")
    }
  }

  @Test func `agreement counts only whom both definitions decide`() throws {
    let lasting = infected(
      MadeFollowUp("2021-02-01", [.fatigue: .mild]), MadeFollowUp("2021-06-01", [.fatigue: .mild]))
    let early = infected(
      MadeFollowUp("2021-02-01", [.fatigue: .mild]), MadeFollowUp("2021-06-01", [.fatigue: .absent]))
    let gone = infected(MadeFollowUp("2021-06-01", [.fatigue: .absent]))
    let people = times(6, lasting) + times(5, early) + times(9, gone) + times(4, infected())
    let table = try DefinitionAgreement().table(of: population(people))
    let pair = "who-2021 and cdc-4w"
    #expect(table.share(pair, "both yes") == "6/20")
    #expect(table.share(pair, "first alone") == "0/20")
    #expect(table.share(pair, "second alone") == "5/20")
    #expect(table.share(pair, "both no") == "9/20")
    // Observed 15/20, by chance (6·11 + 14·9)/400 = 0.48: kappa = 0.27/0.52.
    let kappa = try #require(table.row(pair, "kappa")?.value.number)
    #expect(abs(kappa - 0.27 / 0.52) < 1e-12)
  }
}

/// SplitMix64, so that a failure can be had again.
private struct SeededDice: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
