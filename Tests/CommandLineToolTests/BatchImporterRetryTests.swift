import CohortTesting
import Foundation
import Postgres
import Testing

/// A batch importer whose database, disk or folder goes away for a while.
@Suite(.freshDatabase) struct BatchImporterRetryTests {
  private let inbox: InboxScene
  private var scene: Scene { inbox.scene }

  init() throws { inbox = try InboxScene(participants: 10) }

  private static let isRoot = getuid() == 0
  private var counts: String { "\(scene.folder)/counts.prom" }

  /// The settings of the test's database, reached through a link that can be taken away.
  private func database(through link: String) throws -> (settings: String, folder: String) {
    let words = FreshDatabase.current.connectionString.split(separator: " ").map(String.init)
    let host = try #require(words.first { $0.hasPrefix("host=") })
    let others = words.filter { !$0.hasPrefix("host=") }
    return ((["host='\(link)'"] + others).joined(separator: " "), host.dropFirst(5).filter { $0 != "'" })
  }

  private func isReady(_ value: Double) -> Bool {
    inbox.waits { (try? inbox.metrics()["covalux_import_ready"]) == value }
  }

  @Test func `a database that is away is waited for, said once, and the file is imported when it is back`()
    throws
  {
    let link = "\(scene.folder)/s"
    let (settings, folder) = try database(through: link)
    try scene.write(try inbox.baseline(of: ["LUX-000901"]), as: "in/covalux-baseline--a.csv")
    let running = try BuiltProgram.start(
      [BuiltProgram.covaluxImport.path] + inbox.folders
        + [
          "--settle", "1s", "--every", "1s", "--metrics", counts, "--database", settings, "--key-directory",
          "\(scene.folder)/keys",
        ], in: scene)
    #expect(isReady(0))
    #expect(
      try inbox.waits { try inbox.metrics()["covalux_import_runs_total{outcome=\"failed\"}"] ?? 0 >= 2 })
    #expect(try scene.names(in: "in") == ["covalux-baseline--a.csv"])
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: folder)
    #expect(try inbox.waits { try scene.names(in: "done") == ["covalux-baseline--a.csv"] })
    #expect(isReady(1))
    running.send(SIGTERM)
    let outcome = try running.wait()
    #expect(outcome.exitCode == 143)
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count { $0.hasSuffix("tries again until it works") } == 1, "\(outcome.errors)")
    #expect(lines.count { $0.hasSuffix("works again") } == 1)
    #expect(lines.count == 4, "\(outcome.errors)")
    #expect(try scene.rows("select count(*) from cohort.participant") == ["1"])
  }

  @Test func `a server that ends the session in the middle of a file costs a second attempt`() throws {
    try scene.write(try inbox.baseline(of: ["LUX-000901"]), as: "in/covalux-baseline--a.csv")
    var other = try Connection.connect(FreshDatabase.current.connectionString)
    try other.execute("begin; select pg_advisory_xact_lock(7206512, 2)")
    let running = try BuiltProgram.start(inbox.command + ["--every", "1s", "--metrics", counts], in: scene)
    let waiting = """
      from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'
      """
    for _ in 1...2 {
      #expect(try inbox.waits { try scene.rows("select count(*) \(waiting)") == ["1"] })
      _ = try scene.rows("select pg_terminate_backend(pid) \(waiting)")
    }
    #expect(isReady(0))
    #expect(try scene.names(in: "in") == ["covalux-baseline--a.csv"])
    #expect(try scene.names(in: "reports").isEmpty)
    try other.execute("rollback")
    #expect(try inbox.waits { try scene.names(in: "done") == ["covalux-baseline--a.csv"] })
    running.send(SIGTERM)
    let outcome = try running.wait()
    #expect(outcome.exitCode == 143)
    #expect(
      outcome.errors.components(separatedBy: "nothing of it is stored; it stays in the inbox").count == 2,
      "\(outcome.errors)")
    #expect(try scene.rows("select count(*) from cohort.participant") == ["1"])
    #expect(try scene.rows("select count(*) from intake.batch") == ["1"])
  }

  @Test(arguments: [["--once"], ["--every", "1s"]])
  func `a lost answer to the commit is no harm, as taking the file again changes nothing`(
    when: [String]
  ) throws {
    let server = try database(through: "").folder
    let proxy = try CommitSwallower(in: try scene.makeFolder("p"), before: server)
    let settings = try database(through: proxy.folder).settings
    try scene.write(try inbox.baseline(of: ["LUX-000901"]), as: "in/covalux-baseline--a.csv")
    let command =
      [BuiltProgram.covaluxImport.path] + inbox.folders
      + ["--settle", "1s", "--database", settings, "--key-directory", "\(scene.folder)/keys"]
    let running = try BuiltProgram.start(command + when, in: scene)
    if when != ["--once"] {
      #expect(try inbox.waits { try scene.names(in: "done") == ["covalux-baseline--a.csv"] })
      running.send(SIGTERM)
    }
    let outcome = try running.wait()
    #expect(outcome.exitCode == (when == ["--once"] ? 6 : 143), "\(outcome.everything)")
    #expect(
      outcome.errors.contains("whether it was stored is not known; it stays in the inbox"),
      "\(outcome.errors)")
    if when == ["--once"] {
      #expect(try scene.names(in: "in") == ["covalux-baseline--a.csv"])
      #expect(try BuiltProgram.run(command + when, in: scene).exitCode == 0)
    }
    #expect(try scene.names(in: "done") == ["covalux-baseline--a.csv"])
    #expect(try scene.rows("select count(*) from cohort.participant") == ["1"])
    #expect(
      try scene.rows("select rows_new, rows_same from intake.batch order by batch_id") == ["1|0", "0|1"])
  }

  /// Whether this machine lets root mount a small file system in a view of its own.
  private static let canMount: Bool = {
    guard let scene = try? Scene(), let folder = try? scene.makeFolder("m") else { return false }
    let script = "mount -t tmpfs -o size=64k tmpfs \(folder)"
    return (try? BuiltProgram.run(["unshare", "--mount", "sh", "-c", script], in: scene).exitCode) == 0
  }()

  @Test(.enabled(if: isRoot && canMount, "mounts a small file system"))
  func `a full disk leaves the file in the inbox, and taking it again changes nothing`() throws {
    try scene.write(try inbox.baseline(of: ["LUX-000901"]), as: "in/covalux-baseline--a.csv")
    let reports = "\(scene.folder)/reports"
    let script = """
      mount -t tmpfs -o size=64k tmpfs \(reports) && { head -c 1000000 /dev/zero >\(reports)/fill 2>/dev/null; \
      exec "$0" "$@"; }
      """
    let full = try BuiltProgram.run(["unshare", "--mount", "sh", "-c", script] + inbox.command, in: scene)
    #expect(full.exitCode == 5, "\(full.everything)")
    #expect(try scene.names(in: "in") == ["covalux-baseline--a.csv"])
    #expect(try scene.names(in: "done").isEmpty)
    let again = try inbox.run()
    #expect(again.exitCode == 0, "\(again.everything)")
    #expect(try scene.names(in: "done") == ["covalux-baseline--a.csv"])
    #expect(try scene.rows("select count(*) from cohort.participant") == ["1"])
    #expect(try scene.names(in: "reports").count == 2)
  }
}
