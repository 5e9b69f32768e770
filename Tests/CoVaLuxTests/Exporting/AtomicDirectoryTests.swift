import Foundation
import Testing

@testable import CoVaLux

struct AtomicDirectoryTests {
  private let marker = "manifest.json"

  private func publish(_ path: String, overwrites: Bool = false, content: String = "{}") throws
    -> AtomicDirectory
  {
    let folder = try AtomicDirectory(path: path, overwrites: overwrites, marker: marker)
    try folder.write(Array(content.utf8), as: marker)
    try folder.publish()
    return folder
  }

  @Test func `nothing has the name before publication, and only the owner may read`() throws {
    let scratch = try ExportScratch()
    let folder = try AtomicDirectory(path: scratch.path + "/out", overwrites: false, marker: marker)
    try folder.write(Array("{}".utf8), as: marker)
    let drafts = try FileManager.default.contentsOfDirectory(atPath: scratch.path)
    #expect(drafts.count == 1 && drafts[0].hasPrefix(".out.draft-"))
    #expect(try scratch.mode(drafts[0]) == 0o700)
    try folder.publish()
    folder.settle()
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["out"])
    #expect(try scratch.mode("out") == 0o700)
    #expect(try scratch.mode("out/manifest.json") == 0o600)
  }

  @Test func `a draft that is given up leaves nothing`() throws {
    let scratch = try ExportScratch()
    do {
      let folder = try AtomicDirectory(path: scratch.path + "/out/", overwrites: false, marker: marker)
      try folder.write([1], as: "a")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path).isEmpty)
  }

  @Test func `a folder that exists is refused, and replaced only on request`() throws {
    let scratch = try ExportScratch()
    try publish(scratch.path + "/out", content: "old").settle()
    let error = #expect(throws: DirectoryError.self) { try publish(scratch.path + "/out") }
    #expect(error?.reason == .exists)
    try publish(scratch.path + "/out", overwrites: true, content: "new").settle()
    #expect(try scratch.text("out/manifest.json") == "new")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["out"])
  }

  @Test func `a folder of anything else is not replaced even on request`() throws {
    let scratch = try ExportScratch()
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/thesis", withIntermediateDirectories: false)
    try Data("x".utf8).write(to: URL(fileURLWithPath: scratch.path + "/thesis/chapter.txt"))
    let error = #expect(throws: DirectoryError.self) {
      try publish(scratch.path + "/thesis", overwrites: true)
    }
    #expect(error?.reason == .anotherKind(marker: marker))
    #expect(try scratch.text("thesis/chapter.txt") == "x")
  }

  @Test func `a link is refused, a broken one too`() throws {
    let scratch = try ExportScratch()
    for target in ["/tmp", "/nowhere"] {
      let link = scratch.path + "/link"
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: target)
      let error = #expect(throws: DirectoryError.self) { try publish(link, overwrites: true) }
      #expect(error?.reason == .notAFolder)
      try FileManager.default.removeItem(atPath: link)
    }
  }

  @Test func `retracting takes the folder away and puts back what it replaced`() throws {
    let scratch = try ExportScratch()
    try publish(scratch.path + "/out", content: "old").settle()
    try publish(scratch.path + "/out", overwrites: true, content: "new").retract()
    #expect(try scratch.text("out/manifest.json") == "old")
    try publish(scratch.path + "/other").retract()
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path) == ["out"])
  }

  @Test func `a folder that everybody may write in is refused`() throws {
    let scratch = try ExportScratch()
    chmod(scratch.path, 0o777)
    let error = #expect(throws: DirectoryError.self) { try publish(scratch.path + "/out") }
    #expect(error?.reason == .openParent)
  }

  @Test(arguments: ["..", ".", "a/.."])
  func `a path without a name is refused`(path: String) {
    let error = #expect(throws: DirectoryError.self) { try publish(path) }
    #expect(error?.reason == .notAName)
  }

  @Test(arguments: ["../a", "a/b", ".hidden", ""])
  func `a file stays in its folder`(name: String) throws {
    let scratch = try ExportScratch()
    let folder = try AtomicDirectory(path: scratch.path + "/out", overwrites: false, marker: marker)
    #expect(throws: DirectoryError.self) { try folder.write([1], as: name) }
  }
}
