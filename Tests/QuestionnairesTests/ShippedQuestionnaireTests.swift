import CohortModel
import Foundation
import Questionnaires
import Testing

@Suite struct ShippedQuestionnaireTests {
  static let files =
    (try? FileManager.default.contentsOfDirectory(
      at: TestVocabulary.schema.appending(path: "questionnaires"), includingPropertiesForKeys: nil))?
    .filter { $0.pathExtension == "yaml" }.sorted { $0.path < $1.path } ?? []

  @Test func `there are shipped questionnaires`() {
    #expect(Self.files.count >= 3)
  }

  @Test(arguments: files)
  func `a shipped questionnaire loads and describes itself`(file: URL) throws {
    let text = try String(contentsOf: file, encoding: .utf8)
    let questionnaire = try Questionnaire.load(
      text: text, fileName: file.lastPathComponent, vocabulary: TestVocabulary.shared)
    #expect(file.lastPathComponent == "\(questionnaire.name).yaml")
    #expect(QuestionnaireDescription(questionnaire).rows.count > questionnaire.writes.count)
  }
}
