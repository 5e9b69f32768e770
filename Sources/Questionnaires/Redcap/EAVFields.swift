/// The columns that the fields of an EAV export stand for: a line for each value, with the name of its field.
public struct EAVFields: Sendable {
  /// Columns of the questionnaire, the first spelling of each, in its order; the participant's comes first.
  public let columns: [String]
  private var places: [String: Int] = [:]

  /// Finds the columns of a questionnaire.
  ///
  /// - Parameters:
  ///   - questionnaire: What the values are imported as.
  ///   - keys: Names of further columns that a row is known by, which the export has.
  public init(_ questionnaire: Questionnaire, keys: [String]) {
    var columns: [String] = []
    var places: [String: Int] = [:]
    func add(_ spellings: [String]) {
      guard let first = spellings.first else { return }
      let place = spellings.lazy.compactMap { places[$0.lowercased()] }.first ?? columns.count
      if place == columns.count { columns.append(first) }
      for spelling in spellings where places[spelling.lowercased()] == nil {
        places[spelling.lowercased()] = place
      }
    }
    add(questionnaire.participant.columns)
    for key in keys { add([key]) }
    for write in questionnaire.writes.flatMap(\.single) { add(write.columns) }
    self.columns = columns
    self.places = places
  }

  /// Whether a file with this header lists values of a questionnaire one by one.
  public static func areIn(_ header: [String], of questionnaire: Questionnaire) -> Bool {
    let names = HeaderIndex(header)
    let isOwn = questionnaire.writes.flatMap(\.columns).contains { $0.lowercased() == "field_name" }
    return names["field_name"] != nil && names["value"] != nil && !isOwn
  }

  /// Whether a header is that of a file with a line for each value, whatever questionnaire it is of.
  public static func areIn(_ header: [String]) -> Bool {
    let names = HeaderIndex(header)
    let records = ["record", "record_id"].contains { names[$0] != nil }
    return names["field_name"] != nil && names["value"] != nil
      && (records || names["redcap_event_name"] != nil)
  }

  /// The header of the table that the values would be, with the columns of the fields that were found.
  public func header(keys: [String], fields found: [String]) -> [String] {
    var header = [columns[0]] + keys
    for field in found {
      let name = self[field].map { columns[$0] } ?? field
      if !header.contains(name) { header.append(name) }
    }
    return header
  }

  /// Columns by which REDCap tells rows of a record apart.
  public static let keyNames = ["redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"]

  /// The place of a field's column; nil if the questionnaire has none.
  public subscript(field: String) -> Int? { places[field.lowercased()] }

  /// The column that was probably meant by a field that the questionnaire does not have.
  public func nearest(to field: String) -> String? { Spelling.nearest(to: field, among: columns) }

  /// The place of an option's column, where an export gives the code of each option that is ticked.
  public func option(_ code: String, of field: String) -> Int? {
    self[CheckboxName.column(field: field, code: code)]
  }
}
