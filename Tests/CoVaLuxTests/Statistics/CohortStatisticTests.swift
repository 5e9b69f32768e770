import CoVaLux
import CohortModel
import CohortStore
import CohortTesting
import Foundation
import Reporting
import Testing

@Suite struct CohortStatisticTests {
  private let reference: ReferenceModel

  init() throws {
    reference = try ReferenceModel.shipped()
  }

  @Test func `every statistic has a name of its own, a question and an answer for nobody`() throws {
    #expect(Set(CohortStatistics.all.map { $0.name }).count == CohortStatistics.all.count)
    let nobody = try population([])
    for type in CohortStatistics.all {
      #expect(type.question.hasSuffix("?"))
      let table = nobody.answer(try CohortStatistics.make(type.name, reference: reference))
      #expect(table.head.statistic == type.name)
      for by in type.groupings {
        var options = StatisticOptions()
        options.by = by
        _ = nobody.answer(try CohortStatistics.make(type.name, options, reference: reference))
      }
    }
  }

  @Test func `every table says whom it counts, how, when and by which rule`() throws {
    let people = try population(times(30, MadePerson(infections: ["2021-02-01"])))
    for type in CohortStatistics.all {
      let text = people.answer(try CohortStatistics.make(type.name, reference: reference)).formatted(.text)
      for words in [
        "Denominator: ", "Population: ", "Small cells: Counts below 5", "As of: 2023-01-01T12:00:00Z",
      ] {
        #expect(text.contains(words), "\(type.name): \(words)")
      }
    }
  }

  @Test func `what cannot be asked is refused in words`() throws {
    #expect(throws: StatisticError.unknownStatistic("fatigue")) {
      try CohortStatistics.make("fatigue", reference: reference)
    }
    var options = StatisticOptions()
    options.symptom = .fatigue
    #expect(throws: StatisticError.optionNotTaken(.symptom, statistic: "retention")) {
      try CohortStatistics.make("retention", options, reference: reference)
    }
    options.symptom = Symptom(rawValue: "tiredness")
    let error = #expect(throws: StatisticError.self) {
      try CohortStatistics.make("symptom-prevalence", options, reference: reference)
    }
    #expect(error?.description.contains("no symptom tiredness") == true)
    var product = StatisticOptions()
    product.by = .vaccineProduct
    #expect(throws: StatisticError.groupingNotTaken(.vaccineProduct, statistic: "long-covid")) {
      try CohortStatistics.make("long-covid", product, reference: reference)
    }
    var definition = StatisticOptions()
    definition.definition = "who"
    #expect(throws: StatisticError.self) {
      try CohortStatistics.make("long-covid", definition, reference: reference)
    }
    var month = StatisticOptions()
    month.months = [0]
    #expect(throws: StatisticError.outOfRange(.month, 1...120)) {
      try CohortStatistics.make("symptom-prevalence", month, reference: reference)
    }
  }

  @Test func `the reference model is read from the program's files`() throws {
    #expect(reference.vaccineRules.series[.comirnaty]?.doses == 2)
    #expect(reference.vaccineRules.series[.jcovden]?.doses == 1)
    #expect(reference.recover2023.maximum == 34)
    #expect(reference.recover2024.maximum == 30)
    #expect(reference.variantPeriods.period(on: "2021-07-12")?.isMixed == true)
    #expect(reference.schedule.entries.first { $0.event == "month-6" }?.dayOffset == 183)
    #expect(reference.definitionItems == ["mmrc"])
    #expect(reference.valueSets.count == 5)
  }

  @Test func `a report is one page with every table and the cohort's figures`() throws {
    let people = try population(times(30, MadePerson(infections: ["2021-02-01"])))
    let tables = try CohortStatistics.all.map {
      people.answer(try CohortStatistics.make($0.name, reference: reference))
    }
    let report = StatisticsReport(
      title: "A <cohort>", about: "Made by hand.", tables: tables, imports: ["baseline.csv: 30 rows"])
    #expect(report.html.contains("A &lt;cohort&gt;"))
    #expect(report.html.contains("<strong>30</strong><span>participants</span>"))
    for table in tables { #expect(report.html.contains(table.head.title)) }
    #expect(report.html.contains("baseline.csv: 30 rows"))
    #expect(!report.html.contains("<script"))
    #expect(report.html == report.html)
  }

  @Test func `an answer about symptoms has a picture of the same numbers`() throws {
    let sick = MadePerson(
      infections: ["2021-02-01"], followUps: [MadeFollowUp("2021-08-01", [.fatigue: .mild])])
    let well = MadePerson(
      infections: ["2021-02-01"], followUps: [MadeFollowUp("2021-08-01", [.fatigue: .absent])])
    let people = try population(times(12, sick) + times(18, well))
    let table = people.answer(SymptomPrevalence(of: .fatigue))
    let picture = try #require(table.picture)
    #expect(picture.svg.contains("40.0"))
    #expect(picture.table.csv.contains(",12,30,0.4,"))
    let report = StatisticsReport(title: "A cohort", about: "", tables: [table, table])
    #expect(report.html.contains("id=\"figure-1\"") && report.html.contains("id=\"figure-2\""))
    #expect(!report.html.contains("id=\"figure-3\""))
  }
}

@Suite(.freshDatabase) struct StoredCohortStatisticTests {
  @Test func `nobody whose data use ended is counted`() async throws {
    let folder = try FreshDatabase.current.makeFolder()
    let cohort = try await Cohort.open(FreshDatabase.current.connectionString, keyDirectory: folder.path)
    try await cohort.write { study in
      for number in 1...12 {
        let code = try ParticipantCode("LUX-\(number)")
        try study.participants.insert(
          Participant(code: code, birthYear: 1974, sex: .female, enrolled: "2021-03-02"))
        try study.infections.insert(Infection(of: code, onset: "2021-03-10"))
        try study.followUps.insert(
          FollowUp(of: code, month: 6, on: "2021-09-10", symptoms: [.fatigue: .mild]))
      }
    }
    func counted() async throws -> [Int?] {
      let population = try await cohort.population()
      let prevalence = SymptomPrevalence(of: .fatigue).table(of: population).rows.first?.n
      let overview = CohortOverview().table(of: population).rows.first?.count
      let definitions = LongCovid(definition: "cdc-4w").table(of: population).rows.first?.n
      return [prevalence, overview, definitions]
    }
    #expect(try await counted() == [12, 12, 12])
    try await cohort.write(reason: "letter of the participant") { study in
      try study.consent.withdraw(
        try ParticipantCode("LUX-1"), from: [.useOfData], asOf: "2022-01-01",
        reason: "letter of the participant")
    }
    #expect(try await counted() == [11, 11, 11])
    let table = try await cohort.statistic(SymptomPrevalence(of: .fatigue))
    #expect(table.rows.count == 1)
    await cohort.close()
  }
}
