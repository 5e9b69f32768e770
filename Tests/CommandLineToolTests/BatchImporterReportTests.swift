import CohortTesting
import Foundation
import Testing

/// What the batch importer says about files: as JSON, as a page, in counts, on the terminal.
@Suite(.freshDatabase) struct BatchImporterReportTests {
  private let inbox: InboxScene
  private var scene: Scene { inbox.scene }

  init() throws { inbox = try InboxScene(participants: 10) }

  @Test func `the page of a file tells what was found, where and what to do`() throws {
    let sound = try inbox.baseline(of: ["LUX-000901"])
    let bad = try inbox.baseline(
      of: (2...8).map { "LUX-00090\($0)" }, changing: ["sex": "7"])
    try scene.write(
      sound + bad.split(separator: "\n").dropFirst().joined(separator: "\n") + "\n",
      as: "in/covalux-baseline--<b>&1.csv")
    #expect(try inbox.run().exitCode == 1)
    let name = "covalux-baseline--<b>&1.csv.html"
    #expect(try scene.permissions(of: "reports/\(name)") == 0o600)
    let page = try scene.read("reports/\(name)")
    #expect(page.contains("<h1>covalux-baseline--&lt;b&gt;&amp;1.csv</h1>"))
    #expect(page.contains("Imported as covalux-baseline version 1"))
    #expect(page.contains("<strong>8</strong><span>rows read</span>"))
    #expect(page.contains("<strong>1</strong><span>new</span>"))
    #expect(page.contains("<strong>7</strong><span>rejected</span>"))
    #expect(page.contains("<h2>Errors (7)</h2>"))
    #expect(page.contains("<th scope=\"row\">sex</th>") && page.contains("<td>coding</td>"))
    #expect(page.contains("<td class=\"n\">7</td><td>3, 4, 5, 6, 7 and 2 more</td>"))
    #expect(page.contains("covalux-baseline--&lt;b&gt;&amp;1.csv.rejected.csv"))
    for foreign in ["<script", "http:", "https:", "src=", "@import", "url("] {
      #expect(!page.contains(foreign))
    }
  }

  @Test func `the page of a refused file says why`() throws {
    try scene.write("participant,nonsense\n1,2\n", as: "in/covalux-baseline--a.csv")
    let outcome = try inbox.run()
    #expect(outcome.exitCode == 1)
    #expect(outcome.output.split(separator: "\n").count == 1, "one line for each file")
    let report = try inbox.report("covalux-baseline--a.csv.json")
    let findings = try #require(report["findings"] as? [[String: Any]])
    #expect(!findings.isEmpty)
    let page = try scene.read("reports/covalux-baseline--a.csv.html")
    #expect(page.contains("Refused; nothing of this file is stored"))
    for finding in findings {
      #expect(page.contains("<td>\(try #require(finding["rule"] as? String))</td>"))
    }
  }

  @Test func `no cell is told anywhere but in the rejected rows`() throws {
    let canary = InboxScene.canary
    let cells = ["sex", "birth_year", "date_completed", "canton", "infection1_onset", "height_cm", "consent"]
    for cell in cells {
      try scene.write(
        try inbox.baseline(of: ["LUX-000901", "LUX-00090X\(canary)"], changing: [cell: canary]),
        as: "in/covalux-baseline--\(cell).csv")
    }
    let lines = try inbox.baseline(of: ["\(canary)1", "\(canary)2"], changing: ["canton": canary])
      .split(separator: "\n")
    let files = [
      "covalux-baseline--quote": "\(lines[0])\n\"\(lines[1])\n\(lines[2])\n",
      "covalux-baseline--short": "\(lines[0])\n\(canary)\n\(canary),\(canary)\n",
      "covalux-baseline--repeated": "\(lines[0])\n\(lines[1])\n\(lines[1].dropLast(1))9\n",
      "covalux-baseline--headless": "\(lines[1])\n\(lines[2])\n",
      "headless": "\(lines[1])\n\(lines[2])\n",
    ]
    for (name, text) in files { try scene.write(text, as: "in/\(name).csv") }
    try Data([0x50, 0x4B, 3, 4] + Array(canary.utf8)).write(
      to: URL(filePath: "\(scene.folder)/in/covalux-baseline--zip.csv"))
    let outcome = try inbox.run("--metrics", "\(scene.folder)/counts.prom")
    #expect(outcome.exitCode == 1)
    #expect(!outcome.everything.contains(canary))
    #expect(!(try scene.read("counts.prom").contains(canary)))
    let reports = try scene.names(in: "reports")
    #expect(reports.count(where: { $0.hasSuffix(".html") }) == 13)
    #expect(reports.count(where: { $0.hasSuffix(".json") }) == 13)
    var rejects = 0
    for report in reports {
      let tells = try scene.read("reports/\(report)").contains(canary)
      if report.hasSuffix(".rejected.csv") {
        rejects += tells ? 1 : 0
      } else {
        #expect(!tells, "\(report)")
      }
    }
    #expect(rejects > 3, "the cells were read")
  }

  @Test func `counts are for everybody to read and go on from run to run`() throws {
    let path = "\(scene.folder)/counts.prom"
    try scene.write(try inbox.baseline(of: ["LUX-000901", "LUX-000902"]), as: "in/covalux-baseline--a.csv")
    try scene.write("neither,nor\n1,2\n", as: "in/unknown.csv")
    #expect(try inbox.run("--metrics", path).exitCode == 1)
    #expect(try scene.permissions(of: "counts.prom") == 0o644)
    let first = try inbox.metrics()
    #expect(first["covalux_import_files_total{outcome=\"imported\"}"] == 1)
    #expect(first["covalux_import_files_total{outcome=\"refused\"}"] == 1)
    #expect(first["covalux_import_rows_total{outcome=\"new\"}"] == 2)
    #expect(first["covalux_import_rows_total{outcome=\"rejected\"}"] == 0)
    #expect(first["covalux_import_runs_total{outcome=\"finished\"}"] == 1)
    #expect(first["covalux_import_waiting_files"] == 0)
    #expect(try #require(first["covalux_import_last_run_duration_seconds"]) > 1, "the settle time at least")
    let now = Date().timeIntervalSince1970
    let last = try #require(first["covalux_import_last_finished_run_timestamp_seconds"])
    #expect(last > now - 600 && last <= now + 1)

    try scene.write(
      try inbox.baseline(of: ["LUX-000901", "LUX-000903"], changing: ["sex": "1"]),
      as: "in/covalux-baseline--b.csv")
    try scene.write(
      try inbox.baseline(of: ["LUX-000904"], changing: ["sex": "7"]), as: "in/covalux-baseline--c.csv")
    #expect(try inbox.run("--metrics", path).exitCode == 1)
    let second = try inbox.metrics()
    #expect(second["covalux_import_files_total{outcome=\"imported\"}"] == 3)
    #expect(second["covalux_import_rows_total{outcome=\"new\"}"] == 3)
    #expect(second["covalux_import_rows_total{outcome=\"changed\"}"] == 1)
    #expect(second["covalux_import_rows_total{outcome=\"rejected\"}"] == 1)
    #expect(second["covalux_import_findings_total{severity=\"error\"}"] ?? 0 >= 1)
    #expect(second["covalux_import_runs_total{outcome=\"finished\"}"] == 2)
    #expect(
      second["covalux_import_busy_seconds_total"] ?? 0 > first["covalux_import_busy_seconds_total"] ?? 0)

    let failed = try BuiltProgram.covaluxImport.run(
      inbox.folders + ["--metrics", path, "--database", "host=\(scene.folder) dbname=none"], in: scene)
    #expect(failed.exitCode == 3)
    let third = try inbox.metrics()
    #expect(third["covalux_import_runs_total{outcome=\"failed\"}"] == 1)
    #expect(third["covalux_import_files_total{outcome=\"imported\"}"] == 3)
    #expect(try scene.names(in: "in").isEmpty)
    let drafts = try FileManager.default.contentsOfDirectory(atPath: scene.folder)
      .filter { $0.contains("counts.prom") }
    #expect(drafts == ["counts.prom"], "no draft is left")
  }

  @Test func `counts go on from a file that is damaged`() throws {
    let path = try scene.write(
      """
      covalux_import_files_total{outcome="imported"} 41
      covalux_import_rows_total{outcome="new"} many
      covalux_import_rows_total{outcome="changed"} -3
      somebody_elses_total 5
      covalux_import_files_total

      """, as: "counts.prom")
    try scene.write(try inbox.baseline(of: ["LUX-000901"]), as: "in/covalux-baseline--a.csv")
    #expect(try inbox.run("--metrics", path).exitCode == 0)
    let counts = try inbox.metrics()
    #expect(counts["covalux_import_files_total{outcome=\"imported\"}"] == 42)
    #expect(counts["covalux_import_rows_total{outcome=\"new\"}"] == 1)
    #expect(counts["covalux_import_rows_total{outcome=\"changed\"}"] == 0)
    #expect(counts["somebody_elses_total"] == nil)
  }
}
