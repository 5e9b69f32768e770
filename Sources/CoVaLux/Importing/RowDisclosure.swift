import CSV
import Questionnaires

/// What of a row is told with its findings beyond the place, where somebody asked for it.
public struct RowDisclosure: Hashable, Sendable {
  /// The participant's code; nil if it cannot be read or was not asked for.
  public let participant: String?
  /// The event; nil if the form has none, or it was not asked for.
  public let event: String?
  /// The number of the repeated form; nil if it was not asked for.
  public let instance: Int?
  /// Cells that findings are about, by column; empty unless values were asked for.
  public let cells: [String: String]
}

extension ImportAttempt {
  /// Notes what is told of the row that was just read, if anything was found in it.
  ///
  /// Rows that are refused for consent show place and rule only.
  mutating func disclose(_ record: borrowing Record, _ answers: inout Answers) {
    guard !findings.row.isEmpty, !findings.row.contains(where: { $0.rule == "consent" }) else { return }
    disclose(record, &answers, at: Set(findings.row.map(\.line)), findings.row.compactMap(\.column))
  }

  /// Reads the file once more for what is told of rows of which something was found when all had been read.
  mutating func discloseLateFindings() throws {
    guard options.disclosesRows else { return }
    var columns: [Int: [String]] = [:]
    for finding in findings.samples
    where finding.line > 0 && finding.rule != "consent" && disclosures[finding.line] == nil {
      columns[finding.line, default: []] += [finding.column].compactMap(\.self)
    }
    guard !columns.isEmpty else { return }
    var reader = RecordReader(file.bytes(), dialect: dialect)
    _ = try Self.header(of: questionnaire, &reader, file, dialect)
    var record = Record()
    var answers = Answers()
    while try Self.readNext(&reader, &record, file) {
      if let named = columns[record.line] { disclose(record, &answers, at: [record.line], named) }
    }
  }

  private mutating func disclose(
    _ record: borrowing Record, _ answers: inout Answers, at lines: Set<Int>, _ columns: [String]
  ) {
    guard disclosures.count < findings.limit else { return }
    let isKeyRead = options.showsIdentifiers && bound.readKey(of: record, into: &answers)
    var cells: [String: String] = [:]
    if options.showsValues {
      for column in columns where cells[column] == nil {
        guard let place = header.firstIndex(of: column), place < record.count else { continue }
        cells[column] = record.string(at: place)
      }
    }
    let disclosure = RowDisclosure(
      participant: isKeyRead
        ? answers.string(answers.participant) : options.showsIdentifiers ? writtenCode(in: record) : nil,
      event: isKeyRead && !answers.eventText.isEmpty ? answers.string(answers.eventText) : nil,
      instance: isKeyRead ? Int(answers.instance) : nil, cells: cells)
    for line in lines { disclosures[line] = disclosure }
  }

  /// The participant's code as the cell has it, where it is not written as codes are.
  private func writtenCode(in record: borrowing Record) -> String? {
    let place = questionnaire.participant.columns.lazy.compactMap { header.firstIndex(of: $0) }.first
    guard let place, place < record.count else { return nil }
    let code = record.string(at: place).drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace)
    return code.isEmpty ? nil : String(code.reversed())
  }
}
