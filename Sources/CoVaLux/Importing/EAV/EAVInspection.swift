import CSV
import Questionnaires

/// The fields of a file that lists values one by one, such as REDCap's EAV form, as far as they tell what it is.
struct EAVInspection {
  /// Different names of fields, in the order in which they come.
  private(set) var fields: [String] = []
  /// Columns of the file that rows of a record are told apart by.
  let keys: [String]

  private static let mostFields = 4096

  /// Nil if the file is a table, by its header.
  init?(of file: SourceFile, _ dialect: Dialect, header: [String]) throws {
    guard EAVFields.areIn(header) else { return nil }
    let names = header.map { $0.lowercased() }
    keys = EAVFields.keyNames.filter(names.contains)
    guard let place = names.firstIndex(of: "field_name"), let value = names.firstIndex(of: "value") else {
      return nil
    }
    var reader = RecordReader(file.bytes(), dialect: dialect)
    var record = Record()
    var known: Set<String> = []
    while try reader.next(&record), known.count < Self.mostFields {
      guard record.number > 1, record.count > place else { continue }
      let name = record.string(at: place)
      if known.insert(name).inserted { fields.append(name) }
      // A checkbox may come as its field with the code of an option.
      guard record.count > value, record.range(of: value).count <= Self.longestCode else { continue }
      codes[name, default: []].insert(record.string(at: value))
    }
  }

  /// Values of fields that may be codes of options.
  private var codes: [String: Set<String>] = [:]
  private static let longestCode = 20

  /// The header of the table that the values would be for a questionnaire.
  func header(for questionnaire: Questionnaire) -> [String] {
    let columns = EAVFields(questionnaire, keys: keys)
    let found = fields.flatMap { field -> [String] in
      if columns[field] != nil { return [field] }
      let options = (codes[field] ?? []).compactMap { columns.option($0, of: field) }
      return options.isEmpty ? [field] : options.map { columns.columns[$0] }
    }
    return columns.header(keys: keys, fields: found)
  }
}
