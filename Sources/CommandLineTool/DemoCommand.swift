import ArgumentParser
import CoVaLux
import Foundation
import Reporting

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Do the whole job on a made-up cohort: files, import, statistics, export, report.",
    discussion: """
      Everything lies in one folder, with a PostgreSQL server of its own, and never \
      touches other data. The files hold the mistakes that real ones hold; those \
      that are found are said. The same number of participants and the same seed \
      give the same files.
      """)

  @Option(help: "Number of made-up people, 1 to 25000.")
  var participants: Int = 2000
  @Option(help: "Folder to make.")
  var directory: String = "covalux-demo"
  @Option(help: "Number that everything drawn follows from.")
  var seed: UInt64 = 20_210_302
  @Flag(help: "Leave the server running.")
  var keepServer = false
  @Flag(name: .shortAndLong, help: "Replace an earlier demonstration in the folder.")
  var force = false

  func validate() throws {
    guard (1...25_000).contains(participants) else {
      throw ValidationError("--participants is from 1 to 25000")
    }
  }

  func run() async throws {
    let run = try DemonstrationRun(
      directory: directory, cohort: DemonstrationCohort(participants: participants, seed: seed),
      keepsServer: keepServer, environment: ProcessInfo.processInfo.environment)
    let force = force
    try await Interruption.cancelling(announcing: "interrupted; the folder can be replaced with --force") {
      try await run.run(replacing: force) { Terminal.put(Self.text(of: $0)) }
    }
    Terminal.put(
      """

      Look at    \(directory)/report.html
      Go on with
        export COVALUX_HOME='\(run.home)'
        covalux stats symptom-prevalence --by vaccination-status
        covalux participant list --limit 5
        covalux batch list
        covalux audit verify
        covalux server stop
      """)
  }

  private static func text(of event: DemonstrationRun.Event) -> String {
    switch event {
    case .wrote(let path, let file):
      "wrote  \(path)  (\(file.bytes.count) bytes, \(file.plantedDefects.count) mistakes planted)"
    case .imported(_, let report): "\n" + ImportReportText.text(report)
    case .answered(let path, let table): "\n" + table.formatted(TextFormat()) + "  also as \(path)"
    case .exported(let report): "\n" + ExportReportText.text(report)
    case .notExported(let refusal): "\nnothing was published: \(refusal)"
    case .reported(let path): "\nwrote  \(path)"
    }
  }
}
