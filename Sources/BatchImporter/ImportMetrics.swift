import CoVaLux
import Foundation
import Reporting

/// Counts of what the importer did, in the text format that Prometheus reads.
///
/// They say how many files and rows there were and never what or whose.
struct ImportMetrics: Sendable {
  /// One metric with its values, after Prometheus' naming: base units, and counters that end in `_total`.
  enum Family: String, CaseIterable {
    case files = "covalux_import_files_total"
    case rows = "covalux_import_rows_total"
    case findings = "covalux_import_findings_total"
    case runs = "covalux_import_runs_total"
    case busy = "covalux_import_busy_seconds_total"
    case ready = "covalux_import_ready"
    case waitingFiles = "covalux_import_waiting_files"
    case lastFile = "covalux_import_last_file_timestamp_seconds"
    case lastRun = "covalux_import_last_run_timestamp_seconds"
    case lastRunDuration = "covalux_import_last_run_duration_seconds"
    case lastFinishedRun = "covalux_import_last_finished_run_timestamp_seconds"
  }

  private var values: [String: Double] = [:]

  /// Makes counters that stand at zero; what has not happened yet has no time.
  init() {
    for family in Family.allCases where family.isCounter || family == .waitingFiles {
      for series in family.series { values[series] = 0 }
    }
  }

  /// Goes on counting where a file ends, so that counters only grow; lines of others are left out.
  init(continuing text: String) {
    self.init()
    let known = Set(Family.allCases.flatMap(\.series))
    for line in text.split(separator: "\n") {
      guard let space = line.lastIndex(of: " "), known.contains(String(line[..<space])),
        let value = Double(line[line.index(after: space)...]), value.isFinite, value >= 0
      else { continue }
      values[String(line[..<space])] = value
    }
  }

  /// Adds to a counter.
  mutating func add(_ amount: Double, to family: Family, _ label: String? = nil) {
    values[family.series(label), default: 0] += amount
  }

  /// Sets a gauge.
  mutating func set(_ family: Family, to value: Double) {
    values[family.series(nil)] = value
  }

  /// The text of the file.
  var text: String {
    var text = ""
    for family in Family.allCases {
      let known = family.series.compactMap { series in values[series].map { (series, $0) } }
      guard !known.isEmpty else { continue }
      text += "# HELP \(family.rawValue) \(family.meaning)\n"
      text += "# TYPE \(family.rawValue) \(family.isCounter ? "counter" : "gauge")\n"
      for (series, value) in known { text += "\(series) \(Self.written(value))\n" }
    }
    return text
  }

  private static func written(_ value: Double) -> String {
    if let whole = Int(exactly: value) { return String(whole) }
    return Numbers.fixed(value, decimals: 3)
  }
}

extension ImportMetrics {
  /// Counts a file with its rows and findings.
  mutating func add(_ outcome: FileOutcome, seconds: Double) {
    add(seconds, to: .busy)
    set(.lastFile, to: Date().timeIntervalSince1970.rounded())
    switch outcome {
    case .imported(let report):
      add(1, to: .files, "imported")
      for (label, count) in [
        ("new", report.rows.new), ("changed", report.rows.changed), ("unchanged", report.rows.same),
        ("rejected", report.rows.rejected),
      ] { add(Double(count), to: .rows, label) }
      for group in report.findingGroups { add(Double(group.count), to: .findings, group.severity.word) }
    case .refused(let refused):
      add(1, to: .files, "refused")
      for group in refused.findingGroups { add(Double(group.count), to: .findings, group.severity.word) }
    }
  }
}

extension ImportMetrics.Family {
  var isCounter: Bool { rawValue.hasSuffix("_total") }

  var meaning: String {
    switch self {
    case .files: "Files that were taken, by what became of them."
    case .rows: "Rows of imported files, by what became of them."
    case .findings: "Findings in files, by severity."
    case .runs: "Times that the inbox was gone through, by how it ended."
    case .busy: "Time spent on files."
    case .ready:
      "Whether the last run could work: 0 while the database, the disk or a folder does not let it."
    case .waitingFiles: "Files that the last run saw and left in the inbox."
    case .lastFile: "When the last file was taken."
    case .lastRun: "When the inbox was gone through last."
    case .lastRunDuration: "How long that took."
    case .lastFinishedRun: "When the inbox was gone through last without failing."
    }
  }

  /// Name and values of the label; nil if there is none.
  private var label: (name: String, values: [String])? {
    switch self {
    case .files: ("outcome", ["imported", "refused"])
    case .rows: ("outcome", ["new", "changed", "unchanged", "rejected"])
    case .findings: ("severity", ["error", "warning", "note"])
    case .runs: ("outcome", ["finished", "failed", "interrupted"])
    default: nil
    }
  }

  /// The names under which its values stand.
  var series: [String] { label.map { $0.values.map { series($0) } } ?? [rawValue] }

  func series(_ value: String?) -> String {
    guard let label, let value else { return rawValue }
    return "\(rawValue){\(label.name)=\"\(value)\"}"
  }
}
