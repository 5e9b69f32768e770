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
