import CohortModel
import Testing

private func report(
  _ form: String, _ slot: String, onset: PartialDate? = nil, tested: PartialDate? = nil,
  status: Infection.Status? = .confirmed, severity: Infection.Severity? = nil, variant: String? = nil
) -> InfectionEpisodes.Report {
  InfectionEpisodes.Report(
    form: form,
    infection: Infection(
      of: anna, slot: slot, onset: onset, tested: tested, status: status, severity: severity,
      sequencedVariant: variant))
}

@Suite struct InfectionEpisodesTests {
  @Test func `reports fewer than 60 days apart are one infection, from 60 days on two`() {
    // 2021-01-01 and 59 days are 2021-03-01.
    let one = InfectionEpisodes([
      report("a", "1", tested: "2021-01-01"), report("b", "1", tested: "2021-03-01"),
    ])
    #expect(one.episodes.count == 1)
    let two = InfectionEpisodes([
      report("b", "1", tested: "2021-03-02"), report("a", "1", tested: "2021-01-01"),
    ])
    #expect(two.episodes.map(\.number) == [1, 2])
    #expect(two.episodes.map(\.index) == ["2021-01-01", "2021-03-02"])
    #expect(two.episodes.map(\.isReinfection) == [false, true])
    #expect(InfectionEpisodes(two.episodes.flatMap(\.reports), separationDays: 90).episodes.count == 1)
  }

  @Test func `an episode takes the surest status, the worst severity and the onset`() {
    let episodes = InfectionEpisodes([
      report("a", "1", tested: "2021-01-05", status: .probable, severity: .mild),
      report("b", "1", onset: "2021-01-02", status: .confirmed, severity: .severe, variant: "alpha"),
    ]).episodes
    #expect(episodes.count == 1)
    #expect(episodes[0].status == .confirmed)
    #expect(episodes[0].severity == .severe)
    #expect(episodes[0].index == "2021-01-02")
    #expect(episodes[0].tested == "2021-01-05")
    #expect(episodes[0].sequencedVariant == "alpha")
  }

  @Test func `a report that there was none is left out`() {
    let infections = InfectionEpisodes([
      report("a", "1", tested: "2021-01-05", status: Infection.Status.none),
      report("b", "1", tested: "2021-01-05"),
    ])
    #expect(infections.episodes.count == 1)
    #expect(infections.episodes[0].reports.count == 1)
    #expect(infections.contradictions == [.reportedAndDenied(slot: "1", forms: ["a", "b"])])
    #expect(InfectionEpisodes([report("a", "1", status: Infection.Status.none)]).episodes.isEmpty)
  }

  @Test func `a month belongs to the infection that lies in it`() {
    let march = PartialDate("2022-03-01", precision: .month)
    let episodes = InfectionEpisodes([
      report("a", "2", onset: march), report("b", "1", onset: "2021-01-02"),
      report("b", "2", onset: "2022-03-20"),
    ]).episodes
    #expect(episodes.count == 2)
    #expect(episodes[1].index == "2022-03-20")
  }

  @Test func `a form that numbers two infections within the time is told`() {
    let infections = InfectionEpisodes([
      report("a", "1", tested: "2021-01-01"), report("a", "2", tested: "2021-02-01"),
    ])
    #expect(infections.episodes.count == 1)
    #expect(infections.contradictions == [.formSeparatesOneEpisode(form: "a", slots: ["1", "2"])])
  }

  @Test func `reports without a date are kept apart`() {
    let infections = InfectionEpisodes([
      report("a", "1", tested: "2021-01-01"), report("b", "1"), report("b", "2"),
    ])
    #expect(infections.episodes.count == 1)
    #expect(infections.undated.map(\.infection.slot) == ["2"])
  }
}

@Suite struct VariantPeriodsTests {
  @Test(arguments: [
    ("2021-02-07", "pre-voc"), ("2021-02-08", "alpha"), ("2021-06-27", "alpha"), ("2021-07-12", nil),
    ("2021-07-26", "delta"), ("2021-12-26", "delta"), ("2021-12-27", "omicron-ba.1"),
    ("2022-02-28", "omicron-ba.2"), ("2022-06-06", "omicron-ba.5"), ("2022-11-07", "omicron-bq.1"),
    ("2023-02-13", "omicron-xbb"), ("2030-01-01", "omicron-jn.1"), ("2020-02-28", nil),
  ])
  func `the period of a day in Luxembourg`(day: String, variant: String?) throws {
    let periods = try ReferenceFile.variantPeriods()
    let index = PartialDate(try #require(StudyDay(iso: day)))
    #expect(periods.assignment(sequenced: nil, index: index).variant == variant)
  }

  @Test func `sequencing overrides the period, and a mixture is a variant only if asked`() throws {
    var periods = try ReferenceFile.variantPeriods()
    #expect(periods.assignment(sequenced: "gamma", index: "2021-07-12") == .sequenced("gamma"))
    #expect(periods.assignment(sequenced: nil, index: "2021-07-12") == .undetermined)
    periods.assignsMixtures = true
    #expect(
      periods.assignment(sequenced: nil, index: "2021-07-12") == .periodAssigned("mixed-delta-gamma"))
  }

  @Test func `a month is assigned only if it lies in one period`() throws {
    let periods = try ReferenceFile.variantPeriods()
    let march = PartialDate("2021-03-01", precision: .month)
    let february = PartialDate("2021-02-01", precision: .month)
    #expect(periods.assignment(sequenced: nil, index: march) == .periodAssigned("alpha"))
    #expect(periods.assignment(sequenced: nil, index: february) == .undetermined)
    #expect(periods.assignment(sequenced: nil, index: nil) == .undetermined)
  }

  @Test func `the periods follow each other without gap or overlap`() throws {
    let periods = try ReferenceFile.variantPeriods().periods
    for (earlier, later) in zip(periods, periods.dropFirst()) {
      #expect(earlier.lastDay?.adding(days: 1) == later.firstDay)
    }
  }
}
