import CohortTesting
import Foundation
import Testing

/// Files that are no tables, or made to do harm.
@Suite(.freshDatabase) struct HostileFileTests {
  private let scene: Scene
  private let form: String

  init() throws {
    scene = try Scene()
    form = try scene.write(Scene.questionnaire, as: "small.yaml")
  }

  private static let header = "pid,day,sex,born,days_off"

  private func holdsCommand(_ text: String) -> Bool {
    text.unicodeScalars.contains { scalar in
      (scalar.value < 0x20 && scalar != "\n") || (0x7F..<0xA0).contains(scalar.value)
        || [0x202E, 0x2066, 0x200B].contains(scalar.value)
    }
  }

  @Test(arguments: ["text", "json"])
  func `what a header or a file's name holds does not command the terminal`(format: String) throws {
    let name = "a\u{1B}[31m\u{202E}b.csv"
    let file = try scene.write(
      "\(Self.header),\u{1B}[2J,x\u{202E}y,\u{2066}z\nA-1,2021-03-02,2,1974,3,,,\n", as: name)
    let refused = try scene.covalux("import", "--as", form, file, "--format", format)
    #expect(refused.exitCode == 4)
    #expect(refused.errors.contains("\\u{1B}[2J"))
    #expect(!holdsCommand(refused.everything))
    try scene.write("\(Self.header)\nA-1,2021-03-02,2,1974,x\n", as: name)
    let rejected = try scene.covalux("import", "--as", form, file, "--format", format)
    #expect(rejected.exitCode == 1)
    #expect(!holdsCommand(rejected.everything))
    let absent = try scene.covalux("import", "--as", form, file + "x")
    #expect(absent.exitCode == 5)
    #expect(!holdsCommand(absent.everything))
  }

  @Test func `a pipe, a folder, a device and a file that the system makes up are refused`() throws {
    let pipe = "\(scene.folder)/pipe.csv"
    #expect(mkfifo(pipe, 0o600) == 0)
    for path in [pipe, scene.folder, "/dev/zero", "/proc/self/status"] {
      let outcome = try scene.covalux("import", "--as", form, path)
      #expect(outcome.exitCode == 5, "\(path): \(outcome.everything)")
    }
  }

  @Test func `thousands of unknown columns and a name without end are said in a few lines`() throws {
    let columns = (0..<4000).map { "column_\($0)" }.joined(separator: ",")
    let many = try scene.write("\(Self.header),\(columns)\n", as: "many.csv")
    let long = try scene.write(
      "\(Self.header),\(String(repeating: "x", count: 1 << 20))\nA-1,2021-03-02,2,1974,3,\n", as: "long.csv")
    for file in [many, long] {
      for format in ["text", "json"] {
        let outcome = try scene.covalux("import", "--as", form, file, "--format", format)
        #expect(outcome.exitCode == 4)
        #expect(outcome.errors.utf8.count < 4096)
        // Programs are told of every column, and no name without end.
        #expect(outcome.output.utf8.count < (format == "text" ? 1 : file == many ? 4 << 20 : 8192))
      }
    }
    let wide = try scene.write((0..<100_000).map { "c\($0)" }.joined(separator: ","), as: "wide.csv")
    let outcome = try scene.covalux("import", "--as", form, wide)
    #expect(outcome.exitCode == 4)
    #expect(outcome.errors.contains("at most 4096 columns"))
  }

  @Test(arguments: [
    ("a row", "A-1,2021-03-02,2,1974,3", "line 3: found a longer record"),
    ("a quote", "A-1,2021-03-02,2,1974,\"3", "line 3: found a longer record"),
  ])
  func `what never ends is refused where it begins`(what: String, row: String, message: String) throws {
    let file = "\(scene.folder)/endless.csv"
    let rest = String(repeating: "x", count: 6 << 20)
    try "\(Self.header)\nA-0,2021-03-02,2,1974,3\n\(row)\(rest)\nA-2,2021-03-02,2,1974,3\n"
      .write(toFile: file, atomically: true, encoding: .utf8)
    let outcome = try scene.covalux("import", "--as", form, file)
    #expect(outcome.exitCode == 4)
    #expect(outcome.errors.contains(message), "\(outcome.errors.prefix(400))")
    #expect(try scene.rows("select count(*) from cohort.participant") == ["0"])
  }

  @Test func `Windows-1252 is refused until somebody who knows the file says it`() throws {
    let text = "\(Self.header)\nA-1,2021-03-02,2,1974,\u{E9}\u{E8}te\n"
    let file = "\(scene.folder)/western.csv"
    try Data(text.unicodeScalars.map { UInt8($0.value) }).write(to: URL(filePath: file))
    let refused = try scene.covalux("import", "--as", form, file)
    #expect(refused.exitCode == 4)
    #expect(refused.errors.contains("line 2"))
    #expect(refused.errors.contains("--encoding windows-1252"))
    let read = try scene.covalux("import", "--as", form, file, "--encoding", "windows-1252")
    #expect(read.exitCode == 1 && read.output.contains("line 2, days_off"))
    let wanting = try scene.write(
      Scene.questionnaire.replacing("language: en", with: "language: en\nencoding: windows-1252"),
      as: "w.yaml")
    #expect(try scene.covalux("import", "--as", wanting, file).exitCode == 1)
    let inspected = try BuiltProgram.covalux.run(["inspect", file], in: scene)
    #expect(inspected.exitCode == 0 && inspected.output.contains("no proof"))
  }

  @Test(arguments: ["--rejects", "--plan"])
  func `what is read is never replaced by what is written`(option: String) throws {
    let text = "\(Self.header)\nA-1,2021-03-02,2,1974,3\nA-2,2021-03-02,7,1974,3\n"
    let file = try scene.write(text, as: "file.csv")
    #expect(symlink(file, "\(scene.folder)/link.csv") == 0)
    for source in [file, "\(scene.folder)/link.csv", "\(scene.folder)/./file.csv"] {
      let outcome = try scene.covalux("import", "--as", form, source, option, file, "--force")
      #expect(outcome.exitCode == 5, "\(outcome.everything)")
      #expect(outcome.errors.contains("is the file that is read"))
    }
    #expect(try scene.read("file.csv") == text)
    #expect(try scene.rows("select count(*) from cohort.participant") == ["0"])
  }
}
