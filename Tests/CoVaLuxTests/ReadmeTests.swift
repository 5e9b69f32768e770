import CoVaLux
import CohortTesting
import Foundation
import Testing

/// The README's example, compiled with the one import that a client of the library writes.
@Suite(.freshDatabase) struct ReadmeTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test func `the example runs`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "covalux-readme-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "month6.csv").path
    try Data("participant,event,date_completed,fatigue\nLUX-000417,month-12,2022-04-01,1\n".utf8).write(
      to: URL(filePath: file))
    let url = FreshDatabase.current.connectionString
    let keys = folder.appending(path: "keys").path

    // The lines of the README, with the places of this test in them.
    let cohort = try await Cohort.open(url, keyDirectory: keys)
    try await cohort.migrate()
    let anna = try ParticipantCode("LUX-000417")
    try await cohort.write { study in
      try study.participants.insert(
        Participant(code: anna, birthYear: 1974, sex: .female, enrolled: "2021-03-02"))
      try study.vaccinations.insert(Vaccination(of: anna, dose: 1, product: .comirnaty, on: "2021-04-11"))
      try study.followUps.insert(
        FollowUp(of: anna, month: 6, on: "2021-10-09", symptoms: [.fatigue: .moderate, .dyspnoea: .mild]))
    }
    let report = try await cohort.importing(file, as: .named("covalux-followup"))
    print(report.summary)

    #expect(report.rows == .init(read: 1, new: 1))
    await #expect(throws: PostgresError.self) {
      try await cohort.write { try $0.participants.insert(Participant(code: anna, birthYear: 1974)) }
    }
  }

  @Test func `the lines of the example are those that this file compiles`() throws {
    let readme = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    let here = try String(contentsOfFile: #filePath, encoding: .utf8)
    let block = try #require(readme.components(separatedBy: "```swift\n").dropFirst().first)
    let lines = block.components(separatedBy: "```")[0].split(separator: "\n").map {
      Self.squeezed(String($0))
    }
    #expect(lines.count > 8)
    let compiled = Self.squeezed(here)
    for line in lines {
      let line = line.replacing("\"postgresql://localhost/covalux\"", with: "url")
        .replacing("keyDirectory:\"keys\"", with: "keyDirectory:keys").replacing(
          "\"month6.csv\"", with: "file")
      #expect(compiled.contains(line), "a line of the README is not compiled here")
    }
  }

  private static func squeezed(_ text: String) -> String {
    text.filter { !$0.isWhitespace }
  }
}
