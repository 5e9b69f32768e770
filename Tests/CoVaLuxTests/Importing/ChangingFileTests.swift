import CoVaLux
import CohortTesting
import Foundation
import Testing

/// Files that somebody writes to while they are imported.
@Suite(.freshDatabase) struct ChangingFileTests {
  enum Change: CaseIterable {
    case append
    case truncate
    case rewrite
    case rewriteWithOldTime
  }

  @Test(arguments: Change.allCases)
  func `a file that changes while it is read is noticed and nothing of it is stored`(
    change: Change
  ) async throws {
    let bench = try await ImportBench()
    let rows = (1...9).map { "A-\($0),baseline,2023-05-01,1980,F,1,2,0,comirnaty,2021-05-01,3,1,n" }
    let path = try bench.write(([ImportBench.header] + rows).joined(separator: "\n") + "\n")
    let questionnaire = try bench.questionnaire()
    let url = URL(filePath: path)
    let error = await #expect(throws: SourceFileError.self) {
      try await bench.cohort.importing(
        path, as: questionnaire, options: ImportOptions(today: "2024-01-01"),
        progress: { _ in Self.apply(change, to: url) })
    }
    #expect(error?.reason == .changed)
    #expect(try await bench.texts("select count(*)::text from cohort.participant") == ["0"])
    #expect(try await bench.texts("select count(*)::text from intake.batch") == ["0"])
  }

  private static func apply(_ change: Change, to url: URL) {
    guard let handle = try? FileHandle(forUpdating: url) else { return }
    let before = try? FileManager.default.attributesOfItem(atPath: url.path)[.modificationDate]
    switch change {
    case .append:
      _ = try? handle.seekToEnd()
      try? handle.write(contentsOf: Data("A-10".utf8))
    case .truncate: try? handle.truncate(atOffset: 100)
    case .rewrite, .rewriteWithOldTime:
      try? handle.seek(toOffset: 120)
      try? handle.write(contentsOf: Data("9".utf8))
    }
    try? handle.close()
    guard change == .rewriteWithOldTime, let before else { return }
    try? FileManager.default.setAttributes([.modificationDate: before], ofItemAtPath: url.path)
  }
}
