import Foundation
import Testing

@Suite struct HelpTests {
  static let commands = [
    "", "demo", "doctor", "server", "server start", "server stop", "server status", "migrate",
    "questionnaire",
    "questionnaire list", "questionnaire show", "questionnaire check",
    "questionnaire draft", "questionnaire diff", "questionnaire from-redcap", "inspect",
    "import",
    "apply", "batch", "batch list", "batch show", "batch undo", "participant", "participant add",
    "participant show",
    "participant list",
    "participant withdraw", "participant erase", "participant duplicates", "participant duplicates list",
    "participant duplicates show", "participant duplicates decide", "participant duplicates undo",
    "vaccination", "vaccination add", "vaccination list",
    "vaccination remove", "vaccination check", "followup", "followup add", "followup due", "followup overdue",
    "stats", "calculate", "calculate proportion", "calculate two-by-two", "calculate stratified",
    "calculate rate",
    "calculate rate-ratio",
    "export", "export make", "export list", "export recall", "audit", "audit log", "audit verify", "config",
    "config show", "explain",
  ]

  @Test(arguments: commands)
  func `the help of every command is as expected`(command: String) throws {
    let scene = try Scene()
    let outcome = try BuiltProgram.covalux.run(
      command.split(separator: " ").map(String.init) + ["--help"], in: scene)
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.isEmpty)
    let name = (["covalux"] + command.split(separator: " ").map(String.init)).joined(separator: "-")
    try expectGolden(outcome.output, "\(name).txt")
  }

  @Test(arguments: ["dates", "privacy", "exit-codes", "environment"])
  func `the topics of the help are as expected`(topic: String) throws {
    let outcome = try BuiltProgram.covalux.run(["help", topic], in: try Scene())
    #expect(outcome.exitCode == 0)
    try expectGolden(outcome.output, "help-\(topic).txt")
  }

  @Test func `the help of the batch importer is as expected`() throws {
    let outcome = try BuiltProgram.covaluxImport.run(["--help"], in: try Scene())
    #expect(outcome.exitCode == 0)
    try expectGolden(outcome.output, "batch-importer.txt")
  }

  @Test func `no command is missing among these`() throws {
    let scene = try Scene()
    var found: Set<String> = []
    for command in Self.commands {
      let words = command.split(separator: " ").map(String.init)
      let help = try BuiltProgram.covalux.run(words + ["--help"], in: scene).output
      guard let list = help.firstRange(of: "SUBCOMMANDS:\n") else { continue }
      for line in help[list.upperBound...].split(separator: "\n", omittingEmptySubsequences: false) {
        guard line.hasPrefix("  ") else { break }
        guard !line.hasPrefix("   "), let name = line.split(whereSeparator: { $0 == " " || $0 == "," }).first
        else {
          continue
        }
        found.insert((words + [String(name)]).joined(separator: " "))
      }
    }
    #expect(found.subtracting(Self.commands) == [])
    #expect(found.count > 30)
  }

  @Test func `no option takes a secret`() throws {
    let scene = try Scene()
    for command in Self.commands {
      let help = try BuiltProgram.covalux.run(
        command.split(separator: " ").map(String.init) + ["--help"], in: scene)
      #expect(!help.output.contains("--password") && !help.output.contains("--key "))
    }
  }

  @Test(arguments: [
    ["nonsense"], ["import"], ["participant", "add"], ["doctor", "--nonsense"], ["batch", "show", "x"],
  ])
  func `a command line that cannot be understood has exit code 2 and says why on standard error`(
    arguments: [String]
  ) throws {
    let outcome = try BuiltProgram.covalux.run(arguments, in: try Scene())
    #expect(outcome.exitCode == 2)
    #expect(outcome.output.isEmpty)
    #expect(!outcome.errors.isEmpty)
  }

  @Test func `a reader that goes away is no error`() throws {
    let scene = try Scene()
    let outcome = try BuiltProgram.run(
      ["/bin/sh", "-c", "set -- \"$0\"; \"$1\" explain | head -n 1", BuiltProgram.covalux.path], in: scene)
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.split(separator: "\n").count == 1)
  }

  @Test func `the version is said`() throws {
    let outcome = try BuiltProgram.covalux.run(["--version"], in: try Scene())
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.contains("."))
  }
}

/// Compares text with a file by bytes; `UPDATE_GOLDENS=1` writes the file instead.
func expectGolden(_ text: String, _ name: String, location: SourceLocation = #_sourceLocation) throws {
  let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/\(name)")
  if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
    try Data(text.utf8).write(to: file)
  }
  let expected = try String(decoding: Data(contentsOf: file), as: UTF8.self)
  let isSame = Array(text.utf8) == Array(expected.utf8)
  #expect(isSame, "differs from Goldens/\(name)", sourceLocation: location)
}
