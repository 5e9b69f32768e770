import Postgres

/// Settings with which a server writes participants' values into its log.
enum ServerLogDiagnosis {
  /// One setting: the values that write no participant's value, and the one to set.
  private struct Setting {
    let name: String
    let quietValues: Set<String>
    let wanted: String
    let why: String
  }

  private static let settings = [
    Setting(
      name: "log_statement", quietValues: ["none", "ddl"], wanted: "none",
      why: "statements are written to the log"),
    Setting(
      name: "log_min_error_statement", quietValues: ["fatal", "panic"], wanted: "panic",
      why: "statements that fail are written to the log"),
    Setting(
      name: "log_min_messages", quietValues: ["fatal", "panic"], wanted: "fatal",
      why: "error messages quote values, and are written to the log"),
    Setting(
      name: "log_min_duration_statement", quietValues: ["-1"], wanted: "-1",
      why: "slow statements are written to the log"),
    Setting(
      name: "log_min_duration_sample", quietValues: ["-1"], wanted: "-1",
      why: "some slow statements are written to the log"),
    Setting(
      name: "log_parameter_max_length", quietValues: ["0"], wanted: "0",
      why: "parameters, which are values, would be written with logged statements"),
  ]

  static func lines(_ connection: inout Connection) throws -> [DiagnosisLine] {
    var current: [String: String] = [:]
    for row in try connection.query(
      "select name, setting from pg_settings where name = any($1)", [settings.map(\.name)])
    {
      current[try row["name"]] = try row.value("setting", as: String.self)
    }
    let isQuiet = ["log_statement", "log_min_duration_statement", "log_min_duration_sample"].allSatisfy {
      name in
      settings.contains { $0.name == name && $0.quietValues.contains(current[name] ?? "") }
    }
    let lines = settings.compactMap { setting -> DiagnosisLine? in
      guard let value = current[setting.name], !setting.quietValues.contains(value) else { return nil }
      // Parameters are only ever written beside a statement.
      if setting.name == "log_parameter_max_length" && isQuiet { return nil }
      return DiagnosisLine(
        "server log", .warn, "\(setting.name) is \(value): \(setting.why)",
        remedy:
          "let an administrator run: alter role \(quoteIdentifier("covalux")) set \(setting.name) = '\(setting.wanted)'"
      )
    }
    return lines.isEmpty ? [DiagnosisLine("server log", .ok, "writes no statements and no values")] : lines
  }
}
