import CSV
import Questionnaires

/// Reading and binding a file, before any of its rows.
extension ImportAttempt {
  static func readNext(
    _ reader: inout RecordReader, _ record: inout Record, _ file: SourceFile
  ) throws -> Bool {
    do {
      return try reader.next(&record)
    } catch let error as CSVError {
      throw try ImportRefusal(of: error, in: file)
    }
  }

  static func bind(
    _ questionnaire: Questionnaire, _ header: [String], _ file: SourceFile, _ options: ImportOptions,
    _ findings: inout FindingSink
  ) throws -> BoundQuestionnaire {
    switch questionnaire.bind(header: header, today: options.today) {
    case .refused(let reasons): throw ImportRefusal.unusable(file: file.name, reasons)
    case .bound(let bound, let remarks):
      let errors = remarks.filter { $0.severity == .error }
      if !errors.isEmpty && !options.allowsUnknownColumns {
        throw ImportRefusal.unusable(file: file.name, errors)
      }
      for remark in remarks { findings.add(remark) }
      return bound
    }
  }
}
