import Testing

@Suite struct DocumentationTests {
  @Test func `every product is on the landing page and in the README`() throws {
    let products = try PackageGraph.own.get().products.map(\.name)
    #expect(products.contains("CoVaLux"))
    let pages = ["\(Documentation.catalogue)/CoVaLux.md", "README.md"].filter(Repository.exists)
    for page in pages {
      let words = Set(try Repository.text(page).split { !$0.isLetter && !$0.isNumber && $0 != "-" })
      for product in products {
        #expect(words.contains(Substring(product)), "\(page) does not name \(product)")
      }
    }
  }

  @Test func `every module has its line in the description of the house`() throws {
    let text = try Repository.text("\(Documentation.catalogue)/TheHouse.md")
    for target in try PackageGraph.own.get().targets where !target.isForTests && !target.isForBuilding {
      #expect(text.contains("`\(target.name)`"), "\(target.name)")
    }
  }

  @Test func `decisions are numbered without gaps`() {
    let decisions = Documentation.decisions
    #expect(decisions.count >= 10)
    for (place, decision) in decisions.enumerated() {
      let number = String(place + 1)
      let expected = String(repeating: "0", count: 4 - number.count) + number + "-"
      #expect(decision.name.hasPrefix(expected), "\(decision.path)")
    }
  }

  @Test(arguments: Documentation.decisions.map(\.path))
  func `a decision says context, decision and consequences on one page`(path: String) throws {
    let text = try Repository.text(path)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 41, "at most 40 lines")
    #expect(lines.first?.hasPrefix("# ") == true)
    #expect(lines.filter { $0.hasPrefix("## ") } == ["## Context", "## Decision", "## Consequences"])
  }

  @Test func `every guide and decision is reachable from the landing page`() throws {
    let landing = try Repository.text("\(Documentation.catalogue)/CoVaLux.md")
    for file in Repository.files(in: Documentation.catalogue, extensions: ["md"]) where file.stem != "CoVaLux"
    {
      #expect(landing.contains("<doc:\(file.stem)>"), "\(file.path)")
    }
  }

  @Test func `the changelog begins with what is not released yet`() throws {
    let headings = try Repository.text("CHANGELOG.md").split(separator: "\n").filter { $0.hasPrefix("## ") }
    #expect(headings.first == "## Unreleased")
  }
}
