import CoVaLux
import CohortModel
import Reporting
import Testing

@Suite struct InstrumentScoresTests {
  private func person(_ followUps: [(StudyDay, [Int16])]) -> MadePerson {
    var person = MadePerson(
      followUps: followUps.map { day, codes in
        let items = Dictionary(
          uniqueKeysWithValues: codes.enumerated().map { ("phq9.\($0.offset + 1)", $0.element) })
        return MadeFollowUp(day, [:], items: items)
      })
    person.infections = ["2021-03-10"]
    return person
  }

  private let target: StudyDay = "2021-09-10"

  @Test func `scores, bands and those not scored are counted by hand`() throws {
    let people = [
      person([(target, [0, 0, 0, 0, 0, 0, 0, 0, 0])]),  // 0, minimal
      person([(target, [1, 1, 1, 1, 1, 1, 0, 0, 0])]),  // 6, mild
      person([(target, [3, 3, 3, 3, 0, 0, 0, 0, 0])]),  // 12, moderate
      person([(target, [-2, -2, -2, 1, 1, 1, 1, 1, 1])]),  // three missing: no score
    ]
    let table = try InstrumentScores().table(of: population(people))
    let section = "PHQ-9 depression"
    #expect(table.share("", "scored", section: section) == "3/4")
    #expect(table.row("", "score", "mean", section: section)?.value == 6)
    #expect(table.row("", "score", "median", section: section)?.value == 6)
    #expect(table.row("", "score", "SD", section: section)?.value == 6)
    for band in ["minimal", "mild", "moderate"] {
      #expect(table.share("", band, section: section) == "1/3", "\(band)")
    }
    #expect(!table.rows.contains { $0.section.hasPrefix("GAD-7") })
  }

  @Test func `the form nearest to the target that asked counts`() throws {
    let people = [
      person([("2021-08-01", [0, 0, 0, 0, 0, 0, 0, 0, 0]), ("2021-09-12", [2, 2, 2, 2, 2, 2, 2, 2, 2])])
    ]
    let table = try InstrumentScores().table(of: population(people))
    #expect(table.row("", "score", "mean")?.value == 18)
  }
}
