@testable import CSV

/// The reader's slow twin, byte by byte, with the limits and positions of the reader: the oracle of its tests.
///
/// It wants whole UTF-8 text without byte order mark and NUL.
enum CheckedReader {
  static func read(_ text: [UInt8], delimiter: Delimiter, limits: ReadingLimits) -> Reading {
    var machine = RecordStateMachine(delimiter: delimiter)
    var reading = Reading()
    var fields: [[UInt8]] = []
    var quoted: [Bool] = []
    var field: [UInt8] = []
    var fieldIsQuoted = false
    var recordStart = 0
    var recordLine = 0
    var line = 1
    var lineStart = 0
    var openQuote = CSVError.Position(line: 0, column: 0, byteOffset: 0)

    func here(_ index: Int) -> CSVError.Position {
      let column = String(decoding: text[lineStart..<index], as: UTF8.self).unicodeScalars.count + 1
      return CSVError.Position(line: line, column: column, byteOffset: index)
    }
    func recordError(_ kind: CSVError.Kind) -> CSVError {
      CSVError(kind, at: CSVError.Position(line: recordLine, column: 1, byteOffset: recordStart))
    }
    func endField() -> CSVError? {
      if fields.count == limits.columns { return recordError(.tooManyColumns(limit: limits.columns)) }
      fields.append(field)
      quoted.append(fieldIsQuoted)
      field = []
      fieldIsQuoted = false
      return nil
    }
    func endRecord() -> CSVError? {
      if let error = endField() { return error }
      if fields.contains(where: { $0.count > limits.fieldBytes }) {
        return recordError(.fieldTooLong(limitBytes: limits.fieldBytes))
      }
      reading.records.append(
        PlainRecord(
          fields: fields.map { String(decoding: $0, as: UTF8.self) }, line: recordLine, quoted: quoted))
      fields = []
      quoted = []
      return nil
    }

    for (index, byte) in text.enumerated() {
      let wasInRecord = machine.isInRecord
      let wasQuoted = machine.state == .quoted || machine.state == .quoteInQuoted
      let event = machine.step(byte)
      if !wasInRecord, machine.isInRecord {
        recordStart = index
        recordLine = line
      }
      if machine.state == .quoted, !wasQuoted {
        fieldIsQuoted = true
        openQuote = here(index)
      }
      if wasInRecord, index - recordStart > limits.rowBytes {
        reading.error = recordError(.rowTooLong(limitBytes: limits.rowBytes))
        return reading
      }
      switch event {
      case .nothing: break
      case .fieldByte: field.append(byte)
      case .fieldEnd: reading.error = endField()
      case .recordEnd: reading.error = endRecord()
      case .textAfterClosingQuote: reading.error = CSVError(.textAfterClosingQuote, at: here(index))
      }
      if reading.error != nil { return reading }
      if byte == 0x0D || byte == 0x0A {
        if byte == 0x0D || index == 0 || text[index - 1] != 0x0D { line += 1 }
        lineStart = index + 1
      }
    }
    if machine.isInRecord {
      if text.count - recordStart > limits.rowBytes {
        reading.error = recordError(.rowTooLong(limitBytes: limits.rowBytes))
      } else if machine.state == .quoted {
        reading.error = CSVError(.unclosedQuote, at: openQuote)
      } else {
        reading.error = endRecord()
      }
    }
    return reading
  }
}
