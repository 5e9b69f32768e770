import CohortTesting
import Foundation
import Testing

/// What programs are told of a file of which nothing is stored.
@Suite(.freshDatabase) struct RefusalRunTests {
  private let scene: Scene
  private let form: String

  init() throws {
    scene = try Scene()
    form = try scene.write(Scene.questionnaire, as: "small.yaml")
  }

  private static let header = "pid,day,sex,born,days_off"
  private static let sound = "A-1,2021-03-02,2,1974,3"

  private func document(_ outcome: BuiltProgram.Outcome) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
  }

  /// Files that cannot be used as a whole, with the rule that says so; nil is no file at all.
  private static let files: [(rule: String, bytes: [UInt8]?)] = [
    ("unreadable-file", nil), ("empty-file", []), ("file-format", [0x50, 0x4B, 3, 4] + Array("x".utf8)),
    ("encoding", Array("\(header)\nA-1,2021-03-02,2,1974,".utf8) + [0xE9, 0x0A]),
    ("unknown-column", Array("\(header),days_of\n\(sound),1\n".utf8)),
    ("missing-column", Array("name,day\nAnna,2021-03-02\n".utf8)),
    ("quoting", Array("\(header)\n\"\(sound)\n".utf8)),
    ("size", Array("\(header)\n\(sound)\(String(repeating: "3", count: 2 << 20))\n".utf8)),
  ]

  @Test(arguments: files)
  func `a file that is refused as a whole is the same JSON document with the reason`(
    rule: String, bytes: [UInt8]?
  ) throws {
    let path = "\(scene.folder)/CANARY.csv"
    let whole = try document(
      try scene.covalux(
        "import", "--as", form, try scene.write("\(Self.header)\n\(Self.sound)\n", as: "sound.csv"), "-n",
        "--format", "json"))
    #expect(whole["outcome"] as? String == "tried")
    if let bytes { try Data(bytes).write(to: URL(filePath: path)) }
    let outcome = try scene.covalux("import", "--as", form, path, "--format", "json")
    #expect(outcome.exitCode == (bytes == nil ? 5 : 4))
    let refused = try document(outcome)
    #expect(Set(refused.keys) == Set(whole.keys).union(["message"]))
    #expect(refused["outcome"] as? String == "refused")
    #expect(refused["file"] as? String == "CANARY.csv")
    #expect(refused["questionnaire"] as? String == "small-form")
    let groups = try #require(refused["findings"] as? [[String: Any]])
    #expect(groups.contains { $0["rule"] as? String == rule }, "\(groups)")
    for group in groups {
      #expect(try #require(group["places"] as? [Any]).count == group["count"] as? Int)
    }
    // People are told as before, and nobody twice.
    #expect(outcome.errors.contains("CANARY.csv: "))
    #expect(try scene.covalux("import", "--as", form, path).output.isEmpty)
    #expect(try scene.rows("select count(*) from cohort.participant") == ["0"])
  }

  @Test func `a limit of rejected rows stops nothing from being found`() throws {
    let rejects = "\(scene.folder)/rejects.csv"
    let file = try scene.write(
      """
      \(Self.header)
      A-1,2021-03-02,7,1974,3
      A-2,2021-02-30,1,1980,4
      \(Self.sound)
      A-3,2021-03-02,1,1980,999
      A-4,2021-03-02,1,1980,1
      A-4,2021-03-02,1,1981,1

      """, as: "bad.csv")
    let outcome = try scene.covalux(
      "import", "--as", form, file, "--max-rejected", "1", "--rejects", rejects, "--format", "json")
    #expect(outcome.exitCode == 4)
    let refused = try document(outcome)
    #expect(refused["outcome"] as? String == "refused")
    #expect(refused["batch"] is NSNull && refused["audit_head"] is NSNull)
    #expect(
      refused["rows"] as? [String: Int] == ["read": 6, "new": 1, "changed": 0, "same": 0, "rejected": 5])
    let groups = try #require(refused["findings"] as? [[String: Any]])
    #expect(
      groups.map { "\($0["rule"] ?? "") \($0["count"] ?? "")" } == [
        "coding 1", "date 1", "range 1", "repeated-key 2",
      ])
    #expect(try scene.read("rejects.csv").split(separator: "\n").count == 6)
    #expect(outcome.errors.contains("5 of the 6 rows were rejected"), "\(outcome.errors)")
    #expect(outcome.errors.contains("rejected rows: \(rejects)"))
    #expect(try scene.rows("select count(*) from cohort.participant") == ["0"])
    #expect(try scene.rows("select count(*) from intake.batch") == ["0"])
    let allowed = try scene.covalux("import", "--as", form, file, "--max-rejected", "5")
    #expect(allowed.exitCode == 1)
    #expect(try scene.rows("select count(*) from cohort.participant") == ["1"])
  }

  @Test func `a plan that no longer fits is the same JSON document`() throws {
    let file = try scene.write("\(Self.header)\n\(Self.sound)\n", as: "sound.csv")
    let plan = "\(scene.folder)/plan.json"
    #expect(try scene.covalux("import", "--as", form, file, "--plan", plan).exitCode == 0)
    try scene.write("\(Self.header)\n\(Self.sound)1\n", as: "sound.csv")
    let outcome = try scene.covalux("apply", plan, "--format", "json")
    #expect(outcome.exitCode == 4)
    let refused = try document(outcome)
    #expect(refused["outcome"] as? String == "refused" && refused["file"] as? String == "sound.csv")
    #expect((refused["message"] as? String)?.contains("make a new plan") == true)
  }
}
