import CohortModel
import Reporting
import Testing

@testable import CoVaLux

@Suite struct TimeToRecoveryTests {
  private let start: StudyDay = "2021-03-10"

  /// Fatigue at follow-ups some days after infection.
  private func person(_ answers: [(Int, Bool)], sex: Participant.Sex = .female) -> MadePerson {
    var person = MadePerson(
      sex: sex,
      followUps: answers.map { day, isPresent in
        MadeFollowUp(start.adding(days: day), [.fatigue: isPresent ? .mild : .absent])
      })
    person.infections = [PartialDate(start)]
    return person
  }

  private func courses(_ person: MadePerson) throws -> [SymptomRecovery.Course] {
    let people = try population([person])
    return SymptomRecovery(
      of: .fatigue, after: 1, statuses: [.confirmed], by: PersonGrouping(nil, in: people), in: people
    ).courses
  }

  @Test func `recovery is the first follow-up without, confirmed by the next`() throws {
    let course = try #require(try courses(person([(30, true), (60, true), (90, false), (120, false)])).first)
    #expect(course.entry == 30 && course.exit == 90 && course.hasRecovered)
  }

  @Test func `a symptom that comes back was not gone`() throws {
    let course = try #require(
      try courses(person([(30, true), (60, false), (90, true), (120, false), (150, false)])).first)
    #expect(course.exit == 120 && course.hasRecovered)
  }

  @Test func `an absence that nothing confirms ends the follow-up without recovery`() throws {
    let course = try #require(try courses(person([(30, true), (60, false)])).first)
    #expect(course.exit == 60 && !course.hasRecovered)
  }

  @Test func `nobody counts before the first follow-up with the symptom, or without one after it`() throws {
    let late = try #require(try courses(person([(30, false), (60, true), (90, true)])).first)
    #expect(late.entry == 60 && late.exit == 90 && !late.hasRecovered)
    #expect(try courses(person([(30, true)])).isEmpty)
    #expect(try courses(person([(30, false), (60, false)])).isEmpty)
  }

  @Test func `answers end with a re-infection`() throws {
    var again = person([(30, true), (60, true), (90, false), (120, false)])
    again.infections.append(PartialDate(start.adding(days: 100)))
    let course = try #require(try courses(again).first)
    #expect(course.exit == 90 && !course.hasRecovered)
  }

  @Test func `the median is that of the curve by hand`() throws {
    // 20 people from day 30: 10 recover on day 90, so half are left; 10 more on day 180. The curve is flat at one half
    // from 90 to 180, and R takes the middle of it.
    let people =
      times(10, person([(30, true), (90, false), (120, false)]))
      + times(10, person([(30, true), (90, true), (180, false), (210, false)]))
    let table = try TimeToRecovery(from: .fatigue).table(of: population(people))
    #expect(table.row("all", "recovered")?.count == 20)
    #expect(table.row("all", "median time")?.value == 135)
    #expect(table.row("all", "not recovered by day 90")?.value == 0.5)
  }

  @Test func `groups are compared by log-rank and Cox`() throws {
    let quick = times(15, person([(30, true), (60, false), (90, false)]))
    let slow = times(15, person([(30, true), (60, true), (200, false), (230, false)], sex: .male))
    let table = try TimeToRecovery(from: .fatigue, by: .sex).table(of: population(quick + slow))
    let p = try #require(table.row("female", "log-rank p")?.value.number)
    #expect(p < 0.001)
    // Everybody of one group recovers before anybody of the other: the ratio runs to its limit and is not defined.
    #expect(table.row("male", "hazard ratio of recovery against female")?.value.number == nil)
  }
}
