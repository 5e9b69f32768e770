import Foundation
import Testing

@Suite struct TracesTests {
  /// This file holds what it looks for.
  private static let files = Repository.everything.filter {
    !$0.path.hasSuffix("HouseTests/TracesTests.swift")
  }

  @Test func `no file names a folder of somebody's machine`() {
    #expect(Self.files.count > 200)
    let folders = ["/work/", "/Users/", "/root/", Repository.root.path + "/"]
    for file in Self.files { #expect(folders.filter(file.text.holds) == [], "\(file.path)") }
  }

  @Test func `files speak of the project and not of how they came about`() {
    let phrases = [
      "this session's", "the brief says", "in the brief", "helper agent", "sub-agent", "as instructed",
      "the task says",
    ]
    for file in Self.files { #expect(phrases.filter(file.text.holds) == [], "\(file.path)") }
  }

  @Test func `nothing is left for later in a comment`() {
    let marks = ["TODO", "FIXME", "XXX:", "HACK:"]
    for file in Self.files { #expect(marks.filter(file.text.holds) == [], "\(file.path)") }
  }

  @Test func `the licence is Apache 2.0 as published`() throws {
    let text = try Repository.text("LICENSE")
    #expect(text.contains("Apache License") && text.contains("Version 2.0, January 2004"))
    #expect(text.contains("END OF TERMS AND CONDITIONS"))
  }
}
