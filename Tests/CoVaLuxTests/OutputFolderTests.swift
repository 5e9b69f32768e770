import CoVaLux
import Foundation
import Testing

/// Folders in which somebody else could put a file or a link in the place of ours.
@Suite struct OutputFolderTests {
  private func folder() throws -> String {
    let path = FileManager.default.temporaryDirectory.appending(path: "covalux-output-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    return path
  }

  @Test(arguments: [(0o777, false), (0o1777, true), (0o775, true), (0o700, true)] as [(mode_t, Bool)])
  func `nothing is written where everybody may rename files`(mode: mode_t, isAllowed: Bool) throws {
    let folder = try folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(chmod(folder, mode) == 0)
    let file = try? AtomicFile(path: "\(folder)/a.csv", overwrites: false)
    #expect((file != nil) == isAllowed)
    try file?.write("x")
    try file?.publish()
    #expect(AtomicFile.exists("\(folder)/a.csv") == isAllowed)
  }

  @Test func `a folder that is swapped for a link meanwhile leads nowhere`() throws {
    let (folder, elsewhere) = (try folder(), try folder())
    defer {
      for path in [folder, elsewhere, "\(folder).aside"] { try? FileManager.default.removeItem(atPath: path) }
    }
    let file = try AtomicFile(path: "\(folder)/a.csv", overwrites: true)
    try file.write("x")
    #expect(rename(folder, "\(folder).aside") == 0)
    #expect(symlink(elsewhere, folder) == 0)
    try file.publish()
    #expect(try FileManager.default.contentsOfDirectory(atPath: elsewhere).isEmpty)
    #expect(try String(contentsOfFile: "\(folder).aside/a.csv", encoding: .utf8) == "x")
    unlink(folder)
  }
}
