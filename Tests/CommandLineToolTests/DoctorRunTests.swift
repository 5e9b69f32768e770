import CohortTesting
import Foundation
import Testing

@Suite(.freshDatabase) struct DoctorRunTests {
  private let scene: Scene

  init() throws {
    scene = try Scene()
  }

  /// The verdict of each topic; the gravest where a topic has several lines.
  private func verdicts() throws -> (exitCode: Int32, [String: String]) {
    let outcome = try scene.covalux("doctor", "--format", "json")
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    var verdicts: [String: String] = [:]
    for check in try #require(root["checks"] as? [[String: Any]]) {
      let topic = try #require(check["topic"] as? String)
      let verdict = try #require(check["verdict"] as? String)
      let order = ["ok", "warn", "fail"]
      let worse = (order.firstIndex(of: verdicts[topic] ?? "ok") ?? 0) < (order.firstIndex(of: verdict) ?? 0)
      if verdicts[topic] == nil || worse { verdicts[topic] = verdict }
    }
    return (outcome.exitCode, verdicts)
  }

  @Test func `a sound database has nothing that fails, and a superuser is warned of`() throws {
    #expect(try scene.covalux("participant", "list").exitCode == 0)
    let (exitCode, verdicts) = try verdicts()
    #expect(exitCode == 0)
    for topic in ["server", "schema", "clock", "encoding", "keys", "locale"] {
      #expect(verdicts[topic] == "ok", "\(topic)")
    }
    #expect(verdicts["rights"] == "warn")
  }

  @Test func `a key that others can read fails`() throws {
    #expect(try scene.covalux("participant", "list").exitCode == 0)
    chmod("\(scene.folder)/keys/sealing-1.key", 0o644)
    let (exitCode, verdicts) = try verdicts()
    #expect(exitCode == 1)
    #expect(verdicts["keys"] == "fail")
  }

  @Test func `keys of another database fail`() throws {
    #expect(try scene.covalux("participant", "add", "LUX-1").exitCode == 0)
    let bytes = Data((0..<32).map { _ in UInt8.random(in: 0...255) })
    let path = "\(scene.folder)/keys/chain-1.key"
    try bytes.write(to: URL(filePath: path))
    chmod(path, 0o600)
    #expect(try verdicts().1["keys"] == "fail")
  }

  @Test func `a pending migration fails`() throws {
    try scene.execute("delete from migration.step where number = (select max(number) from migration.step)")
    let (exitCode, verdicts) = try verdicts()
    #expect(exitCode == 1)
    #expect(verdicts["schema"] == "fail")
  }

  @Test func `settings that write values into the log are warned of`() throws {
    try scene.execute(
      "do $$ begin execute format('alter database %I set log_statement = ''all''', current_database()); end $$"
    )
    #expect(try verdicts().1["server log"] == "warn")
    #expect(try scene.covalux("doctor").output.contains("log_statement is all"))
  }

  @Test func `a server that cannot be reached fails without a value`() throws {
    let outcome = try BuiltProgram.covalux.run(
      ["doctor", "--database", "host=\(scene.folder) dbname=none password=CANARY"], in: scene)
    #expect(outcome.exitCode == 1)
    #expect(outcome.output.contains("fail  server"))
    #expect(!outcome.everything.contains("CANARY"))
  }
}
