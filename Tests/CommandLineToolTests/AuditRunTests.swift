import CohortTesting
import Foundation
import Testing

@Suite(.freshDatabase) struct AuditRunTests {
  private let scene: Scene

  init() throws {
    scene = try Scene()
    for code in ["LUX-1", "LUX-2", "LUX-3"] {
      #expect(try scene.covalux("participant", "add", code).exitCode == 0)
    }
  }

  private func verify(_ arguments: String...) throws -> BuiltProgram.Outcome {
    try BuiltProgram.covalux.run(["audit", "verify"] + arguments + scene.database, in: scene)
  }

  @Test func `a whole trail verifies, also against its head`() throws {
    let outcome = try verify()
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.hasPrefix("whole  3 entries"))
    let head = try #require(outcome.output.split(whereSeparator: \.isWhitespace).last)
    #expect(try verify("--head", String(head)).exitCode == 0)
    #expect(try verify("--head", "3").exitCode == 2)
  }

  @Test func `an altered entry is found`() throws {
    try scene.execute(
      """
      set session_replication_role = replica;
      update audit.event set reason = 'another' where sequence = 2
      """)
    let outcome = try verify()
    #expect(outcome.exitCode == 1)
    #expect(outcome.output.contains("defect  entry 2 is not what was appended"))
  }

  @Test func `a trail whose end was cut off is only found with a head that was noted`() throws {
    let head = try #require(try verify().output.split(whereSeparator: \.isWhitespace).last)
    try scene.execute("set session_replication_role = replica; delete from audit.event where sequence = 3")
    #expect(try verify().exitCode == 0)
    let outcome = try verify("--head", String(head))
    #expect(outcome.exitCode == 1)
    #expect(outcome.output.contains("the end was cut off"))
  }

  @Test func `entries are about one participant if asked`() throws {
    let log = try scene.covalux("audit", "log", "--participant", "LUX-2", "--format", "json")
    let root = try #require(try JSONSerialization.jsonObject(with: Data(log.output.utf8)) as? [String: Any])
    let events = try #require(root["events"] as? [[String: Any]])
    #expect(events.count == 1 && events[0]["kind"] as? String == "participant-add")
  }

  @Test func `other keys than the database's are refused`() throws {
    let outcome = try BuiltProgram.covalux.run(
      [
        "participant", "list", "--database", FreshDatabase.current.connectionString, "--key-directory",
        "\(scene.folder)/other-keys",
      ], in: scene)
    #expect(outcome.exitCode == 3)
    #expect(outcome.errors.contains("not the key"))
  }
}
