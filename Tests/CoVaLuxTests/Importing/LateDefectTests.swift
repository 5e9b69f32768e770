import CSV
import CoVaLux
import CohortTesting
import Foundation
import Testing

/// A defect behind more sound rows than a buffer holds is found at its own line.
@Suite(.freshDatabase) struct LateDefectTests {
  private static let line = 4000

  /// A file of 5,000 rows, with another text in place of the note in one line.
  private func file(_ note: [UInt8], _ bench: ImportBench, end: String = "\n") throws -> String {
    var bytes = Array((ImportBench.header + end).utf8)
    for line in 2...5001 {
      bytes += Array("A-\(line),baseline,2023-05-01,1980,F,1,2,0,comirnaty,2021-05-01,3,1,".utf8)
      bytes += line == Self.line ? note : Array("a remark of \(line)".utf8)
      bytes += Array(end.utf8)
    }
    let url = bench.folder.appending(path: "late.csv")
    try Data(bytes).write(to: url)
    return url.path
  }

  @Test(
    arguments: [
      ([0xE2, 0x82], "encoding", "the bytes E2 82"), ([0xC0, 0xAF], "encoding", "the bytes C0 AF"),
      ([0x61, 0xFF], "encoding", "the byte FF"), ([0x61, 0x00], "text", "a NUL character"),
      (Array("\"a\" b".utf8), "quoting", "more text"), (Array("\"a".utf8), "quoting", "the end of the file"),
      (Array("fatigu".utf8) + [0xE9], "encoding", "the byte E9, é in Windows-1252"),
    ] as [([UInt8], String, String)])
  func `what spoils the file refuses it with line and kind`(
    note: [UInt8], rule: String, found: String
  ) async throws {
    let bench = try await ImportBench()
    for end in ["\n", "\r\n", "\r"] {
      let path = try file(note, bench, end: end)
      let questionnaire = try bench.questionnaire()
      let refusal = await #expect(throws: ImportRefusal.self) {
        try await bench.cohort.importing(
          path, as: questionnaire, options: ImportOptions(today: "2024-01-01"))
      }
      guard case .unusable(_, let findings)? = refusal else { continue }
      #expect(findings.map(\.rule) == [rule])
      #expect(findings.map(\.line) == [Self.line])
      #expect(findings.first?.message.contains(found) == true, "\(findings)")
    }
    #expect(try await bench.texts("select count(*)::text from cohort.participant") == ["0"])
  }

  @Test(arguments: [
    ("a,b", "field-count"), ("\u{1B}[2J", "text"), ("\u{85}x", "text"), ("\"a\u{7}\"", "text"),
  ])
  func `what spoils a row refuses that row with its line`(note: String, rule: String) async throws {
    let bench = try await ImportBench()
    let report = try await bench.cohort.importing(
      file(Array(note.utf8), bench), as: bench.questionnaire(), options: ImportOptions(today: "2024-01-01"))
    #expect(report.rows == .init(read: 5000, new: 4999, rejected: 1))
    let errors = report.findings.filter { $0.severity == .error }
    #expect(errors.map(\.rule) == [rule])
    #expect(errors.map(\.line) == [Self.line])
  }
}
