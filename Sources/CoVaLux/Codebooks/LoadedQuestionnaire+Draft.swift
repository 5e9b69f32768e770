public import CSV
import CohortModel
import CohortSchema
public import Questionnaires

extension LoadedQuestionnaire {
  /// Proposes a questionnaire for a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - name: Name of the questionnaire; nil takes the file's.
  ///   - study: Study that the participants' codes belong to.
  ///   - encoding: Its encoding; nil finds it out.
  ///   - delimiter: Its delimiter; nil finds it out.
  /// - Returns: The draft, which loads as it is.
  /// - Throws: ``SourceFileError`` or `CSVError` where the file cannot be read.
  public static func draft(
    from path: String, name: String? = nil, study: String, encoding: TextEncoding? = nil,
    delimiter: Delimiter? = nil
  ) throws -> QuestionnaireDraft {
    let file = try SourceFile(path: path)
    let survey = try FileSurvey(of: file, encoding: encoding, delimiter: delimiter)
    let shape = FileShape(rows: try file.firstRows(survey.dialect))
    // What nothing proves is proposed for somebody to confirm; an import would refuse to guess.
    let isDoubtful = survey.dialect.encodingDoubt != nil || encoding != nil && encoding != .utf8
    let proposed = isDoubtful ? survey.dialect.encoding : nil
    let draft = try QuestionnaireDraft(
      shape, vocabulary: Vocabulary.shipped(),
      options: .init(
        name: name ?? Self.name(of: file.name), study: study, fileName: file.name,
        encoding: proposed?.rawValue.lowercased())
    ) {
      RecordReader(file.bytes(), dialect: survey.dialect)
    }
    try file.requireUnchanged()
    _ = try LoadedQuestionnaire(text: draft.text, fileName: "draft")
    return draft
  }

  /// A file's name without its ending, as a questionnaire may be called.
  private static func name(of file: String) -> String {
    let stem = file.prefix { $0 != "." }
    let name = String(stem.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "-" })
    let trimmed = name.drop { $0 == "-" }.prefix(60)
    return trimmed.isEmpty ? "draft" : trimmed.lowercased()
  }
}
