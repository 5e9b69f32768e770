import CSV

/// A data dictionary as REDCap writes it: one row for each field of a project.
public struct RedcapDictionary: Sendable {
  /// One field.
  public struct Field: Hashable, Sendable {
    /// One answer of a radio, dropdown or checkbox field.
    public struct Choice: Hashable, Sendable {
      /// Text of the cell.
      public let code: String
      /// Text for people.
      public let label: String
    }

    /// Name of the field, and of its column unless it has checkboxes.
    public let name: String
    /// Name of the form.
    public let form: String
    /// Kind of field, such as `radio`.
    public let type: String
    /// Text of the question, as plain words.
    public let label: String
    /// Answers of a field that has choices.
    public let choices: [Choice]
    /// Validation such as `date_dmy`; empty if there is none.
    public let validation: String
    /// Lowest value that passes without a warning; empty if there is none.
    public let minimum: String
    /// Highest value that passes without a warning; empty if there is none.
    public let maximum: String
    /// True if an answer tells who the person is.
    public let isIdentifier: Bool
    /// Condition under which the field is shown; empty if always.
    public let branching: String
    /// Formula of a calculated field; empty for others.
    public let calculation: String
    /// True if a form is not complete without an answer.
    public let isRequired: Bool
    /// Notes and action tags such as `@CHARLIMIT=20`.
    public let annotation: String
    /// Line of the dictionary.
    public let line: Int
  }

  /// The fields in the order of the dictionary; the first holds the record's name.
  public let fields: [Field]

  /// Names of the forms in their order.
  public var forms: [String] {
    var names: [String] = []
    for field in fields where names.last != field.form && !names.contains(field.form) {
      names.append(field.form)
    }
    return names
  }

  /// Reads the CSV text of a dictionary, downloaded or from the API, its columns in any order.
  ///
  /// - Parameters:
  ///   - text: The text of the file; a byte order mark is skipped.
  ///   - fileName: Name of the file for messages.
  /// - Throws: `QuestionnaireError` if the text is no dictionary.
  public init(text: String, fileName: String) throws(QuestionnaireError) {
    func failure(_ line: Int, _ message: String) -> QuestionnaireError {
      QuestionnaireError(problems: [.init(fileName: fileName, line: line, message: message)])
    }
    var fields: [Field] = []
    var record = Record()
    var header: RedcapHeader?
    var reader = RecordReader(MemorySource(Self.withoutMark(text)), dialect: Self.dialect(of: text))
    do {
      while try reader.next(&record) {
        if let header {
          if let field = header.field(record) { fields.append(field) }
        } else {
          header = RedcapHeader(record.strings)
          if header == nil { break }
        }
      }
    } catch {
      throw failure(record.line, "not a readable table: \(error)")
    }
    guard header != nil else {
      throw failure(
        1, "not a data dictionary: there is no column \"Variable / Field Name\" or \"field_name\"")
    }
    guard !fields.isEmpty else { throw failure(1, "the dictionary has no fields") }
    var names: Set<String> = []
    for field in fields {
      guard names.insert(field.name).inserted else {
        throw failure(field.line, "the field \"\(field.name)\" is there twice")
      }
      guard QuestionnaireLoader.isIdentifier(field.name) else {
        throw failure(field.line, "the name of a field consists of letters, digits and underscores")
      }
    }
    self.fields = fields
  }

  static func withoutMark(_ text: String) -> String {
    text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
  }

  static func dialect(of text: String) -> Dialect {
    // Dictionaries have commas; those that went through a spreadsheet may have semicolons or tabs.
    let first = text.prefix { !$0.isNewline }
    let marks: [(Character, Delimiter)] = [(",", .comma), (";", .semicolon), ("\t", .tab)]
    let best = marks.max { left, right in
      first.count { $0 == left.0 } < first.count { $0 == right.0 }
    }
    return Dialect(delimiter: best?.1 ?? .comma)
  }
}
