import Testing

@testable import Anonymisation

/// Ten rows in four classes; the values also come out of pyCANON 1.3.5 where it has the measure.
@Suite struct WorkedExampleTests {
  private static let rows: [(age: String, sex: String, diagnosis: String)] = [
    ("20-29", "F", "flu"), ("20-29", "F", "flu"), ("20-29", "F", "asthma"), ("20-29", "F", "hiv"),
    ("20-29", "M", "flu"), ("20-29", "M", "asthma"), ("20-29", "M", "asthma"),
    ("30-39", "F", "hiv"), ("30-39", "F", "hiv"), ("30-39", "M", "flu"),
  ]

  private let data = Microdata(columns: [
    .init(name: "age", role: .quasiIdentifier, values: rows.map(\.age)),
    .init(name: "sex", role: .quasiIdentifier, values: rows.map(\.sex)),
    .init(name: "diagnosis", role: .sensitive, values: rows.map(\.diagnosis)),
  ])

  private func plan(_ models: [any PrivacyModel], suppression: Fraction) throws -> AnonymisationPlan {
    AnonymisationPlan(
      hierarchies: [
        "age": try .suppression(of: ["20-29", "30-39"]), "sex": try .suppression(of: ["F", "M"]),
      ], models: models, suppressionLimit: suppression)
  }

  private func prepared() throws -> PreparedTable {
    try plan([DistinctDiversity(l: 1, column: "diagnosis")], suppression: Fraction(0, 1)).prepare(data)
  }

  @Test func `prosecutor risk`() throws {
    let risk = Risk(try prepared().finest)
    #expect(risk.unitCount == 10)
    #expect(risk.highest == Fraction(1, 1))
    #expect(risk.average == 0.4)
    #expect(risk.sampleUniques == 1)
    #expect(risk.shareAbove(Fraction(2, 10)) == 1.0)
    #expect(risk.shareAbove(Fraction(3, 10)) == 0.6)
    #expect(risk.shareAbove(Fraction(5, 10)) == 0.1)
  }

  @Test func `a risk at the threshold is not above it`() {
    let risk = Risk(unitsBySize: [11: 11, 12: 12])
    #expect(risk.unitsAbove(Fraction(1, 11)) == 0)
    #expect(risk.unitsAbove(Fraction(9, 100)) == 11)
    #expect(risk.unitsAbove(Fraction(5, 100)) == 23)
    #expect(Risk(unitsBySize: [:]).highest == nil)
  }

  @Test func `classes and their sensitive values`() throws {
    let prepared = try prepared()
    let classes = EquivalenceClasses(prepared.finest, sensitiveColumns: prepared.sensitiveColumns)
    #expect(classes.sizes == [4, 3, 2, 1])
    #expect(classes.smallest == 1)
    #expect(classes.averageSize == 2.5)
    let distinct = classes.sizes.indices.map {
      classes.distribution(of: "diagnosis", inClass: $0)?.distinctCount
    }
    #expect(distinct == [3, 2, 1, 1])
    #expect(classes.distribution(of: "weight", inClass: 0) == nil)
  }

  /// The distances are 0.1, 11/30, 0.7 and 0.6.
  @Test(arguments: [
    (0, Fraction(1, 10), Fraction(99, 1000)), (1, Fraction(11, 30), Fraction(366, 1000)),
    (2, Fraction(7, 10), Fraction(699, 1000)), (3, Fraction(6, 10), Fraction(599, 1000)),
  ])
  func `the equal distance is met exactly`(index: Int, reached: Fraction, missed: Fraction) throws {
    let prepared = try prepared()
    let range = prepared.finest.sensitive[0].range(of: index)
    let values = SensitiveDistribution(
      codes: prepared.finest.sensitive[0].codes[range], counts: prepared.finest.sensitive[0].counts[range])
    let equivalenceClass = EquivalenceClass(
      unitCount: values.total, values: values, tableValues: prepared.sensitiveColumns[0].tableValues,
      labels: prepared.sensitiveColumns[0].labels)
    #expect(TCloseness(t: reached, column: "diagnosis").isSatisfied(by: equivalenceClass))
    #expect(!TCloseness(t: missed, column: "diagnosis").isSatisfied(by: equivalenceClass))
  }

  @Test func `two of each class cost the class of one`() throws {
    let result = try plan([KAnonymity(k: 2)], suppression: Fraction(1, 10)).anonymise(data)
    #expect(result.generalisation == Generalisation(levels: [0, 0]))
    #expect(result.suppressedUnits == [9])
    #expect(result.smallestClass == 2)
    #expect(result.riskAfter.highest == Fraction(1, 2))
    #expect(result.riskAfter.average == 3.0 / 9)
  }
}
