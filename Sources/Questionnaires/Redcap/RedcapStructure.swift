import CSV

/// Events of a longitudinal project and the forms of each, from the CSV files that REDCap downloads beside its
/// dictionary.
public struct RedcapStructure: Sendable {
  /// One event.
  public struct Event: Hashable, Sendable {
    /// Unique name such as `visit_1_arm_1`, as raw exports have it.
    public let name: String
    /// Texts of the event in exports with labels.
    public let labels: [String]
  }

  /// The events in the order of their file.
  public let events: [Event]
  /// Forms by the unique name of their event; empty if the project's mapping is not known.
  public private(set) var forms: [String: Set<String>] = [:]

  /// Reads the files.
  ///
  /// - Parameters:
  ///   - events: Text and name of the file with `event_name,arm_num,unique_event_name`.
  ///   - arms: The same of the file with `arm_num,name`; nil if there is none.
  ///   - mapping: The same of the file with `arm_num,unique_event_name,form`; nil if there is none.
  ///   - dictionary: The project's dictionary.
  /// - Throws: `QuestionnaireError` with every problem of the files.
  public init(
    events: (text: String, name: String), arms: (text: String, name: String)?,
    mapping: (text: String, name: String)?, dictionary: RedcapDictionary
  ) throws(QuestionnaireError) {
    var armNames: [String: String] = [:]
    if let arms {
      for row in try Self.rows(arms, columns: ["arm_num", "name"]) { armNames[row.cells[0]] = row.cells[1] }
    }
    let rows = try Self.rows(events, columns: ["unique_event_name", "event_name", "arm_num"])
    let numbers = Set(rows.map { $0.cells[2] })
    let twins = Dictionary(grouping: rows) { $0.cells[1].lowercased() }
    self.events = rows.map { row in
      let (label, arm) = (row.cells[1], row.cells[2])
      // Without its arm a label only stands for an event that is alone in having it.
      var labels = twins[label.lowercased()]?.count == 1 ? [label] : []
      if numbers.count > 1 || armNames[arm] != nil {
        labels.append("\(label) (Arm \(arm): \(armNames[arm] ?? "Arm \(arm)"))")
      }
      return Event(name: row.cells[0], labels: labels.filter { $0 != row.cells[0] })
    }
    guard let mapping else { return }
    let names = self.events.map(\.name)
    var problems: [QuestionnaireError.Problem] = []
    for row in try Self.rows(mapping, columns: ["unique_event_name", "form"]) {
      for (text, known, what) in [(row.cells[0], names, "event"), (row.cells[1], dictionary.forms, "form")]
      where !known.contains(text) {
        problems.append(
          .init(
            fileName: mapping.name, line: row.line,
            message: "no \(what) \"\(text)\"\(Spelling.suggestion(for: text, among: known))"))
      }
      forms[row.cells[0], default: []].insert(row.cells[1])
    }
    guard problems.isEmpty else { throw QuestionnaireError(problems: problems) }
  }

  /// Events at which a form is filled in, in their order; empty if that is not known.
  func events(of form: String) -> [String] {
    events.map(\.name).filter { forms[$0]?.contains(form) ?? false }
  }

  private static func rows(
    _ file: (text: String, name: String), columns: [String]
  ) throws(QuestionnaireError) -> [(cells: [String], line: Int)] {
    var record = Record()
    var reader = RecordReader(
      MemorySource(RedcapDictionary.withoutMark(file.text)), dialect: RedcapDictionary.dialect(of: file.text))
    var places: [Int] = []
    var rows: [(cells: [String], line: Int)] = []
    func failure(_ message: String) -> QuestionnaireError {
      QuestionnaireError(problems: [.init(fileName: file.name, line: max(record.line, 1), message: message)])
    }
    do {
      guard try reader.next(&record) else { throw failure("the file is empty") }
      let header = HeaderIndex(record.strings)
      for column in columns {
        guard let place = header[column] else { throw failure("there is no column \"\(column)\"") }
        places.append(place)
      }
      while try reader.next(&record) {
        rows.append(
          (places.map { $0 < record.count ? PlainText.trimmed(record.string(at: $0)) : "" }, record.line))
      }
    } catch let error as QuestionnaireError {
      throw error
    } catch {
      throw failure("not a readable table: \(error)")
    }
    return rows
  }
}
