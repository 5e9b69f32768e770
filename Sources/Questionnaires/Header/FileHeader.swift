public import CSV

/// The rows of a file above its answers.
public struct FileHeader: Sendable {
  /// Every row, as it stands in the file.
  public let rows: [[String]]
  /// Names of the columns.
  public let columns: [String]
  /// Which rows name the columns.
  public let layout: HeaderLayout
  /// Why the header is none; such a file cannot be read.
  public let faults: [Finding]
  /// Rows that name nothing, to make sure that none of them is an answer.
  private let unread: [Record]

  /// Reads as many records as the layout has rows.
  ///
  /// - Throws: `CSVError` where the text cannot be read.
  public init(_ layout: HeaderLayout, reading reader: inout RecordReader) throws {
    var rows: [[String]] = []
    var unread: [Record] = []
    var faults: [Finding] = []
    var record = Record()
    while rows.count < layout.rows, try reader.next(&record) {
      rows.append(record.strings)
      if !layout.names.contains(rows.count) { unread.append(record) }
      guard let width = rows.first?.count, record.count != width else { continue }
      faults.append(
        Finding(
          rule: "header-rows", severity: .error, line: record.line, record: record.number,
          message: "\(record.count) fields in row \(rows.count) of the header where the first has \(width)",
          hint: "check how many header rows the questionnaire says the file has"))
    }
    if rows.isEmpty {
      faults.append(
        Finding(
          rule: "empty-file", severity: .error, message: "the file is empty",
          hint: "send a file with a header row"))
    } else if rows.count < layout.rows {
      faults.append(
        Finding(
          rule: "header-rows", severity: .error,
          message: "the file ends after \(rows.count) of the \(layout.rows) header rows of the questionnaire")
      )
    }
    self.rows = rows
    self.layout = layout
    self.faults = faults
    self.unread = unread
    columns = faults.isEmpty ? layout.columns(of: rows) : rows.first ?? []
  }

  /// Rows of the header that can be read as answers: a file with fewer header rows would lose them unseen.
  public func answers(_ bound: BoundQuestionnaire) -> [Finding] {
    var bound = bound
    return unread.filter { bound.readsAsAnswer($0) }.map { record in
      Finding(
        rule: "header-rows", severity: .error, line: record.line, record: record.number,
        message: "reads as an answer, where the questionnaire has row \(record.number) of the header",
        hint:
          "the file may have fewer header rows than the questionnaire says; correct header, or export anew")
    }
  }
}

extension BoundQuestionnaire {
  /// Whether a row could be stored and holds a value that no word of a header could be taken for.
  fileprivate mutating func readsAsAnswer(_ record: borrowing Record) -> Bool {
    var answers = Answers()
    var findings = FindingSink(limit: 0)
    guard validate(record, into: &answers, findings: &findings) == .accepted else { return false }
    return answers.cells.indices.contains { place in
      answers.cells[place].state == .value && (place >= plans.count || plans[place].form != .text)
    }
  }
}
