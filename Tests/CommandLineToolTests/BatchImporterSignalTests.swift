import CohortTesting
import Foundation
import Postgres
import Testing

/// A batch importer that runs for long: the lock, rounds, and signals.
@Suite(.freshDatabase) struct BatchImporterSignalTests {
  private let inbox: InboxScene
  private var scene: Scene { inbox.scene }

  init() throws { inbox = try InboxScene(participants: 10) }

  private func hasBegun() -> Bool {
    // The keys are made when the database is open, which is after the lock and the signals are taken.
    inbox.waits { FileManager.default.fileExists(atPath: "\(scene.folder)/keys/chain-1.key") }
  }

  @Test func `only one run works on an inbox, and a signal ends it`() throws {
    let running = try BuiltProgram.start(inbox.command + ["--every", "1h"], in: scene)
    #expect(hasBegun())
    let second = try inbox.run("--once")
    #expect(second.exitCode == 4)
    #expect(second.errors.contains("another covalux-import"))
    running.send(SIGTERM)
    let outcome = try running.wait()
    #expect(outcome.exitCode == 143)
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
    #expect(try inbox.run("--once").exitCode == 0)
  }

  @Test func `files that arrive later are taken, and no connection is kept meanwhile`() throws {
    let running = try BuiltProgram.start(
      inbox.command + ["--every", "1s", "--metrics", "\(scene.folder)/counts.prom"], in: scene)
    #expect(hasBegun())
    for (place, code) in ["LUX-000901", "LUX-000902"].enumerated() {
      try scene.write(try inbox.baseline(of: [code]), as: "in/.draft")
      let name = "covalux-baseline--\(place).csv"
      #expect(rename("\(scene.folder)/in/.draft", "\(scene.folder)/in/\(name)") == 0)
      #expect(try inbox.waits { try scene.names(in: "done").contains(name) })
      #expect(
        try inbox.waits {
          try scene.rows(
            "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
          )
            == ["0"]
        })
    }
    running.send(SIGTERM)
    #expect(try running.wait().exitCode == 143)
    #expect(try scene.rows("select count(*) from cohort.participant") == ["2"])
    let counts = try inbox.metrics()
    #expect(counts["covalux_import_files_total{outcome=\"imported\"}"] == 2)
    #expect(counts["covalux_import_runs_total{outcome=\"finished\"}"] ?? 0 >= 3)
  }

  @Test(arguments: [(SIGTERM, Int32(143)), (SIGINT, Int32(130))])
  func `a signal in the middle of a file rolls it back and leaves it in the inbox`(
    signal: Int32, code: Int32
  ) throws {
    for place in 1...2 {
      try scene.write(
        try inbox.baseline(of: ["LUX-00090\(place)"]), as: "in/covalux-baseline--\(place).csv")
    }
    // An import waits for others that write: it stands inside its transaction for as long as this one lasts.
    var other = try Connection.connect(FreshDatabase.current.connectionString)
    try other.execute("begin; select pg_advisory_xact_lock(7206512, 2)")
    let running = try BuiltProgram.start(
      inbox.command + ["--metrics", "\(scene.folder)/counts.prom"], in: scene)
    let waiting = """
      select count(*) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and wait_event = 'advisory'
      """
    #expect(try inbox.waits { try scene.rows(waiting) == ["1"] })
    running.send(signal)
    let outcome = try running.wait()
    try other.execute("rollback")
    #expect(outcome.exitCode == code)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("covalux-import: interrupted"))
    #expect(
      outcome.errors.contains("covalux-baseline--1.csv: nothing of it is stored; it stays in the inbox"))
    #expect(!outcome.errors.contains("covalux-baseline--2.csv"))
    #expect(try scene.names(in: "in").count == 2)
    for folder in ["done", "rejected", "reports"] { #expect(try scene.names(in: folder).isEmpty) }
    #expect(try scene.rows("select count(*) from cohort.participant") == ["0"])
    let counts = try inbox.metrics()
    #expect(counts["covalux_import_runs_total{outcome=\"interrupted\"}"] == 1)
    #expect(counts["covalux_import_waiting_files"] == 2)
    #expect(try inbox.run().exitCode == 0)
    #expect(try scene.rows("select count(*) from cohort.participant") == ["2"])
  }
}
