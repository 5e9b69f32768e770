import CohortTesting
import Foundation
import Testing

/// Files and folders as other users and containers leave them.
@Suite(.freshDatabase) struct BatchImporterPlacesTests {
  private let inbox: InboxScene
  private var scene: Scene { inbox.scene }

  init() throws { inbox = try InboxScene(participants: 10) }

  private static let isRoot = getuid() == 0

  /// Whether this machine lets root mount one folder on another in a view of its own.
  private static let canMount: Bool = {
    guard let scene = try? Scene(), let folder = try? scene.makeFolder("m") else { return false }
    let script = "mount --bind \(folder) \(folder)"
    return (try? BuiltProgram.run(["unshare", "--mount", "sh", "-c", script], in: scene).exitCode) == 0
  }()

  @Test(.enabled(if: isRoot, "takes rights from root"))
  func `what cannot be read is refused, and files of other users are imported and moved`() throws {
    // Others may pass to the server's socket, but not root without its rights.
    let words = FreshDatabase.current.connectionString.split(separator: " ")
    let socket = try #require(words.first { $0.hasPrefix("host=") }).dropFirst(5)
    chmod(String(socket), 0o711)
    let closed = try scene.write(
      try inbox.baseline(of: [InboxScene.canary]), as: "in/covalux-baseline--closed.csv")
    chmod(closed, 0)
    let foreign = try scene.write(
      try inbox.baseline(of: ["LUX-000901"]), as: "in/covalux-baseline--foreign.csv")
    chmod(foreign, 0o644)
    chown(foreign, 65_534, 65_534)
    let rights = "-dac_override,-dac_read_search,-fowner"
    let outcome = try BuiltProgram.run(
      ["setpriv", "--bounding-set=\(rights)", "--inh-caps=\(rights)"] + inbox.command, in: scene)
    #expect(outcome.exitCode == 1, "\(outcome.errors)")
    #expect(try scene.names(in: "done") == ["covalux-baseline--foreign.csv"])
    #expect(try scene.names(in: "rejected") == ["covalux-baseline--closed.csv"])
    let report = try inbox.report("covalux-baseline--closed.csv.json")
    #expect((report["message"] as? String)?.contains("permissions") == true)
    #expect(try scene.names(in: "in").isEmpty)
  }

  @Test(.enabled(if: isRoot && canMount, "mounts a folder"))
  func `two mounts of one file system are not taken for one`() throws {
    try inbox.put("covalux-baseline", as: "covalux-baseline--a.csv")
    let done = "\(scene.folder)/done"
    let script = "mount --bind \(done) \(done) && exec \"$0\" \"$@\""
    let outcome = try BuiltProgram.run(
      ["unshare", "--mount", "sh", "-c", script] + inbox.command, in: scene)
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("one mount"))
    #expect(try scene.names(in: "in") == ["covalux-baseline--a.csv"])
    #expect(try scene.names(in: "reports").isEmpty)
  }

  @Test(.enabled(if: isRoot, "takes rights from root"))
  func `a file that cannot be moved does not stop the others`() throws {
    let words = FreshDatabase.current.connectionString.split(separator: " ")
    let socket = try #require(words.first { $0.hasPrefix("host=") }).dropFirst(5)
    chmod(String(socket), 0o711)
    // In a folder with the sticky bit only the owner may rename a file.
    chmod("\(scene.folder)/in", 0o1777)
    chown("\(scene.folder)/in", 65_534, 65_534)
    let stuck = try scene.write(try inbox.baseline(of: ["LUX-000901"]), as: "in/covalux-baseline--a.csv")
    chmod(stuck, 0o644)
    chown(stuck, 65_534, 65_534)
    try scene.write(try inbox.baseline(of: ["LUX-000902"]), as: "in/covalux-baseline--b.csv")
    let rights = "-dac_override,-dac_read_search,-fowner"
    let outcome = try BuiltProgram.run(
      ["setpriv", "--bounding-set=\(rights)", "--inh-caps=\(rights)"] + inbox.command, in: scene)
    #expect(outcome.exitCode == 5, "\(outcome.everything)")
    #expect(outcome.errors.contains("covalux-baseline--a.csv: cannot be moved"))
    #expect(try scene.names(in: "in") == ["covalux-baseline--a.csv"])
    #expect(try scene.names(in: "done") == ["covalux-baseline--b.csv"])
    #expect(try scene.rows("select count(*) from cohort.participant") == ["2"])
  }

  @Test func `a long name is no obstacle`() throws {
    let name = "covalux-baseline--" + String(repeating: "é", count: 110) + ".csv"
    try scene.write(try inbox.baseline(of: ["LUX-000901"]), as: "in/\(name)")
    #expect(try inbox.run().exitCode == 0)
    #expect(try scene.names(in: "done") == [name])
    #expect(try scene.names(in: "reports").count == 2)
  }
}
