import CohortTesting
import Foundation
import Postgres

/// A folder of a test's own, with keys and an environment that inherits nothing but the path to programs.
final class Scene: Sendable {
  let folder: String

  init() throws {
    folder = "/tmp/covalux-scene-\(UInt64.random(in: 0...(.max)))"
    // A server that root starts runs as another user, who must be able to pass.
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o711])
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  var environment: [String: String] {
    [
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": folder,
      "LANG": "C.UTF-8",
      "COVALUX_HOME": "\(folder)/home",
    ]
  }

  /// The options that lead to the database of the running test.
  var database: [String] {
    ["--database", FreshDatabase.current.connectionString, "--key-directory", "\(folder)/keys"]
  }

  /// Runs `covalux` on the database of the running test.
  func covalux(_ arguments: String..., input: String = "") throws -> BuiltProgram.Outcome {
    try BuiltProgram.covalux.run(arguments + database, in: self, input: input)
  }

  /// Writes a file and returns its path.
  @discardableResult
  func write(_ text: String, as name: String) throws -> String {
    let path = "\(folder)/\(name)"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  func makeFolder(_ name: String) throws -> String {
    let path = "\(folder)/\(name)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }

  func read(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
  }

  func permissions(of name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
  }

  func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(self.folder)/\(folder)").filter {
      !$0.hasPrefix(".")
    }.sorted()
  }

  /// Rows of the database of the running test, their columns joined by `|`.
  func rows(_ sql: String) throws -> [String] {
    var connection = try Connection.connect(FreshDatabase.current.connectionString)
    let rows = try connection.query(sql)
    return try rows.map { row in
      try rows.columnNames.map { try row.value($0, as: String?.self) ?? "" }.joined(separator: "|")
    }
  }

  /// Runs a script on the database of the running test.
  func execute(_ sql: String) throws {
    var connection = try Connection.connect(FreshDatabase.current.connectionString)
    try connection.execute(sql)
  }

  /// A questionnaire with few columns, which enrols.
  static let questionnaire = """
    questionnaire: small-form
    version: 1
    study: covalux
    form: small
    language: en
    legal-basis: consent
    enrols: true
    participant: { column: pid }
    event: baseline
    date: { column: day }
    missing: { "": not-answered }
    date-format: yyyy-MM-dd
    writes:
      participant.sex: { column: sex, codes: { 1: male, 2: female } }
      participant.birth-year: { column: born, range: 1905...2026 }
      answer.days_off: { column: days_off, type: integer, range: 0...366 }

    """
}
