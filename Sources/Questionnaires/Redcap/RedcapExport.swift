public import CSV

/// What an export tells about its project that the dictionary does not.
public struct RedcapExport: Sendable {
  /// True if the project has events.
  public let isLongitudinal: Bool
  /// Instruments of the rows that repeat one, in the order of the dictionary.
  public let repeating: [RedcapRepeating]

  /// Reads an export to its end.
  ///
  /// - Parameters:
  ///   - reader: At the beginning of the export.
  ///   - dictionary: The project's dictionary.
  ///   - fileName: Name of the export for messages.
  /// - Throws: `QuestionnaireError` if the export is none of the project's or not readable.
  public init(
    _ reader: inout RecordReader, dictionary: RedcapDictionary, fileName: String
  ) throws(QuestionnaireError) {
    var record = Record()
    func failure(_ message: String) -> QuestionnaireError {
      QuestionnaireError(problems: [.init(fileName: fileName, line: record.line, message: message)])
    }
    var instruments: Set<String> = []
    var plain: Set<String> = []
    do {
      guard try reader.next(&record) else { throw failure("the export is empty") }
      let header = HeaderIndex(record.strings)
      isLongitudinal = header["redcap_event_name"] != nil
      let cells = Self.cells(dictionary, header)
      if let instrument = header["redcap_repeat_instrument"] {
        while try reader.next(&record) {
          guard instrument < record.count else { continue }
          let name = PlainText.trimmed(record.string(at: instrument))
          if name.isEmpty {
            plain.formUnion(Self.filledForms(record, cells, except: plain))
          } else if dictionary.forms.contains(name) {
            instruments.insert(name)
          } else {
            throw failure("redcap_repeat_instrument names a form that the dictionary does not have")
          }
        }
      }
    } catch let error as QuestionnaireError {
      throw error
    } catch {
      throw failure("not a readable table: \(error)")
    }
    repeating = dictionary.forms.filter { instruments.contains($0) }.map { form in
      RedcapRepeating(form: form, isAlsoPlain: plain.contains(form))
    }
  }

  /// A column with its form; `mayBeZero` where 0 is also written of a form that was never opened.
  private struct FormCell {
    let column: Int
    let form: String
    let mayBeZero: Bool
  }

  private static func cells(_ dictionary: RedcapDictionary, _ header: HeaderIndex) -> [FormCell] {
    let states = dictionary.forms.compactMap { form in
      header["\(form)_complete"].map { FormCell(column: $0, form: form, mayBeZero: true) }
    }
    return states
      + dictionary.fields.dropFirst().flatMap { field in
        let isCheckbox = field.type == "checkbox"
        let names =
          isCheckbox
          ? field.choices.map { CheckboxName.column(field: field.name, code: $0.code) } : [field.name]
        return names.compactMap { name in
          header[name].map { FormCell(column: $0, form: field.form, mayBeZero: isCheckbox) }
        }
      }
  }

  private static func filledForms(
    _ record: borrowing Record, _ cells: [FormCell], except known: Set<String>
  ) -> Set<String> {
    var forms: Set<String> = []
    for cell in cells where cell.column < record.count && !known.contains(cell.form) {
      let text = CellText.trimmed(record.bytes, record.range(of: cell.column))
      let isZero = text.count == 1 && record.bytes[text.lowerBound] == 0x30
      if !text.isEmpty && !(isZero && cell.mayBeZero) { forms.insert(cell.form) }
    }
    return forms
  }
}
