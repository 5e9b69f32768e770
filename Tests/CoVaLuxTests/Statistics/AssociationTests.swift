import CoVaLux
import CohortModel
import Reporting
import Testing

@Suite struct AssociationTests {
  private func person(
    _ isIll: Bool, doses: [PartialDate] = [], sex: Participant.Sex = .female, birthYear: Int = 1980
  ) -> MadePerson {
    var person = MadePerson(
      birthYear: birthYear, sex: sex, doses: doses,
      followUps: [MadeFollowUp("2021-12-10", [.fatigue: isIll ? .mild : .absent])])
    person.infections = ["2021-06-10"]
    return person
  }

  private let boosted: [PartialDate] = ["2020-12-01", "2020-12-28", "2021-05-01"]

  /// Di Fusco 2023, J Patient Rep Outcomes, 10.1186/s41687-023-00616-5, table 3: boosted 10 of 67 against 54 of 121
  /// unvaccinated, odds ratio 0.22 (0.10, 0.47).
  @Test func `published odds ratios come from their counts`() throws {
    let people =
      times(10, person(true, doses: boosted)) + times(57, person(false, doses: boosted))
      + times(54, person(true))
      + times(67, person(false))
    var association = Association(of: .symptom(.fatigue), adjust: [])
    association.models = [.logistic]
    let table = try association.table(of: population(people))
    #expect(table.share("boosted", "risk") == "10/67")
    #expect(table.share("unvaccinated", "risk") == "54/121")
    let crude = try #require(table.row("boosted", "odds ratio"))
    #expect(Numbers.text(try #require(crude.value.number), .ratio) == "0.22")
    #expect(Numbers.interval(try #require(crude.lower), try #require(crude.upper), .ratio) == "0.10–0.47")
    // One covariate of two levels: the model's odds ratio and interval are Woolf's.
    let fitted = try #require(table.row("vaccination-status: boosted", "odds ratio"))
    #expect(abs(try #require(fitted.value.number) - (try #require(crude.value.number))) < 1e-9)
    #expect(abs(try #require(fitted.upper) - (try #require(crude.upper))) < 1e-6)
  }

  @Test func `a confounded ratio goes away within strata`() throws {
    // Women 40 of 80 with and 10 of 20 without, men 2 of 20 with and 8 of 80 without: one risk in each sex.
    var people: [MadePerson] = []
    func add(_ sex: Participant.Sex, _ ill: Int, _ all: Int, vaccinated: Bool) {
      people += times(ill, person(true, doses: vaccinated ? boosted : [], sex: sex))
      people += times(all - ill, person(false, doses: vaccinated ? boosted : [], sex: sex))
    }
    add(.female, 40, 80, vaccinated: true)
    add(.female, 10, 20, vaccinated: false)
    add(.male, 2, 20, vaccinated: true)
    add(.male, 8, 80, vaccinated: false)
    var association = Association(of: .symptom(.fatigue), adjust: [.grouping(.sex)])
    association.strata = .grouping(.sex)
    let table = try association.table(of: population(people))
    let crude = try #require(table.row("boosted", "risk ratio", section: "Crude")?.value.number)
    #expect(abs(crude - 0.42 / 0.18) < 1e-12)
    let stratified = try #require(
      table.row("boosted", "risk ratio", section: "Stratified by sex")?.value.number)
    #expect(abs(stratified - 1) < 1e-12)
    let section = "Adjusted: modified poisson regression"
    let adjusted = try #require(
      table.row("vaccination-status: boosted", "risk ratio", section: section)?.value.number)
    #expect(abs(adjusted - 1) < 1e-6)
    #expect(table.row("people in the model", "with the outcome", section: section)?.n == 200)
  }

  @Test func `what separates the outcome is not estimable and says why`() throws {
    let people = times(20, person(true, doses: boosted)) + times(20, person(false))
    let table = try Association(of: .symptom(.fatigue), adjust: []).table(of: population(people))
    let row = table.rows.first { $0.section.contains("ogistic") && $0.level == "odds ratio" }
    #expect(try #require(row).value.number == nil)
  }

  @Test func `a level in which nobody has the outcome takes its people out, not the estimate`() throws {
    func with(_ severity: Infection.Severity, _ person: MadePerson) -> MadePerson {
      var person = person
      person.severity = severity
      return person
    }
    var people: [MadePerson] = []
    for severity in [Infection.Severity.mild, .moderate] {
      people += times(10, with(severity, person(true, doses: boosted)))
      people += times(30, with(severity, person(false, doses: boosted)))
      people += times(20, with(severity, person(true))) + times(20, with(severity, person(false)))
    }
    people += times(12, with(.severe, person(false)))
    var association = Association(of: .symptom(.fatigue), adjust: [.grouping(.severity)])
    association.models = [.logistic]
    let table = try association.table(of: population(people))
    let section = "Adjusted: logistic regression"
    #expect(table.row("people in the model", "with the outcome", section: section)?.n == 160)
    // 10 of 40 against 20 of 40 in both levels that are left: (10/30)/(20/20).
    let ratio = try #require(
      table.row("vaccination-status: boosted", "odds ratio", section: section)?.value.number)
    #expect(abs(ratio - 1.0 / 3) < 1e-9)
  }

  @Test func `ratios are hidden with the counts they rest on`() throws {
    let people =
      times(3, person(true, doses: boosted)) + times(57, person(false, doses: boosted))
      + times(54, person(true)) + times(67, person(false))
    let table = try population(people).answer(Association(of: .symptom(.fatigue), adjust: []))
    #expect(table.rows.filter { $0.shown.kind == .comparison }.allSatisfy { $0.shown.value.number == nil })
  }

  @Test func `a ratio is hidden with the count of its reference too`() throws {
    // 3 of 60 may not be shown, and the 8 of 60 is hidden for its sake; with a ratio the 3 would follow from the 20.
    let complete: [PartialDate] = ["2020-12-01", "2020-12-28"]
    let people =
      times(20, person(true, doses: boosted)) + times(40, person(false, doses: boosted))
      + times(8, person(true, doses: complete)) + times(52, person(false, doses: complete))
      + times(3, person(true)) + times(57, person(false))
    let table = try population(people).answer(Association(of: .symptom(.fatigue), adjust: []))
    let risk = try #require(table.rows.first { $0.shown.group == "boosted" && $0.shown.level == "risk" })
    #expect(risk.shown.count == 20)
    #expect(table.rows.filter { $0.shown.level.contains("ratio") }.allSatisfy { $0.isSuppressed })
    let effectiveness = try population(people).answer(
      EffectivenessAgainstLongCovid(against: .symptom(.fatigue), adjust: []))
    #expect(
      effectiveness.rows.filter { $0.shown.level.contains("effectiveness") }.allSatisfy { $0.isSuppressed })
  }

  @Test func `effectiveness is one minus the risk ratio by time since the dose`() throws {
    let recent = person(true, doses: ["2021-02-01", "2021-04-01"])
    let well = person(false, doses: ["2021-02-01", "2021-04-01"])
    let people = times(10, recent) + times(90, well) + times(40, person(true)) + times(60, person(false))
    let table = try EffectivenessAgainstLongCovid(against: .symptom(.fatigue), adjust: [])
      .table(of: population(people))
    let crude = try #require(table.row("fully vaccinated, under 90 days", "effectiveness, crude"))
    #expect(abs(try #require(crude.value.number) - 0.75) < 1e-12)
    #expect(table.share("fully vaccinated, under 90 days", "risk") == "10/100")
    let adjusted = try #require(table.row("fully vaccinated, under 90 days", "effectiveness, adjusted"))
    #expect(abs(try #require(adjusted.value.number) - 0.75) < 1e-9)
  }
}
