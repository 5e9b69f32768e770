import Testing

@Suite struct FloorTests {
  @Test func `no target depends on one beside or above it`() throws {
    let graph = try PackageGraph.own.get()
    #expect(graph.targets.count > 10)
    #expect(graph.violations == [])
  }

  @Test func `an edge sideways, one upwards and a target without a floor are noticed`() {
    let graph = PackageGraph(
      targets: [
        .init("CSV", ["CohortModel"]), .init("Postgres", ["CLibPQ", "CohortStore"]), .init("Attic", []),
        .init("CoVaLux", ["CSV", "CohortTesting"]), .init("CSVTests", ["CoVaLux"], type: "test"),
        .init("CohortTesting", ["CoVaLux"], path: "Tests/CohortTesting"),
      ], products: [])
    #expect(
      graph.violations == [
        "CSV uses CohortModel, which is beside it", "Postgres uses CohortStore, which is above it",
        "Attic has no floor", "CoVaLux uses CohortTesting, which has no floor",
      ])
  }

  @Test func `what a source imports of ours is declared in the manifest`() throws {
    let targets = try PackageGraph.own.get().targets
    for (file, swift) in Repository.sourceTexts {
      // Files of targets that the manifest does not build yet, or builds from elsewhere.
      guard let target = targets.first(where: { $0.name == file.module }) else { continue }
      let declared = Set(target.dependencies.map(\.name))
      for module in Self.imports(of: swift.code) where targets.contains(where: { $0.name == module }) {
        #expect(declared.contains(module), "\(file.path) imports \(module)")
      }
    }
  }

  @Test func `the pure modules do without Foundation`() {
    for (file, swift) in Repository.sourceTexts
    where ["CSV", "Statistics", "Anonymisation"].contains(file.module) {
      #expect(!Self.imports(of: swift.code).contains { $0.hasPrefix("Foundation") }, "\(file.path)")
    }
  }

  @Test func `each package that is used has its decision`() throws {
    let foreign = try PackageGraph.own.get().targets.flatMap(\.dependencies).filter(\.isForeign).map(\.name)
    let decision = try Repository.text("\(Documentation.catalogue)/Decisions/0002-dependencies.md")
    for product in Set(foreign).sorted() {
      #expect(decision.contains("`\(product)`"), "no decision names \(product)")
    }
  }

  private static func imports(of code: String) -> [String] {
    code.lines.filter { $0.hasPrefix("import ") || $0.hasPrefix("public import ") || $0.hasPrefix("@") }
      .compactMap { line in
        let words = line.split(separator: " ")
        guard let place = words.firstIndex(of: "import"), place + 1 < words.count else { return nil }
        return String(words[place + 1].prefix { $0 != "." })
      }
  }
}
