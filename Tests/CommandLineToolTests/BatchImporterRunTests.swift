import CoVaLux
import CohortTesting
import Foundation
import Testing

@Suite(.freshDatabase) struct BatchImporterRunTests {
  private let scene: Scene
  private let files: [DemonstrationFile]

  init() throws {
    scene = try Scene()
    for name in ["in", "done", "rejected", "reports"] { _ = try scene.makeFolder(name) }
    files = DemonstrationCohort(participants: 60).files()
  }

  private var folders: [String] {
    [("--inbox", "in"), ("--done", "done"), ("--rejected", "rejected"), ("--reports", "reports")].flatMap {
      [$0.0, "\(scene.folder)/\($0.1)"]
    }
  }

  private func run(_ arguments: String...) throws -> BuiltProgram.Outcome {
    try BuiltProgram.covaluxImport.run(folders + arguments + scene.database, in: scene)
  }

  private func put(_ questionnaire: String, as name: String) throws {
    let file = try #require(files.first { $0.questionnaire == questionnaire })
    try Data(file.bytes).write(to: URL(filePath: "\(scene.folder)/in/\(name)"))
  }

  private func report(_ name: String) throws -> [String: Any] {
    #expect(try scene.permissions(of: "reports/\(name)") == 0o600)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(try scene.read("reports/\(name)").utf8)) as? [String: Any])
  }

  @Test func `files are found by name and by header, imported, reported and moved`() throws {
    try put("covalux-baseline", as: "covalux-baseline--centre-1.csv")
    try put("covalux-vaccination", as: "doses.csv")
    try scene.write("neither,nor\n1,2\n", as: "in/unknown.csv")
    let outcome = try run("--once")
    #expect(outcome.exitCode == 1, "\(outcome.errors)")
    #expect(try scene.names(in: "in").isEmpty)
    #expect(try scene.names(in: "done") == ["covalux-baseline--centre-1.csv", "doses.csv"])
    #expect(try scene.names(in: "rejected") == ["unknown.csv"])
    let baseline = try report("covalux-baseline--centre-1.csv.json")
    #expect(baseline["outcome"] as? String == "imported")
    #expect(baseline["questionnaire"] as? String == "covalux-baseline")
    #expect(try report("doses.csv.json")["questionnaire"] as? String == "covalux-vaccination")
    #expect(try report("unknown.csv.json")["outcome"] as? String == "refused")
    #expect(try scene.rows("select count(*) > 20 from cohort.participant") == ["t"])
    #expect(try scene.rows("select count(*) from intake.batch") == ["2"])
  }

  @Test func `rejected rows lie beside the report, for their owner alone`() throws {
    try put("covalux-baseline", as: "covalux-baseline--a.csv")
    #expect(try run().exitCode == 1)
    let rows = try #require(try report("covalux-baseline--a.csv.json")["rows"] as? [String: Int])
    try #require((rows["rejected"] ?? 0) > 0, "the made-up file has mistakes")
    #expect(try scene.permissions(of: "reports/covalux-baseline--a.csv.rejected.csv") == 0o600)
    let lines = try scene.read("reports/covalux-baseline--a.csv.rejected.csv").split(
      whereSeparator: \.isNewline)
    #expect(lines.count == 1 + (rows["rejected"] ?? 0))
  }

  @Test func `the same file again gets names of its own and changes nothing`() throws {
    for _ in 0..<2 {
      try put("covalux-baseline", as: "covalux-baseline--a.csv")
      #expect(try run().exitCode == 1)
    }
    #expect(try scene.names(in: "done") == ["covalux-baseline--a.2.csv", "covalux-baseline--a.csv"])
    let rows = try #require(try report("covalux-baseline--a.2.csv.json")["rows"] as? [String: Int])
    #expect(rows["new"] == 0 && rows["changed"] == 0)
  }

  @Test func `an empty inbox is nothing to report`() throws {
    let outcome = try run("--once")
    #expect(outcome.exitCode == 0)
    #expect(outcome.everything.isEmpty)
  }

  @Test func `only one run works on an inbox, and a signal ends it`() throws {
    let running = try BuiltProgram.start(
      [BuiltProgram.covaluxImport.path] + folders + ["--every", "1h"] + scene.database, in: scene)
    // The keys are made when the database is open, which is after the lock and the signals are taken.
    let deadline = ContinuousClock.now + .seconds(20)
    while !FileManager.default.fileExists(atPath: "\(scene.folder)/keys/chain-1.key"),
      ContinuousClock.now < deadline
    {
      usleep(10_000)
    }
    let second = try run("--once")
    #expect(second.exitCode == 4)
    #expect(second.errors.contains("another covalux-import"))
    running.send(SIGTERM)
    let outcome = try running.wait()
    #expect(outcome.exitCode == 143)
    #expect(try run("--once").exitCode == 0)
  }

  @Test func `what cannot be is said before anything is touched`() throws {
    try put("covalux-baseline", as: "covalux-baseline--a.csv")
    #expect(try run("--once", "--every", "30s").exitCode == 2)
    #expect(try run("--every", "30").exitCode == 2)
    let absent = try BuiltProgram.covaluxImport.run(
      ["--inbox", "\(scene.folder)/in", "--done", "\(scene.folder)/none"] + Array(folders.suffix(4))
        + scene.database,
      in: scene)
    #expect(absent.exitCode == 2)
    let unreachable = try BuiltProgram.covaluxImport.run(
      folders + ["--once", "--database", "host=\(scene.folder) dbname=none"], in: scene)
    #expect(unreachable.exitCode == 3)
    #expect(try scene.names(in: "in") == ["covalux-baseline--a.csv"])
  }
}
