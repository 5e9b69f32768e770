import CSV
import Questionnaires

/// A questionnaire with what its file proved about the notation of columns that it leaves open.
struct ProvenNotation {
  let questionnaire: Questionnaire
  /// Notes about what was proven.
  let findings: [Finding]
  /// All decisions in one line.
  let words: String

  /// Reads the file to its end if any column is open; a questionnaire that declares everything costs nothing.
  init(_ questionnaire: Questionnaire, file: SourceFile, dialect: Dialect, options: ImportOptions) throws {
    guard questionnaire.hasOpenNotation else {
      self.init(questionnaire)
      return
    }
    var reader = RecordReader(file.bytes(), dialect: dialect)
    let header = try ImportAttempt.header(of: questionnaire, &reader, file, dialect)
    guard case .bound(let bound, _) = questionnaire.bind(header: header.columns, today: options.today) else {
      // What is wrong with the header is said when the rows are read.
      self.init(questionnaire)
      return
    }
    var columns = NotationSurvey(bound)
    guard !columns.isSettled else {
      self.init(questionnaire)
      return
    }
    var record = Record()
    while try ImportAttempt.readNext(&reader, &record, file) { columns.note(record) }
    switch columns.conclude(questionnaire) {
    case .settled(let questionnaire, let findings, let words):
      self.init(questionnaire, findings: findings, words: words)
    case .undecided(let reasons): throw ImportRefusal.unusable(file: file.name, reasons)
    }
  }

  private init(_ questionnaire: Questionnaire, findings: [Finding] = [], words: String = "") {
    self.questionnaire = questionnaire
    self.findings = findings
    self.words = words
  }
}
