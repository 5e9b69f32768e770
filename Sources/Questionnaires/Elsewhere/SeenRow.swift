public import CSV
import CohortModel

/// What a row shows to conditions that look at it from another one.
public struct SeenRow: Hashable, Sendable {
  /// The participant's code.
  public var code: [UInt8] = []
  /// Number of the record in the file; 0 for a stored row.
  public var number = 0
  /// True if the row belongs to the questionnaire that asks.
  public var isOwn: Bool { stream == Self.ownStream }

  /// The event as it is stored.
  var event: [UInt8] = []
  /// ``ownStream``, or the repeating instrument; empty for rows of none.
  var stream: [UInt8] = []
  /// 0 for the next that is free.
  var instance = 1
  var isRepeating = false
  /// One for each of ``ElsewhereConditions/columns``.
  var cells: [[UInt8]] = []

  /// Not the name of an instrument.
  static let ownStream: [UInt8] = [0x2A]

  /// Makes an empty value to be filled.
  public init() {}

  /// A stored row.
  ///
  /// - Parameters:
  ///   - code: The participant's code.
  ///   - event: The event as it is stored.
  ///   - instance: Its number.
  ///   - instrument: What its questionnaire calls its rows; nil for the questionnaire that asks.
  ///   - cells: What a file would say in each of ``ElsewhereConditions/columns``, numbers with a point.
  public init(code: String, event: String, instance: Int, instrument: String?, cells: [String]) {
    self.code = Array(code.utf8)
    self.event = Array(event.utf8)
    self.instance = instance
    isRepeating = instance > 1
    stream = instrument.map { Self.stream(Array($0.utf8)[...]) } ?? Self.ownStream
    self.cells = cells.map { Array($0.utf8) }
  }

  /// An instrument by its name or by the title that REDCap makes of it.
  static func stream(_ instrument: ArraySlice<UInt8>) -> [UInt8] {
    instrument.map { byte in
      byte == 0x20 ? 0x5F : byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte
    }
  }

  /// All but code and number, in few bytes.
  public var encoded: [UInt8] {
    var bytes: [UInt8] = [isRepeating ? 1 : 0]
    for text in [event, stream] + cells { Self.append(text, to: &bytes) }
    bytes.append(UInt8(truncatingIfNeeded: instance >> 8))
    bytes.append(UInt8(truncatingIfNeeded: instance))
    return bytes
  }

  /// Reads what ``encoded`` wrote.
  public init(code: [UInt8], number: Int, encoded: ArraySlice<UInt8>) {
    self.code = code
    self.number = number
    isRepeating = encoded.first == 1
    var rest = encoded.dropFirst()
    event = Self.text(&rest)
    stream = Self.text(&rest)
    while rest.count > 2 { cells.append(Self.text(&rest)) }
    instance = rest.reduce(0) { $0 << 8 | Int($1) }
  }

  /// Longer texts are cut: nobody compares them.
  private static let longestText = 0x3FFF

  private static func append(_ text: [UInt8], to bytes: inout [UInt8]) {
    let text = text.prefix(longestText)
    bytes.append(UInt8(truncatingIfNeeded: text.count >> 8))
    bytes.append(UInt8(truncatingIfNeeded: text.count))
    bytes += text
  }

  private static func text(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
    let length = rest.prefix(2).reduce(0) { $0 << 8 | Int($1) }
    let text = rest.dropFirst(2).prefix(length)
    rest = rest.dropFirst(2 + length)
    return Array(text)
  }
}

extension BoundQuestionnaire {
  /// Reads what a row of any questionnaire of the file shows to conditions; false if nobody can say whose it is.
  public mutating func look(at record: borrowing Record, into row: inout SeenRow) -> Bool {
    guard let elsewhere, record.count == columns.count else { return false }
    var answers = Answers()
    answers.begin(targetCount: 0, slotCount: questionnaire.slots.count)
    guard keys.read(record, into: &answers, findings: &unsaid) else { return false }
    unsaid.beginRow()
    row.code = Array(answers.text[answers.participant])
    row.number = record.number
    row.event = Array(answers.text[answers.eventText])
    row.instance = Int(answers.instance)
    let bytes = record.bytes
    func cell(_ column: Int) -> [UInt8] {
      column < 0 ? [] : Array(bytes[CellText.trimmed(bytes, record.range(of: column))])
    }
    row.isRepeating = !cell(keys.columns.instance).isEmpty
    row.stream = keys.isOfStream(record) ? SeenRow.ownStream : SeenRow.stream(cell(keys.columns.only)[...])
    row.cells.removeAll(keepingCapacity: true)
    for column in elsewhere.columns { row.cells.append(column.text(of: cell(column.place))) }
    return true
  }
}

extension ElsewhereConditions.Column {
  /// A cell of the file as expressions write values themselves: numbers with a point, days as ISO dates.
  fileprivate func text(of cell: [UInt8]) -> [UInt8] {
    guard place >= 0 else { return [] }
    var texts: [UInt8] = []
    switch notation.operand(cell, 0..<cell.count, decimalMark: mark, &texts) {
    case .number(let number)?: return Expression.digits(of: number)
    case .text(let range)?: return Array(texts[range])
    case .blank?: return []
    default: break
    }
    guard mark != 0x2E, NumberReader.number(cell, 0..<cell.count, decimalMark: mark) != nil else {
      return cell
    }
    return cell.map { $0 == mark ? 0x2E : $0 }
  }
}
