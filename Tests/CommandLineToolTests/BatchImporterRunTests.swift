import CohortTesting
import Foundation
import Testing

@Suite(.freshDatabase) struct BatchImporterRunTests {
  private let inbox: InboxScene
  private var scene: Scene { inbox.scene }

  init() throws { inbox = try InboxScene() }

  @Test func `files are found by name and by header, imported, reported and moved`() throws {
    try inbox.put("covalux-baseline", as: "covalux-baseline--centre-1.csv")
    try inbox.put("covalux-vaccination", as: "doses.csv")
    try scene.write("neither,nor\n1,2\n", as: "in/unknown.csv")
    let outcome = try inbox.run("--once")
    #expect(outcome.exitCode == 1, "\(outcome.errors)")
    #expect(try scene.names(in: "in").isEmpty)
    #expect(try scene.names(in: "done") == ["covalux-baseline--centre-1.csv", "doses.csv"])
    #expect(try scene.names(in: "rejected") == ["unknown.csv"])
    let baseline = try inbox.report("covalux-baseline--centre-1.csv.json")
    #expect(baseline["outcome"] as? String == "imported")
    #expect(baseline["questionnaire"] as? String == "covalux-baseline")
    #expect(try inbox.report("doses.csv.json")["questionnaire"] as? String == "covalux-vaccination")
    #expect(try inbox.report("unknown.csv.json")["outcome"] as? String == "refused")
    #expect(try scene.rows("select count(*) > 20 from cohort.participant") == ["t"])
    #expect(try scene.rows("select count(*) from intake.batch") == ["2"])
  }

  @Test func `rejected rows lie beside the report, and corrected they can go into the inbox`() throws {
    let sound = try inbox.baseline(of: ["LUX-000901", "LUX-000902"])
    let bad = try inbox.baseline(of: ["LUX-000903"], changing: ["sex": "7"]).split(separator: "\n")[1]
    try scene.write("\(sound)\(bad)\n", as: "in/covalux-baseline--a.csv")
    #expect(try inbox.run().exitCode == 1)
    let report = try inbox.report("covalux-baseline--a.csv.json")
    let rows = try #require(report["rows"] as? [String: Int])
    #expect(rows["new"] == 2 && rows["rejected"] == 1)
    let name = try #require(report["rejects_file"] as? String)
    #expect(name == "covalux-baseline--a.csv.rejected.csv")
    #expect(try scene.permissions(of: "reports/\(name)") == 0o600)
    let lines = try scene.read("reports/\(name)").split(separator: "\n")
    #expect(lines.count == 2)
    let cells = lines[1].split(separator: ",", omittingEmptySubsequences: false).map {
      $0 == "7" ? "1" : String($0)
    }
    try scene.write("\(lines[0])\n\(cells.joined(separator: ","))\n", as: "in/corrected.csv")
    let outcome = try inbox.run()
    #expect(outcome.exitCode == 0, "\(outcome.everything)")
    #expect(try scene.rows("select count(*) from cohort.participant") == ["3"])
  }

  @Test func `the same file again gets names of its own and changes nothing`() throws {
    for _ in 0..<2 {
      try inbox.put("covalux-baseline", as: "covalux-baseline--a.csv")
      #expect(try inbox.run().exitCode == 1)
    }
    #expect(try scene.names(in: "done") == ["covalux-baseline--a.2.csv", "covalux-baseline--a.csv"])
    let report = try inbox.report("covalux-baseline--a.2.csv.json")
    let rows = try #require(report["rows"] as? [String: Int])
    #expect(rows["new"] == 0 && rows["changed"] == 0)
    #expect(report["already_imported"] as? Bool == true)
    #expect(try scene.read("reports/covalux-baseline--a.2.csv.html").contains("was imported before"))
  }

  @Test func `an empty inbox is nothing to report`() throws {
    let outcome = try inbox.run("--once")
    #expect(outcome.exitCode == 0)
    #expect(outcome.everything.isEmpty)
  }

  @Test func `a file that still grows is left for the next run`() throws {
    let path = try scene.write(
      try inbox.baseline(of: ["LUX-000901"]), as: "in/covalux-baseline--slow.csv")
    let row = try inbox.baseline(of: ["LUX-000902"]).split(separator: "\n")[1] + "\n"
    let running = try BuiltProgram.start(inbox.command + ["--once"], in: scene)
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.seekToEnd()
    while running.isRunning {
      try file.write(contentsOf: Data(row.utf8))
      usleep(50_000)
    }
    let outcome = try running.wait()
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.contains("covalux-baseline--slow.csv: still being written"))
    #expect(try scene.names(in: "in") == ["covalux-baseline--slow.csv"])
    #expect(try scene.names(in: "reports").isEmpty)
    #expect(try inbox.run().exitCode == 0)
    #expect(try scene.names(in: "done") == ["covalux-baseline--slow.csv"])
    #expect(try scene.rows("select count(*) from cohort.participant") == ["2"])
  }

  @Test func `drafts, hidden files, links and folders are left alone`() throws {
    let text = try inbox.baseline(of: ["LUX-000901"])
    let outside = try scene.write(text, as: "outside.csv")
    for name in ["a.csv.part", "b.csv.filepart", "c.tmp", "d.CRDOWNLOAD", "e.csv~", ".f.csv"] {
      try scene.write(text, as: "in/\(name)")
    }
    _ = try scene.makeFolder("in/folder.csv")
    try FileManager.default.createSymbolicLink(
      atPath: "\(scene.folder)/in/link.csv", withDestinationPath: outside)
    let outcome = try inbox.run()
    #expect(outcome.exitCode == 0 && outcome.output.isEmpty)
    // Nobody links by accident: that is said, and nothing else.
    #expect(outcome.errors.split(separator: "\n").count == 1 && outcome.errors.contains("link.csv"))
    #expect(try scene.names(in: "in").count == 7)
    #expect(try scene.names(in: "reports").isEmpty)
  }

  @Test func `what cannot be is said before anything is touched`() throws {
    try inbox.put("covalux-baseline", as: "covalux-baseline--a.csv")
    #expect(try inbox.run("--once", "--every", "30s").exitCode == 2)
    #expect(try inbox.run("--every", "30").exitCode == 2)
    #expect(try inbox.run("--metrics", "\(scene.folder)/counts.txt").exitCode == 2)
    #expect(try inbox.run("--metrics", "\(scene.folder)/none/counts.prom").exitCode == 5)
    let absent = try BuiltProgram.covaluxImport.run(
      ["--inbox", "\(scene.folder)/in", "--done", "\(scene.folder)/none"] + Array(inbox.folders.suffix(4))
        + scene.database,
      in: scene)
    #expect(absent.exitCode == 2)
    let unreachable = try BuiltProgram.covaluxImport.run(
      inbox.folders + ["--once", "--database", "host=\(scene.folder) dbname=none"], in: scene)
    #expect(unreachable.exitCode == 3)
    #expect(try scene.names(in: "in") == ["covalux-baseline--a.csv"])
    for folder in ["done", "rejected", "reports"] {
      #expect(try FileManager.default.contentsOfDirectory(atPath: "\(scene.folder)/\(folder)").isEmpty)
    }
  }
}
