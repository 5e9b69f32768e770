import CohortModel
import Testing

private func report(
  _ form: String, _ slot: String, _ given: PartialDate?, _ product: VaccineProduct? = .comirnaty,
  strain: String? = nil, received: Bool? = nil, reported: StudyDay? = nil
) -> VaccinationCourse.Report {
  VaccinationCourse.Report(
    form: form, vaccination: Vaccination(of: anna, slot: slot, product: product, strain: strain, on: given),
    wasReceived: received, reported: reported)
}

@Suite struct VaccinationCourseTests {
  @Test func `reports of the same date are one dose, whatever their slots`() {
    let course = VaccinationCourse([
      report("baseline", "1", "2021-04-11"), report("month-6", "last", "2021-05-09"),
      report("month-6", "2", "2021-05-09"), report("month-12", "1", "2021-04-11", nil),
    ])
    #expect(course.doses.map(\.given?.day) == ["2021-04-11", "2021-05-09"])
    #expect(course.doses[1].slots == ["last", "2"])
    #expect(course.contradictions.isEmpty)
  }

  @Test func `order comes from dates and not from slots`() {
    let course = VaccinationCourse([
      report("baseline", "1", "2021-06-01", .spikevax), report("baseline", "2", "2021-04-01", .comirnaty),
    ])
    #expect(course.doses.map(\.product) == [.comirnaty, .spikevax])
  }

  @Test func `one slot with two dates is a contradiction`() {
    let course = VaccinationCourse([
      report("baseline", "1", "2021-04-11"), report("month-6", "1", "2021-04-12"),
    ])
    #expect(course.contradictions == [.slotWithSeveralDates(slot: "1", forms: ["baseline", "month-6"])])
  }

  @Test func `one date with two products is a contradiction and has no product`() {
    let course = VaccinationCourse([
      report("baseline", "1", "2021-04-11", .comirnaty), report("month-6", "1", "2021-04-11", .spikevax),
    ])
    #expect(course.doses.count == 1)
    #expect(course.doses[0].product == nil)
    #expect(
      course.contradictions == [.dateWithSeveralProducts(slots: ["1"], forms: ["baseline", "month-6"])])
  }

  @Test func `a month is the dose of the same slot within it`() {
    let march = PartialDate("2021-03-01", precision: .month)
    let same = VaccinationCourse([
      report("baseline", "1", "2021-03-20"), report("month-6", "1", march),
    ])
    #expect(same.doses.count == 1)
    #expect(same.doses[0].given?.exactDay == "2021-03-20")
    // Two doses three weeks apart fit into one month.
    let two = VaccinationCourse([report("month-6", "1", march), report("month-6", "2", march)])
    #expect(two.doses.count == 2)
  }

  @Test func `a last dose of a year is the latest dose of that year`() {
    let course = VaccinationCourse([
      report("baseline", "1", "2021-03-20"), report("baseline", "2", "2021-11-20"),
      report("month-6", "last", PartialDate("2021-01-01", precision: .year)),
    ])
    #expect(course.doses.count == 2)
    #expect(course.doses[1].slots == ["2", "last"])
  }

  @Test func `a dose without a date is kept apart unless its slot is known`() {
    let course = VaccinationCourse([
      report("baseline", "1", "2021-03-20"), report("month-6", "1", nil), report("month-6", "2", nil),
      report("month-6", "3", nil, nil), report("month-6", "4", nil, received: false),
    ])
    #expect(course.doses.count == 1)
    #expect(course.undated.map(\.slots) == [["2"]])
  }

  @Test func `a denied dose with a date is a contradiction and no dose`() {
    let course = VaccinationCourse([report("baseline", "1", "2021-03-20", received: false)])
    #expect(course.doses.isEmpty)
    #expect(course.contradictions == [.notReceivedYetDated(slot: "1", form: "baseline")])
  }
}

@Suite struct VaccinationStatusTests {
  let rules = VaccineRules(series: [
    .comirnaty: .init(doses: 2, intervalDays: 21), .vaxzevria: .init(doses: 2, intervalDays: 28),
    .jcovden: .init(doses: 1), .init(rawValue: "bimervax"): .init(doses: 0),
  ])

  private func course(_ doses: (StudyDay, VaccineProduct?)...) -> VaccinationCourse {
    VaccinationCourse(
      doses.enumerated().map { report("baseline", String($0 + 1), PartialDate($1.0), $1.1) })
  }

  @Test(arguments: [
    ("2021-04-11", VaccinationStatus.unvaccinated),  // the dose is not before its own day
    ("2021-04-12", .partial), ("2021-05-09", .partial),
    ("2021-05-10", .completeUnder14Days), ("2021-05-22", .completeUnder14Days),  // day 13
    ("2021-05-23", .complete),  // day 14
    ("2021-11-14", .complete),  // third dose on 2021-11-01, day 13
    ("2021-11-15", .boosted),  // day 14
  ])
  func `two doses and a booster`(day: String, status: VaccinationStatus) throws {
    let course = course(("2021-04-11", .comirnaty), ("2021-05-09", .comirnaty), ("2021-11-01", .comirnaty))
    #expect(course.status(on: try #require(StudyDay(iso: day)), under: rules) == status)
  }

  @Test func `a further dose is a booster from 90 days after completion on`() {
    // 2021-05-09 and 90 days are 2021-08-07.
    let early = course(("2021-04-11", .comirnaty), ("2021-05-09", .comirnaty), ("2021-08-06", .comirnaty))
    let late = course(("2021-04-11", .comirnaty), ("2021-05-09", .comirnaty), ("2021-08-07", .comirnaty))
    #expect(early.status(on: "2022-01-01", under: rules) == .complete)
    #expect(late.status(on: "2022-01-01", under: rules) == .boosted)
    var seven = rules
    seven.daysUntilBoosted = 7
    #expect(late.status(on: "2021-08-14", under: seven) == .boosted)
    #expect(late.status(on: "2021-08-14", under: rules) == .complete)
  }

  @Test func `one dose of Jcovden is a series, and so is a mixed pair`() {
    #expect(course(("2021-06-01", .jcovden)).status(on: "2021-06-15", under: rules) == .complete)
    let mixed = course(("2021-03-01", .vaxzevria), ("2021-05-20", .comirnaty))
    #expect(mixed.status(on: "2021-06-03", under: rules) == .complete)
  }

  @Test func `a booster-only product completes nothing`() {
    let bimervax = VaccineProduct(rawValue: "bimervax")
    #expect(course(("2023-06-01", bimervax)).status(on: "2023-12-01", under: rules) == .partial)
    let after = course(("2021-04-11", .comirnaty), ("2021-05-09", .comirnaty), ("2023-06-01", bimervax))
    #expect(after.status(on: "2023-12-01", under: rules) == .boosted)
  }

  @Test func `one dose of a single-dose strain is a series`() {
    let adapted = VaccinationCourse([report("baseline", "1", "2023-10-01", strain: "xbb.1.5")])
    #expect(adapted.status(on: "2023-10-15", under: rules) == .complete)
  }

  @Test func `an unknown product is unknown only where it matters`() {
    #expect(course(("2021-06-01", nil)).status(on: "2021-05-31", under: rules) == .unvaccinated)
    #expect(course(("2021-06-01", nil)).status(on: "2021-07-01", under: rules) == .unknown)
    let two = course(("2021-06-01", nil), ("2021-07-01", nil))
    #expect(two.status(on: "2021-07-20", under: rules) == .complete)
  }

  @Test func `a month is unknown only where it matters`() {
    let may = PartialDate("2021-05-01", precision: .month)
    let course = VaccinationCourse([report("f", "1", "2021-04-11"), report("f", "2", may)])
    #expect(course.status(on: "2021-05-01", under: rules) == .partial)
    #expect(course.status(on: "2021-05-20", under: rules) == .unknown)
    #expect(course.status(on: "2021-06-13", under: rules) == .unknown)  // 31 May is 13 days before
    #expect(course.status(on: "2021-06-14", under: rules) == .complete)
  }

  @Test func `a missing date is bounded by the slots beside it and by the form`() {
    let between = VaccinationCourse([
      report("f", "1", "2021-04-01"), report("f", "2", nil), report("f", "3", "2021-11-01"),
    ])
    #expect(between.status(on: "2021-04-01", under: rules) == .unvaccinated)
    #expect(between.status(on: "2021-06-01", under: rules) == .unknown)
    #expect(between.doseCount(before: "2021-11-02") == 3)
    #expect(between.doseCount(before: "2021-06-01") == nil)
    let reported = VaccinationCourse([
      report("f", "1", "2021-04-01"), report("f", "2", nil, reported: "2021-07-01"),
    ])
    #expect(reported.status(on: "2021-07-15", under: rules) == .complete)
    #expect(reported.status(on: "2021-07-14", under: rules) == .unknown)
  }

  @Test func `a third dose in a month can be a booster only if all its days are late enough`() {
    // 90 days after 2021-05-09 is 2021-08-07, inside August.
    let august = PartialDate("2021-08-01", precision: .month)
    let course = VaccinationCourse([
      report("f", "1", "2021-04-11"), report("f", "2", "2021-05-09"), report("f", "3", august),
    ])
    #expect(course.status(on: "2022-01-01", under: rules) == .unknown)
  }

  @Test func `two dates of one slot may be one dose or two`() {
    let course = VaccinationCourse([
      report("baseline", "1", "2021-04-11"), report("month-6", "1", "2021-05-11"),
    ])
    #expect(course.status(on: "2021-07-01", under: rules) == .unknown)
    #expect(course.status(on: "2021-04-11", under: rules) == .unvaccinated)
    // A form that reports both dates itself makes them two doses.
    let two = VaccinationCourse([
      report("baseline", "1", "2021-04-11"), report("baseline", "2", "2021-05-11"),
      report("month-6", "1", "2021-05-11"),
    ])
    #expect(two.status(on: "2021-07-01", under: rules) == .complete)
    #expect(!two.contradictions.isEmpty)
  }

  @Test func `silence means unvaccinated unless the rules say unknown`() {
    var strict = rules
    strict.takesSilenceAsUnvaccinated = false
    #expect(VaccinationCourse().status(on: "2022-01-01", under: rules) == .unvaccinated)
    #expect(VaccinationCourse().status(on: "2022-01-01", under: strict) == .unknown)
  }

  @Test func `an infection counts as a dose only if the rules say so`() {
    var certificate = rules
    certificate.countsInfectionAsDose = true
    let one = course(("2021-06-01", .comirnaty))
    #expect(one.status(on: "2021-07-01", under: rules, infections: ["2021-01-01"]) == .partial)
    #expect(one.status(on: "2021-07-01", under: certificate, infections: ["2021-01-01"]) == .complete)
    #expect(one.status(on: "2021-07-01", under: certificate, infections: ["2021-06-15"]) == .partial)
  }

  @Test func `months since the last dose are whole calendar months`() {
    let course = course(("2021-04-11", .comirnaty), ("2021-05-31", .comirnaty))
    #expect(course.monthsSinceLastDose(on: "2021-06-29") == 0)
    #expect(course.monthsSinceLastDose(on: "2021-06-30") == 1)
    #expect(course.monthsSinceLastDose(on: "2021-05-31") == 1)  // since 2021-04-11
    #expect(course.monthsSinceLastDose(on: "2021-04-11") == nil)
    #expect(course.doseCount(before: "2021-04-11") == 0)
  }

  @Test func `a dose before its interval is told`() {
    let course = course(("2021-04-11", .comirnaty), ("2021-05-01", .comirnaty))
    #expect(rules.dosesTooEarly(in: course) == [1])
    #expect(rules.dosesTooEarly(in: course, graceDays: 4) == [])
  }
}
