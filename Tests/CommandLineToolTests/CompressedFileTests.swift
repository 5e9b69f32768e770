import CohortTesting
import Foundation
import Testing

/// Tables that come compressed.
@Suite(.freshDatabase) struct CompressedFileTests {
  private let scene: Scene
  private let form: String

  init() throws {
    scene = try Scene()
    form = try scene.write(Scene.questionnaire, as: "small-form.yaml")
  }

  private static let header = "pid,day,sex,born,days_off\n"
  private static let rows = (1...2_000).map { "A-\($0),2021-03-02,\($0 % 2 + 1),1974,\($0 % 300)\n" }.joined()

  /// Runs a command of the shell in the scene's folder.
  private func shell(_ command: String) throws {
    let outcome = try BuiltProgram.run(["/bin/sh", "-c", "cd '\(scene.folder)' && \(command)"], in: scene)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
  }

  private func importing(_ name: String, _ more: String...) throws -> BuiltProgram.Outcome {
    try BuiltProgram.covalux.run(
      ["import", "--as", form, "\(scene.folder)/\(name)"] + more + scene.database, in: scene)
  }

  @Test(arguments: ["gzip -k", "zstd -qk"], ["", "-9"])
  func `a compressed file is read as what is in it`(program: String, level: String) throws {
    try scene.write(Self.header + Self.rows, as: "t.csv")
    try shell("\(program) \(level) t.csv")
    let name = program.hasPrefix("gzip") ? "t.csv.gz" : "t.csv.zst"
    let outcome = try importing(name, "--format", "json")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.output.contains(#""file":"\#(name)""#))
    #expect(outcome.output.contains(#""rows":{"read":2000,"new":2000,"changed":0,"same":0,"rejected":0}"#))
    // The digest is that of the table, so that the table itself is known.
    let plain = try importing("t.csv", "--format", "json")
    #expect(plain.output.contains(#""already_imported":true"#), "\(plain.output)")
    let inspected = try BuiltProgram.covalux.run(["inspect", "\(scene.folder)/\(name)"], in: scene)
    #expect(inspected.exitCode == 0 && inspected.output.contains("days_off"), "\(inspected.everything)")
  }

  @Test(arguments: ["gz", "zst"])
  func `a compressed file that is cut off or damaged is refused, and nothing of it is stored`(
    ending: String
  ) throws {
    try scene.write(Self.header + Self.rows, as: "t.csv")
    try shell("gzip -k t.csv; zstd -qk t.csv")
    let whole = try Data(contentsOf: URL(filePath: "\(scene.folder)/t.csv.\(ending)"))
    var flipped = whole
    flipped[whole.count / 2] ^= 0x55
    for (name, bytes) in [
      "cut": whole.prefix(whole.count - 5), "half": whole.prefix(whole.count / 2), "flipped": flipped,
      "head": whole.prefix(6),
    ] {
      try bytes.write(to: URL(filePath: "\(scene.folder)/\(name).csv.\(ending)"))
      let outcome = try importing("\(name).csv.\(ending)", "--format", "json")
      #expect(outcome.exitCode == 4, "\(name): \(outcome.everything)")
      #expect(outcome.errors.contains("damaged or cut off"), "\(name): \(outcome.errors)")
      #expect(outcome.output.contains(#""rule":"compression""#))
    }
    #expect(try scene.rows("select count(*) from cohort.participant") == ["0"])
  }

  @Test(arguments: [
    ("head -c 200000000 /dev/zero | gzip -1 >bomb.csv.gz", "bomb.csv.gz", "no table has"),
    ("head -c 200000000 /dev/zero | zstd -q >bomb.csv.zst", "bomb.csv.zst", "no table has"),
    (
      "yes A-1,2021-03-02,1,1974,3 | head -c 400000000 | zstd -q >bomb.csv.zst", "bomb.csv.zst",
      "200 times its size"
    ),
  ])
  func `what unpacks to far more than a table is given up early`(
    command: String, name: String, message: String
  ) throws {
    try shell(command)
    let start = ContinuousClock.now
    let outcome = try importing(name)
    #expect(outcome.exitCode == 4, "\(outcome.everything)")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(ContinuousClock.now - start < .seconds(60))
  }

  @Test(arguments: ["gzip -c", "zstd -qc"])
  func `what is compressed and named csv is refused as a mistake`(program: String) throws {
    try scene.write(Self.header + Self.rows, as: "t.csv")
    try shell("\(program) t.csv >packed.csv")
    let outcome = try importing("packed.csv")
    #expect(outcome.exitCode == 4 && outcome.errors.contains("a compressed file"), "\(outcome.everything)")
    #expect(outcome.errors.contains(".csv.gz"), "\(outcome.errors)")
    #expect(try scene.rows("select count(*) from cohort.participant") == ["0"])
  }

  @Test func `compressed rubbish and a table within a table are no tables`() throws {
    try scene.write(Self.header + Self.rows, as: "t.csv")
    try shell(
      "gzip -k t.csv; gzip -c t.csv.gz >twice.csv.gz; printf '\\037\\213' >tiny.csv.gz; gzip -c </dev/null >empty.csv.gz"
    )
    #expect(try importing("twice.csv.gz").errors.contains("a compressed file"))
    #expect(try importing("tiny.csv.gz").exitCode == 4)
    #expect(try importing("empty.csv.gz").errors.contains("[empty-file]"))
    #expect(try importing("t.csv.gz", "--rejects", "\(scene.folder)/r.csv").exitCode == 0)
  }
}
