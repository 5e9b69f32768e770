import Testing

@testable import Anonymisation

@Suite struct DistinctDiversityTests {
  private static let labels = ["yes", "no", "indeterminate"]

  /// A class of one unit for each value.
  private func equivalenceClass(of values: [String]) -> EquivalenceClass {
    let present = Self.labels.indices.filter { values.contains(Self.labels[$0]) }
    func distribution(_ codes: [Int]) -> SensitiveDistribution {
      SensitiveDistribution(
        codes: ArraySlice(codes.map(Int32.init)),
        counts: ArraySlice(codes.map { code in Int32(values.count { $0 == Self.labels[code] }) }))
    }
    return EquivalenceClass(
      unitCount: values.count, values: distribution(present),
      tableValues: distribution(Array(Self.labels.indices)), labels: Self.labels)
  }

  private func isSatisfied(_ values: [String], l: Int = 2, nonDisclosing: [String] = ["indeterminate"])
    -> Bool
  {
    DistinctDiversity(l: l, column: "status", nonDisclosing: nonDisclosing).isSatisfied(
      by: equivalenceClass(of: values))
  }

  @Test(arguments: [
    // Nothing can be learnt of anybody.
    (["indeterminate", "indeterminate", "indeterminate"], true),
    // Everybody's status is learnt.
    (["yes", "yes", "yes"], false), (["no", "no", "no"], false),
    // Probabilities of yes, 2/3, 1/2 and 1/3: more than one half is too much where nobody has another status.
    (["yes", "yes", "indeterminate"], false), (["yes", "indeterminate"], true),
    (["no", "indeterminate", "indeterminate"], true),
    // Where somebody has, the distinct form asks for no more.
    (["yes", "yes", "yes", "no"], true), (["yes", "no", "indeterminate"], true),
  ])
  func `a class has two statuses, or is undecided for one half`(values: [String], expected: Bool) {
    #expect(isSatisfied(values) == expected)
  }

  @Test func `where every value counts, the number of values decides`() {
    #expect(!isSatisfied(["indeterminate", "indeterminate"], nonDisclosing: []))
    #expect(isSatisfied(["indeterminate", "yes", "yes"], nonDisclosing: []))
    #expect(isSatisfied(["yes", "no", "indeterminate"], l: 3, nonDisclosing: []))
    #expect(!isSatisfied(["yes", "no", "no"], l: 3, nonDisclosing: []))
  }

  @Test func `a third is the most for three statuses`() {
    #expect(isSatisfied(["yes", "no", "indeterminate"], l: 3))
    #expect(!isSatisfied(["yes", "yes", "no", "indeterminate"], l: 3))
    // Two values that disclose nothing are not two statuses.
    #expect(
      !isSatisfied(["indeterminate", "no", "yes", "yes", "yes"], nonDisclosing: ["indeterminate", "no"]))
  }

  @Test func `merging can only hurt where a value does not count`() {
    #expect(DistinctDiversity(l: 2, column: "status").isMonotone)
    #expect(!DistinctDiversity(l: 2, column: "status", nonDisclosing: ["indeterminate"]).isMonotone)
    #expect(DistinctDiversity(l: 1, column: "status", nonDisclosing: ["indeterminate"]).isMonotone)
  }

  /// Of the groups a (two undecided), b (both statuses) and c (three yes) c alone fails.
  ///
  /// One level up a and c are one class, which fails as a whole: five suppressed where three are allowed.
  @Test func `a class passes below a node where it fails`() throws {
    let groups = [
      ("a", ["indeterminate", "indeterminate"]), ("b", ["yes", "no"]), ("c", ["yes", "yes", "yes"]),
    ]
    let data = Microdata(columns: [
      .init(
        name: "group", role: .quasiIdentifier,
        values: groups.flatMap { group, values in values.map { _ in group } }),
      .init(name: "status", role: .sensitive, values: groups.flatMap(\.1)),
    ])
    func plan(nonDisclosing: [String], suppression: Fraction) throws -> AnonymisationPlan {
      AnonymisationPlan(
        hierarchies: [
          "group": try Hierarchy(rows: [["a", "ac", "*"], ["b", "b", "*"], ["c", "ac", "*"]])
        ],
        models: [
          KAnonymity(k: 2), DistinctDiversity(l: 2, column: "status", nonDisclosing: nonDisclosing),
        ], suppressionLimit: suppression)
    }
    let result = try plan(nonDisclosing: ["indeterminate"], suppression: Fraction(3, 7)).anonymise(data)
    #expect(result.generalisation == Generalisation(levels: [0]))
    #expect(result.suppressedUnits == [4, 5, 6])
    // With nobody suppressed only all together will do.
    let whole = try plan(nonDisclosing: ["indeterminate"], suppression: Fraction(0, 1)).anonymise(data)
    #expect(whole.generalisation == Generalisation(levels: [2]))
    // Where indeterminate counts, a fails too, and passes together with c.
    let counted = try plan(nonDisclosing: [], suppression: Fraction(3, 7)).anonymise(data)
    #expect(counted.generalisation == Generalisation(levels: [1]))
  }
}
