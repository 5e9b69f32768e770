import Testing

@testable import Anonymisation

@Suite struct LatticeSearchTests {
  /// Random tables of up to 24 rows, half of them with several rows a person.
  @Test(arguments: 0..<240)
  func `the search finds what trying every node finds, and the slow check agrees`(seed: Int) throws {
    var random = SeededGenerator(state: UInt64(seed))
    let oracle = try randomCase(
      &random, repeatsUnits: seed % 2 == 1, isClose: seed % 4 >= 2, isSilent: seed % 3 > 0)
    let columns = oracle.hierarchies.indices.map { column in
      Microdata.Column(name: "q\(column)", role: .quasiIdentifier, values: oracle.rows.map { $0[column] })
    }
    let sensitive = Microdata.Column(name: "s", role: .sensitive, values: oracle.sensitive)
    let data = Microdata(columns: columns + [sensitive], units: oracle.units)
    var models: [any PrivacyModel] = [
      KAnonymity(k: oracle.k),
      DistinctDiversity(l: oracle.l, column: "s", nonDisclosing: oracle.nonDisclosing.sorted()),
    ]
    if let t = oracle.t { models.append(TCloseness(t: t, column: "s")) }
    let plan = AnonymisationPlan(
      hierarchies: Dictionary(uniqueKeysWithValues: zip(columns.map(\.name), oracle.hierarchies)),
      models: models, suppressionLimit: Fraction(oracle.limit, Set(oracle.units).count))

    guard let optimum = oracle.optimum() else {
      #expect(throws: AnonymisationError.self) { try plan.anonymise(data) }
      return
    }
    let result = try plan.anonymise(data)
    #expect(result.generalisation.levels == optimum.levels)
    #expect(Set(result.suppressedUnits) == optimum.suppressedUnits)
    #expect(result.loss == optimum.loss)
    #expect(result.nodesChecked <= result.latticeNodes)
    #expect(result.unitCount == Set(oracle.units).count)
    #expect(result.riskAfter.unitCount == result.unitCount - result.suppressedUnits.count)

    let published = data.columns[0].codes.indices.compactMap { row in
      result.labels(ofRow: row).map { $0 + [oracle.sensitive[row], String(oracle.units[row])] }
    }
    #expect(published.count == data.rowCount - result.suppressedRowCount)
    let width = columns.count
    let check = try SlowCheck(
      rows: published, quasiIdentifiers: Array(0..<width), sensitive: [width],
      nonDisclosing: [width: oracle.nonDisclosing], unit: width + 1)
    #expect(check.classCount == result.classes.count)
    #expect(check.smallestClass == result.smallestClass)
    #expect(published.isEmpty || check.smallestClass >= oracle.k)
    #expect(check.disclosures[0].allSatisfy { $0.isDiverse(oracle.l) })
    #expect(!oracle.nonDisclosing.isEmpty || published.isEmpty || check.fewestValues[0] >= oracle.l)
  }

  @Test func `the random tables are of every kind`() throws {
    var (refused, whole, cut) = (0, 0, 0)
    for seed in 0..<240 {
      var random = SeededGenerator(state: UInt64(seed))
      let oracle = try randomCase(
        &random, repeatsUnits: seed % 2 == 1, isClose: seed % 4 >= 2, isSilent: seed % 3 > 0)
      switch oracle.optimum()?.suppressedUnits.count {
      case nil: refused += 1
      case 0: whole += 1
      default: cut += 1
      }
    }
    #expect(min(refused, whole, cut) >= 10, "refused \(refused), nothing suppressed \(whole), some \(cut)")
  }

  /// Thirteen columns of 64 categories need 78 bits; with the multiplier 1 a key is a sum of codes.
  @Test(arguments: [0xD134_2543_DE82_EF95, 1] as [UInt64])
  func `items whose keys only happen to be equal are told apart`(multiplier: UInt64) throws {
    var random = SeededGenerator(state: 7)
    let categories = (0..<64).map(String.init)
    let hierarchy = try Hierarchy.bands(of: categories, widths: [2])
    let values = (0..<13).map { _ in
      categories + (0..<300).map { _ in String(Int.random(in: 0..<64, using: &random) / 32 * 63) }
    }
    let columns = try values.map {
      try PreparedColumn(.init(name: "", role: .quasiIdentifier, values: $0), hierarchy: hierarchy)
    }
    let rowCount = values[0].count
    let flat = (0..<rowCount).flatMap { row in columns.map { $0.categories[row] } }
    let grouping = ClassGrouping(columns: columns, categories: flat, multiplier: multiplier)
    for level in [0, 1, 2] {
      let (groups, firstItems) = grouping.group(
        Array(0..<Int32(rowCount)), levels: columns.map { _ in level })
      let labels = (0..<rowCount).map { row in columns.map { $0.labels[level][Int($0.categories[row])] } }
      #expect(firstItems.count == Set(labels).count)
      for row in 0..<rowCount { #expect(labels[row] == labels[Int(firstItems[Int(groups[row])])]) }
    }
  }

  @Test func `a lattice too large is refused before it is searched`() throws {
    let names = (0..<24).map { "q\($0)" }
    let data = Microdata(columns: names.map { .init(name: $0, role: .quasiIdentifier, values: ["a"]) })
    let two = try Hierarchy.suppression(of: ["a", "b"])
    let plan = AnonymisationPlan(
      hierarchies: Dictionary(uniqueKeysWithValues: names.map { ($0, two) }), models: [KAnonymity(k: 1)])
    let error = #expect(throws: AnonymisationError.self) { try plan.anonymise(data) }
    guard case .latticeTooLarge = error else {
      Issue.record("another error")
      return
    }
  }

  private func randomCase(
    _ random: inout SeededGenerator, repeatsUnits: Bool, isClose: Bool, isSilent: Bool
  ) throws -> ExhaustiveOracle {
    let rowCount = Int.random(in: 6...24, using: &random)
    let hierarchies = try (0..<Int.random(in: 2...3, using: &random)).map { _ in
      try randomHierarchy(&random)
    }
    let rows = (0..<rowCount).map { _ in
      hierarchies.map { String(Int.random(in: 0..<$0.leafCount, using: &random)) }
    }
    let units = (0..<rowCount).map { row in
      Int32(repeatsUnits ? Int.random(in: 0..<max(4, rowCount * 2 / 3), using: &random) * 10 : row)
    }
    let unitCount = Set(units).count
    return ExhaustiveOracle(
      rows: rows, hierarchies: hierarchies, units: units,
      sensitive: (0..<rowCount).map { _ in ["a", "b", "c"].randomElement(using: &random) ?? "a" },
      k: Int.random(in: 1...7, using: &random), l: Int.random(in: 1...3, using: &random),
      nonDisclosing: isSilent ? ["c"] : [],
      t: isClose ? Fraction(Int.random(in: 0...4, using: &random), 10) : nil,
      limit: Int.random(in: 0...unitCount / 3, using: &random))
  }

  /// Categories 0, 1, … in random groups, the groups again in random groups.
  private func randomHierarchy(_ random: inout SeededGenerator) throws -> Hierarchy {
    var rows = (0..<Int.random(in: 2...6, using: &random)).map { [String($0)] }
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      let groupCount = Int.random(in: 1...3, using: &random)
      var groupOfLabel: [String: String] = [:]
      for row in rows.indices {
        let label = rows[row][rows[row].count - 1]
        let group = groupOfLabel[label] ?? "g\(Int.random(in: 0..<groupCount, using: &random))"
        groupOfLabel[label] = group
        rows[row].append(group)
      }
    }
    return try Hierarchy(rows: rows)
  }
}
