import CoVaLux
import CohortTesting
import Foundation
import Testing

/// Malformed files of all kinds, where the optional corpus of them is present.
struct CorpusTests {
  @Test(.freshDatabase, .enabled(if: CorpusCase.isPresent))
  func `every malformed file is refused or stored as its verdict says`() async throws {
    let bench = try await CorpusBench()
    var counts: [String: (passed: Int, failed: Int)] = [:]
    var policies = (passed: 0, failed: 0)
    for entry in try CorpusCase.stored() {
      let faults = try await Self.faults(of: entry, in: bench)
      counts[entry.family, default: (0, 0)].passed += faults.isEmpty ? 1 : 0
      counts[entry.family, default: (0, 0)].failed += faults.isEmpty ? 0 : 1
      if !faults.isEmpty { print("corpus: \(entry.id) (\(entry.tier)): \(faults.joined(separator: "; "))") }
      if entry.isMust {
        #expect(faults == [], "\(entry.id)")
      } else {
        policies.passed += faults.isEmpty ? 1 : 0
        policies.failed += faults.isEmpty ? 0 : 1
      }
    }
    let families = counts.sorted { $0.key < $1.key }.map { family, count in
      "\(family) \(count.passed)/\(count.passed + count.failed)"
    }
    print("corpus: \(families.joined(separator: ", "))")
    print("corpus: policy \(policies.passed)/\(policies.passed + policies.failed)")
    #expect(counts.values.reduce(0) { $0 + $1.passed + $1.failed } > 400)
    #expect(Double(policies.failed) <= 0.02 * Double(policies.passed + policies.failed))
  }

  /// What is wrong with what became of a case; nothing quotes a cell.
  private static func faults(of entry: CorpusCase, in bench: CorpusBench) async throws -> [String] {
    let outcome = try await bench.run(entry)
    var faults: [String] = []
    if !entry.allowed.contains(outcome.verdict) {
      let allowed = entry.allowed.map(\.rawValue).sorted().joined(separator: ", ")
      faults.append("want \(allowed), got \(outcome.verdict.rawValue)")
    }
    if let rows = entry.rows, entry.family != "duplicate", outcome.verdict == entry.verdict {
      let expected =
        switch entry.verdict {
        case .accept: rows
        case .rejectRow where !entry.rejectedRows.isEmpty: rows - entry.rejectedRows.count
        default: outcome.storedRows
        }
      let isAgain = entry.id.hasSuffix("whole_file_reimport")
      if outcome.storedRows != (isAgain ? 0 : expected) {
        faults.append("stored \(outcome.storedRows) rows, want \(expected)")
      }
    }
    let canaries = ["CANARY", "jane", "Jane", "352 621", "1980010112345"]
    if canaries.contains(where: outcome.text.contains) { faults.append("a personal value is printed") }
    guard outcome.verdict == .accept else { return faults }
    for (row, cells) in entry.values {
      let code = (cells["participant_id"] ?? nil) ?? "LX" + String(repeating: "0", count: 5 - row.count) + row
      for case (let column, let wanted?) in cells where CorpusBench.canRead(column) {
        let stored = try await bench.value(of: column, code: code)
        if stored != wanted { faults.append("\(column) of row \(row) is not stored as it is") }
      }
    }
    return faults
  }
}
