/// The column names and cells of an export with labels, as far as they can be told apart.
///
/// The header of such an export holds the fields' labels, which may occur more than once; then nobody can know which
/// column is meant, and REDCap itself refuses to read it.
struct RedcapLabels {
  /// Spellings of the labels of fields and options that no other column has.
  private var columns: [String: [String]] = [:]
  /// Columns whose labels are those of others.
  private(set) var ambiguous: Set<String> = []
  /// The only form's state; nil if there are several, which all have the same label.
  private let stateForm: String?

  static let state = "Complete?"
  /// REDCap's own columns that are not stored.
  static let skipped = ["Data Access Group", "Survey Identifier", "Survey Timestamp"]
  private static let system = ["Event Name", "Repeat Instrument", "Repeat Instance", state] + skipped

  init(_ dictionary: RedcapDictionary) {
    stateForm = dictionary.forms.count == 1 ? dictionary.forms.first : nil
    var owners: [String: Set<String>] = [:]
    for name in Self.system { owners[name.lowercased()] = [name] }
    for field in dictionary.fields where field.type != "descriptive" {
      for (column, spelling) in Self.spellings(field) {
        columns[column] = [spelling]
        // A label that is the name of another field could not be told from it either.
        owners[spelling.lowercased(), default: []].insert(column)
      }
      owners[field.name.lowercased(), default: []].insert(field.name)
    }
    for (column, spellings) in columns
    where spellings.contains(where: { owners[$0.lowercased()]?.count != 1 }) {
      columns[column] = nil
      ambiguous.insert(column)
    }
  }

  /// Columns of a field with their labels: `Label`, or `Label (choice=Option)`.
  private static func spellings(_ field: RedcapDictionary.Field) -> [(column: String, spelling: String)] {
    guard field.type == "checkbox", !field.choices.isEmpty else {
      return field.label.isEmpty ? [] : [(field.name, field.label)]
    }
    return field.choices.map { choice in
      (
        CheckboxName.column(field: field.name, code: choice.code),
        "\(field.label) (choice=\(choice.label))"
      )
    }
  }

  /// Name of a column and its label where that is its own.
  func spellings(of column: String) -> [String] {
    [column] + (columns[column] ?? []).filter { $0 != column }
  }

  /// Name of the column with the state of a form, and its label.
  func spellings(ofState form: String) -> [String] {
    ["\(form)_complete"] + (form == stateForm ? [Self.state] : [])
  }

  /// Labels of choices by code, without those that are the label or the code of another choice.
  static func cells(_ choices: [RedcapDictionary.Field.Choice]) -> (labels: [String: String], ambiguous: Bool)
  {
    var labels: [String: String] = [:]
    var isAmbiguous = false
    for choice in choices where !choice.label.isEmpty && choice.label.lowercased() != choice.code.lowercased()
    {
      let label = choice.label.lowercased()
      let hasTwin = choices.contains { other in
        other.code != choice.code && (other.label.lowercased() == label || other.code.lowercased() == label)
      }
      if hasTwin { isAmbiguous = true } else { labels[choice.code] = choice.label }
    }
    return (labels, isAmbiguous)
  }
}
