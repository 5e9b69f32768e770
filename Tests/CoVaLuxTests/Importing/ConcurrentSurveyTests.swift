import CSV
import CohortTesting
import Foundation
import Testing

@testable import CoVaLux

/// Large files are read while they are surveyed; what the whole file shows counts.
@Suite(.freshDatabase) struct ConcurrentSurveyTests {
  /// Rows of about 200 bytes each, of which the first megabyte is ASCII.
  private static func file(_ count: Int, last note: [UInt8]) -> Data {
    var text = Data((ImportBench.header + "\n").utf8)
    let filling = String(repeating: "wide ", count: 30)
    for number in 0..<count {
      text += Data(
        "A-\(number),baseline,2021-03-01,1980,F,1,\(number % 4),0,,,3,1,\(filling)\(number)\n".utf8)
    }
    text += Data("A-\(count),baseline,2021-03-01,1980,F,1,1,0,,,3,1,".utf8) + Data(note)
    return text + Data("\n".utf8)
  }

  private static func importing(
    _ bench: ImportBench, _ data: Data, form: String = ImportBench.form,
    change: (inout ImportOptions) -> Void = { _ in }
  ) async throws -> ImportReport {
    let url = bench.folder.appending(path: "large.csv")
    try data.write(to: url)
    var options = ImportOptions(today: "2026-01-01")
    change(&options)
    return try await bench.cohort.importing(url.path, as: try bench.questionnaire(form), options: options)
  }

  private static let notes =
    "select texts ->> 'note' from cohort.response order by length(texts ->> 'note') limit 1"

  @Test func `the report says what the whole file shows`() async throws {
    let bench = try await ImportBench()
    let report = try await Self.importing(bench, Self.file(25_000, last: Array("é".utf8)))
    #expect(report.rows.new == 25_001)
    #expect(report.dialect.evidence.first?.contains("1 multi-byte") == true)
    #expect(report.sha256.count == 64 && report.sha256 != String(repeating: "0", count: 64))
    #expect(try await bench.texts(Self.notes) == ["é"])
    let again = try await Self.importing(bench, Self.file(25_000, last: Array("é".utf8)))
    #expect(again.wasAlreadyImported)
    #expect(again.rows.same == 25_001)
  }

  @Test func `another encoding far down is found, and the file read by it where that is allowed`()
    async throws
  {
    let bench = try await ImportBench()
    let data = Self.file(25_000, last: [0x63, 0xE9])
    let refusal = await #expect(throws: ImportRefusal.self) { _ = try await Self.importing(bench, data) }
    #expect(refusal?.description.contains("encoding") == true)
    #expect(try await bench.texts("select form from cohort.response").isEmpty)
    let form = ImportBench.form.replacing("version: 1", with: "version: 1\nencoding: windows-1252")
    let report = try await Self.importing(bench, data, form: form)
    #expect(report.dialect.encoding == .windows1252)
    #expect(report.rows.new == 25_001)
    #expect(try await bench.texts(Self.notes) == ["cé"])
  }

  @Test func `a declared delimiter that is not the file's is refused as in a small file`() async throws {
    let bench = try await ImportBench()
    var messages: Set<String> = []
    for count in [3, 25_000] {
      let refusal = await #expect(throws: ImportRefusal.self) {
        _ = try await Self.importing(bench, Self.file(count, last: [])) { $0.delimiter = .semicolon }
      }
      messages.insert(refusal?.description ?? "none")
    }
    #expect(messages.count == 1)
  }
}
