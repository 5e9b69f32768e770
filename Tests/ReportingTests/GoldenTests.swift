import Foundation
import Reporting
import Testing

/// Compares text with a file by bytes; `UPDATE_GOLDENS=1` writes the file instead.
func expectGolden(_ text: String, _ name: String, location: SourceLocation = #_sourceLocation) throws {
  let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name)")
  if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
    try Data(text.utf8).write(to: file)
  }
  let expected = try String(decoding: Data(contentsOf: file), as: UTF8.self)
  #expect(Array(text.utf8) == Array(expected.utf8), "differs from Goldens/\(name)", sourceLocation: location)
}

@Suite struct GoldenTests {
  @Test(arguments: TableFormats.all.map(\.name))
  func `a prevalence table in every format`(name: String) throws {
    let format = try #require(TableFormats.named(name))
    try expectGolden(format.write(SampleTables.prevalence), "prevalence.\(name)")
  }

  @Test(arguments: TableFormats.all.map(\.name))
  func `a table of characteristics in every format`(name: String) throws {
    let format = try #require(TableFormats.named(name))
    try expectGolden(format.write(SampleTables.characteristics), "characteristics.\(name)")
  }

  @Test func `a report page`() throws {
    let page = HTMLPage(
      title: "Cohort <report>", subtitle: "Freeze of 1 December 2021",
      lead: .keyFigures([("3\u{202F}110", "participants"), ("2", "questionnaires")]),
      sections: [
        .init(heading: "Participants", body: .table(SampleTables.characteristics)),
        .init(
          heading: "Symptoms & definitions",
          body: .group([
            .paragraph("Shares of <everyone> asked."), .table(SampleTables.prevalence),
            .list(["one", "two"]), .definition(["Window": "±30 days"]),
          ])),
      ], colophon: "covalux 1.0")
    try expectGolden(page.text, "page.html")
  }

  @Test func `the JSON is what a parser reads`() throws {
    let data = Data(SampleTables.prevalence.formatted(.json).utf8)
    let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(root["schema"] as? Int == 1)
    let rows = try #require(root["rows"] as? [[String: Any]])
    #expect(rows.count == 5)
    #expect(rows[0]["value"] as? Double == 0.2599)
    #expect(rows[0]["count"] as? Int == 211)
    #expect(rows[1]["count"] is NSNull && rows[1]["suppressed"] as? String == ":c")
    #expect(rows[3]["group"] as? String == "=three|doses\u{202E}")
    #expect(rows[4]["undefined"] as? String == "nobody was asked")
  }

  @Test func `every element of a page is closed in its place`() {
    let page = SampleTables.prevalence.formatted(.html)
    var open: [Substring] = []
    for piece in page.split(separator: "<").dropFirst() {
      guard let tag = piece.split(separator: ">").first, let name = tag.split(separator: " ").first else {
        continue
      }
      if ["!DOCTYPE", "meta"].contains(name) || tag.hasSuffix("/") { continue }
      if name.hasPrefix("/") {
        #expect(open.popLast() == name.dropFirst())
      } else {
        open.append(name)
      }
    }
    #expect(open.isEmpty)
  }

  @Test func `no format shows a hidden count`() {
    for format in TableFormats.all {
      let text = format.write(SampleTables.prevalence)
      #expect(
        !text.contains("3/96") && !text.contains("3.1\u{00A0}%") && !text.contains("0.03125"),
        "\(format.name)")
    }
  }
}
