import Testing

@testable import Anonymisation

@Suite struct SlowCheckTests {
  private let rows = [
    ["p1", "30-39", "F", "yes"], ["p1", "30-39", "F", "no"], ["p2", "30-39", "F", "yes"],
    ["p3", "40-49", "M", "no"], ["p3", "40-49", "M", "no"], ["p3", "40-49", "M", "no"],
  ]

  @Test func `people are counted, not rows`() throws {
    let byRow = try SlowCheck(rows: rows, quasiIdentifiers: [1, 2], sensitive: [3])
    #expect(byRow.smallestClass == 3)
    #expect(byRow.unitCount == 6)
    let byPerson = try SlowCheck(rows: rows, quasiIdentifiers: [1, 2], sensitive: [3], unit: 0)
    #expect(byPerson.classCount == 2)
    #expect(byPerson.smallestClass == 1)
    #expect(byPerson.unitCount == 3)
    #expect(byPerson.fewestValues == [1])
  }

  @Test func `values that disclose nothing are not counted`() throws {
    func check(_ values: Set<String>) throws -> [SlowCheck.Disclosure] {
      try SlowCheck(
        rows: rows, quasiIdentifiers: [1, 2], sensitive: [3], nonDisclosing: [3: values], unit: 0
      ).disclosures[0]
    }
    // p1 says yes and no, p2 yes; in the other class p3 says no, three times.
    let all = try check([])
    #expect(all == [.init(units: 2, values: 2, largest: 2), .init(units: 1, values: 1, largest: 1)])
    #expect(all.map { $0.isDiverse(2) } == [true, false])
    let yes = try check(["no"])
    #expect(yes == [.init(units: 2, values: 1, largest: 2), .init(units: 1, values: 0, largest: 0)])
    #expect(yes.map { $0.isDiverse(2) } == [false, true])
    let no = try check(["yes"])
    #expect(no == [.init(units: 2, values: 1, largest: 1), .init(units: 1, values: 1, largest: 1)])
    // One of two may say no, and of three answers it would be too many.
    #expect(no.map { $0.isDiverse(2) } == [true, false])
    #expect(!no[0].isDiverse(3))
    // A value of another column is none of this one.
    #expect(try check(["p3"]) == all)
  }

  @Test func `cells are not run together`() throws {
    // "1" + "12" and "11" + "2" are different rows.
    let check = try SlowCheck(rows: [["1", "12"], ["11", "2"]], quasiIdentifiers: [0, 1])
    #expect(check.classCount == 2)
  }

  @Test func `a row too short is an error`() {
    #expect(throws: SlowCheckError(row: 1, expectedColumns: 2, foundColumns: 1)) {
      try SlowCheck(rows: [["a", "b"], ["a"]], quasiIdentifiers: [1])
    }
  }

  @Test func `a table without rows has no class`() throws {
    let check = try SlowCheck(rows: [], quasiIdentifiers: [0], sensitive: [1])
    #expect(check.classCount == 0)
    #expect(check.smallestClass == 0)
    #expect(check.fewestValues == [0])
  }
}
