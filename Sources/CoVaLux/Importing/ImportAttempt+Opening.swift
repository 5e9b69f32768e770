import CSV
import Questionnaires

/// Reading and binding a file, before any of its rows.
extension ImportAttempt {
  static func readNext(
    _ reader: inout RecordReader, _ record: inout Record, _ file: SourceFile
  ) throws -> Bool {
    do {
      guard try reader.next(&record) else { return false }
      if let places = file.places { record.move(toLine: places.line(ofRow: record.number)) }
      return true
    } catch let error as CSVError {
      throw try ImportRefusal(of: error, in: file)
    }
  }

  /// The header's rows; refuses a file that has others than the questionnaire says.
  static func header(
    of questionnaire: Questionnaire, _ reader: inout RecordReader, _ file: SourceFile, _ dialect: Dialect
  ) throws -> FileHeader {
    let layout = questionnaire.header
    let header: FileHeader
    var shape: FileShape?
    do {
      header = try FileHeader(layout, reading: &reader)
      // No survey tool but Qualtrics writes a header that could pass for answers.
      if header.faults.isEmpty { shape = try FileShape(rows: file.firstRows(dialect)) }
    } catch let error as CSVError {
      throw try ImportRefusal(of: error, in: file)
    }
    guard header.faults.isEmpty else { throw ImportRefusal.unusable(file: file.name, header.faults) }
    if let shape, shape.tool == .qualtrics, shape.header.rows > layout.rows {
      throw ImportRefusal.unusable(
        file: file.name,
        [
          Finding(
            rule: "header-rows", severity: .error,
            message:
              "the file has \(shape.header.rows) header rows, and the questionnaire has \(layout.rows)",
            hint: "say `header: { rows: \(shape.header.rows), names: 1 }` in the questionnaire")
        ])
    }
    return header
  }

  static func bind(
    _ questionnaire: Questionnaire, _ header: FileHeader, _ file: SourceFile, _ options: ImportOptions,
    _ findings: inout FindingSink
  ) throws -> BoundQuestionnaire {
    switch questionnaire.bind(header: header.columns, today: options.today) {
    case .refused(let reasons): throw ImportRefusal.unusable(file: file.name, reasons)
    case .bound(let bound, let remarks):
      let errors = remarks.filter { $0.severity == .error }
      if !errors.isEmpty && !options.allowsUnknownColumns {
        throw ImportRefusal.unusable(file: file.name, errors.map { file.places?.located($0) ?? $0 })
      }
      let answers = header.answers(bound)
      if !answers.isEmpty { throw ImportRefusal.unusable(file: file.name, answers) }
      findings.locations = file.places
      // Where values are listed one by one, a field without any is only blank.
      for remark in remarks where file.places == nil || remark.rule != "missing-column" {
        findings.add(remark)
      }
      for note in file.notes { findings.add(note) }
      return bound
    }
  }

  /// The place of a concept among what the file tells; nil if it does not.
  static func place(of name: String, in targets: [Target]) -> Int? {
    targets.firstIndex { target in
      if case .concept(let concept, _) = target.destination { return concept.name == name }
      return false
    }
  }
}
