import Testing

@testable import Anonymisation

/// Tables of which the optimum is found with pencil and paper.
@Suite struct SmallTableTests {
  private let sexes = ["F", "F", "M", "M", "F", "F", "M", "M"]

  private func table(ages: [String]) -> Microdata {
    Microdata(columns: [
      .init(name: "age", role: .quasiIdentifier, values: ages),
      .init(name: "sex", role: .quasiIdentifier, values: sexes),
    ])
  }

  private func plan(ages: [String], k: Int, suppression: Fraction = Fraction(0, 1)) throws
    -> AnonymisationPlan
  {
    AnonymisationPlan(
      hierarchies: [
        "age": try .bands(of: ages, widths: [10]), "sex": try .suppression(of: ["F", "M"]),
      ], models: [KAnonymity(k: k)], suppressionLimit: suppression)
  }

  private let even = ["21", "22", "25", "28", "31", "34", "38", "39"]
  private let withOneOld = ["21", "22", "25", "28", "31", "34", "38", "71"]

  @Test func `two of each decade and sex need only decades`() throws {
    let result = try plan(ages: even, k: 2).anonymise(table(ages: even))
    #expect(result.generalisation == Generalisation(levels: [1, 0]))
    // Age: 8 rows × 4 of 8 ages: (32 − 8) / (8 × 7) = 3/7. Sex: 0. √(10/7) − 1.
    #expect(abs(result.loss - 0.195_228_609_334_394) < 1e-12)
    #expect(result.classes.sizes == [2, 2, 2, 2])
    #expect(result.latticeNodes == 6)
    #expect(result.isProvenOptimal)
    #expect(result.suppressedUnits.isEmpty)
    #expect(result.labels(ofRow: 0) == ["20-29", "F"])
    #expect(result.labels(ofRow: 7) == ["30-39", "M"])
    #expect(result.riskBefore.sampleUniques == 8)
    #expect(result.riskAfter.highest == Fraction(1, 2))
    #expect(result.riskAfter.average == 0.5)
  }

  @Test func `three of each need the age dropped, which loses less than dropping both`() throws {
    let result = try plan(ages: even, k: 3).anonymise(table(ages: even))
    #expect(result.generalisation == Generalisation(levels: [2, 0]))
    #expect(abs(result.loss - (2.0.squareRoot() - 1)) < 1e-12)
    #expect(result.classes.sizes == [4, 4])
    #expect(result.labels(ofRow: 2) == ["*", "M"])
  }

  @Test func `two units may be suppressed where that loses less`() throws {
    let data = table(ages: withOneOld)
    let result = try plan(ages: withOneOld, k: 2, suppression: Fraction(1, 4)).anonymise(data)
    #expect(result.generalisation == Generalisation(levels: [1, 0]))
    #expect(result.suppressedUnits == [6, 7])
    #expect(result.suppressedRowCount == 2)
    #expect(result.labels(ofRow: 6) == nil)
    #expect(result.isSuppressed(row: 7))
    // Age: 4 rows × 4 + 2 × 3 + 2 × 8 = 38: 30/56. Sex: 6 × 1 + 2 × 2 = 10: 2/8. √(86/56 × 10/8) − 1.
    #expect(abs(result.loss - ((86.0 / 56 * 10 / 8).squareRoot() - 1)) < 1e-12)
    #expect(result.riskAfter.unitCount == 6)

    let stricter = try plan(ages: withOneOld, k: 2, suppression: Fraction(1, 8)).anonymise(data)
    #expect(stricter.generalisation == Generalisation(levels: [2, 0]))
    #expect(stricter.suppressedUnits.isEmpty)
  }

  @Test func `of equal losses the lexicographically first wins`() throws {
    let data = Microdata(columns: [
      .init(name: "left", role: .quasiIdentifier, values: ["a", "a", "b", "b"]),
      .init(name: "right", role: .quasiIdentifier, values: ["a", "b", "a", "b"]),
    ])
    let two = try Hierarchy.suppression(of: ["a", "b"])
    for aggregate in UtilityLoss.Aggregate.allCases {
      let plan = AnonymisationPlan(
        hierarchies: ["left": two, "right": two], models: [KAnonymity(k: 2)],
        utility: UtilityLoss(aggregate: aggregate))
      #expect(try plan.anonymise(data).generalisation == Generalisation(levels: [0, 1]))
    }
  }

  @Test func `a refusal says what came nearest and what to relax`() throws {
    let data = table(ages: even)
    let error = #expect(throws: AnonymisationError.self) { try plan(ages: even, k: 9).anonymise(data) }
    guard case .refused(let refusal) = error else {
      Issue.record("not a refusal")
      return
    }
    #expect(refusal.suppressedUnits == 8)
    #expect(refusal.suppressionLimit == 0)
    #expect(refusal.unitCount == 8)
    #expect(refusal.advice == ["lower k below 9"])
  }

  @Test func `a refusal for diversity offers suppression where that would help`() throws {
    let data = Microdata(columns: [
      .init(name: "sex", role: .quasiIdentifier, values: ["F", "F", "F", "M"]),
      .init(name: "status", role: .sensitive, values: ["yes", "yes", "no", "no"]),
    ])
    let plan = AnonymisationPlan(
      hierarchies: ["sex": try .suppression(of: ["F", "M"])],
      models: [DistinctDiversity(l: 2, column: "status"), TCloseness(t: Fraction(0, 1), column: "status")])
    // At the top there is one class, the whole table, at distance 0.
    #expect(try plan.anonymise(data).generalisation == Generalisation(levels: [1]))

    let three = AnonymisationPlan(
      hierarchies: plan.hierarchies, models: [DistinctDiversity(l: 3, column: "status")],
      suppressionLimit: Fraction(1, 2))
    let error = #expect(throws: AnonymisationError.self) { try three.anonymise(data) }
    #expect(error.map(String.init(describing:))?.hasSuffix("lower l below 3 on status") == true)
  }

  /// A node that fails says nothing of those below.
  ///
  /// Half of all are yes. Class a (3 of 10) is 0.2 away and passes, b (0 of 2) fails and is suppressed;
  /// merged they are 0.25 away, and all 12 would be suppressed.
  @Test func `closeness may hold below a node where it fails`() throws {
    let groups = [("a", 3, 7), ("b", 0, 2), ("c", 18, 12)]
    let data = Microdata(columns: [
      .init(
        name: "group", role: .quasiIdentifier,
        values: groups.flatMap { Array(repeating: $0.0, count: $0.1 + $0.2) }),
      .init(
        name: "status", role: .sensitive,
        values: groups.flatMap {
          Array(repeating: "yes", count: $0.1) + Array(repeating: "no", count: $0.2)
        }),
    ])
    let plan = AnonymisationPlan(
      hierarchies: ["group": try Hierarchy(rows: [["a", "ab", "*"], ["b", "ab", "*"], ["c", "c", "*"]])],
      models: [TCloseness(t: Fraction(2, 10), column: "status")], suppressionLimit: Fraction(2, 42))
    let result = try plan.anonymise(data)
    #expect(result.generalisation == Generalisation(levels: [0]))
    #expect(result.suppressedUnits == [10, 11])
  }

  @Test func `a plan that does not fit its table is refused with the column's name`() throws {
    let data = table(ages: even)
    let sex = try Hierarchy.suppression(of: ["F", "M"])
    let ages = try Hierarchy.bands(of: ["21", "22"], widths: [10])
    let models: [any PrivacyModel] = [KAnonymity(k: 2)]
    func message(_ plan: AnonymisationPlan, _ data: Microdata) -> String? {
      let error = #expect(throws: AnonymisationError.self) { try plan.anonymise(data) }
      return error.map { String(describing: $0) }
    }
    #expect(
      message(.init(hierarchies: ["sex": sex], models: models), data)
        == "quasi-identifier age has no hierarchy; add one to the plan")
    #expect(
      message(.init(hierarchies: ["sex": sex, "age": ages], models: models), data)
        == "6 distinct values of age are not in its hierarchy; add them")
    #expect(
      message(.init(hierarchies: [:], models: []), data)?.hasPrefix("the plan has no privacy model") == true)
    #expect(
      message(.init(hierarchies: [:], models: models), Microdata(columns: []))?.hasPrefix(
        "the table has no row")
        == true)
    let full = try plan(ages: even, k: 2).hierarchies
    #expect(
      message(.init(hierarchies: full, models: [DistinctDiversity(l: 2, column: "status")]), data)?
        .hasPrefix("distinct-l-diversity needs status as a sensitive column") == true)
  }
}
