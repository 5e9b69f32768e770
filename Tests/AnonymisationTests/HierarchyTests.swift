import Testing

@testable import Anonymisation

@Suite struct HierarchyTests {
  private func path(_ hierarchy: Hierarchy, _ category: String) -> [String?] {
    hierarchy.levels.indices.map { hierarchy.label(for: category, level: $0) }
  }

  @Test func `bands widen from level to level`() throws {
    let ages = (0..<100).map(String.init)
    let hierarchy = try Hierarchy.bands(of: ages + [""], widths: [5, 10, 20])
    #expect(path(hierarchy, "37") == ["37", "35-39", "30-39", "20-39", "*"])
    #expect(path(hierarchy, "0") == ["0", "0-4", "0-9", "0-19", "*"])
    #expect(path(hierarchy, "") == ["", "", "", "", "*"])
    #expect(hierarchy.leafCount == 101)
    #expect(hierarchy.levels[1].leafCounts[Int(hierarchy.levels[1].codes[37])] == 5)
  }

  @Test func `bands below their origin keep their width`() throws {
    let hierarchy = try Hierarchy.bands(of: ["-1", "0", "4"], widths: [5], origin: 0)
    #expect(path(hierarchy, "-1") == ["-1", "-5--1", "*"])
  }

  @Test func `intervals are open below and above`() throws {
    let hierarchy = try Hierarchy.intervals(
      of: ["17", "18", "39", "40", "64", "65", "66"], bounds: [[18, 40, 65, 66], [40, 65], [65]])
    #expect(path(hierarchy, "17") == ["17", "<18", "<40", "<65", "*"])
    #expect(path(hierarchy, "39") == ["39", "18-39", "<40", "<65", "*"])
    #expect(path(hierarchy, "65") == ["65", "65", "65+", "65+", "*"])
    #expect(path(hierarchy, "66") == ["66", "66+", "65+", "65+", "*"])
  }

  @Test func `groups are made of the groups below`() throws {
    let hierarchy = try Hierarchy.groups(
      of: ["asthma", "flu", "angina"],
      levels: [
        [.init("lung", ["asthma", "flu"]), .init("heart", ["angina"])], [.init("chest", ["lung", "heart"])],
      ])
    #expect(path(hierarchy, "flu") == ["flu", "lung", "chest"])
    #expect(hierarchy.height == 2)
  }

  @Test func `masks hide characters from the end`() throws {
    let hierarchy = try Hierarchy.masks(of: ["8010", "8020", "901"])
    #expect(path(hierarchy, "8010") == ["8010", "801*", "80**", "8***", "*"])
    #expect(path(hierarchy, "901") == ["901", "90*", "9**", "***", "*"])
  }

  @Test func `a top level is added only where it is missing`() throws {
    #expect(try Hierarchy(rows: [["a", "x"], ["b", "y"]]).height == 2)
    #expect(try Hierarchy(rows: [["a", "*"], ["b", "*"]]).height == 1)
    #expect(try Hierarchy.suppression(of: ["a", "b"]).height == 1)
  }

  @Test func `tables that are no hierarchy are refused`() {
    #expect(throws: HierarchyError.empty) { try Hierarchy(rows: []) }
    #expect(throws: HierarchyError.unequalRow(row: 1, expected: 2, found: 1)) {
      try Hierarchy(rows: [["a", "x"], ["b"]])
    }
    #expect(throws: HierarchyError.repeatedCategory(row: 1)) {
      try Hierarchy(rows: [["a", "x"], ["a", "x"]])
    }
    #expect(throws: HierarchyError.notNested(level: 1)) {
      try Hierarchy(rows: [["a", "x", "p"], ["b", "x", "q"]])
    }
    #expect(throws: HierarchyError.notNested(level: 1)) {
      try Hierarchy.bands(of: ["5", "11", "12"], widths: [10, 12])
    }
    #expect(throws: HierarchyError.notWholeNumbers(count: 2)) {
      try Hierarchy.bands(of: ["1", "old", "2.5"], widths: [10])
    }
    #expect(throws: HierarchyError.badBounds(level: 2)) {
      try Hierarchy.intervals(of: ["1"], bounds: [[1, 2], [2, 2]])
    }
    #expect(throws: HierarchyError.badBounds(level: 1)) { try Hierarchy.bands(of: ["1"], widths: [0]) }
  }
}
