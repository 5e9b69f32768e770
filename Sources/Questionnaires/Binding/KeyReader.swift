import CSV
import CohortModel

/// Reads what a row is known by: participant, event, instance and slots.
struct KeyReader: Sendable {
  let columns: BoundQuestionnaire.KeyColumns
  private let names: [String]
  private let streams: CodeTable
  /// True if rows with a blank cell belong to the questionnaire.
  private let takesBlankStream: Bool
  private let constantEvent: Int
  private let isOpenEvent: Bool
  /// From cells to places in the vocabulary of events.
  private let eventTable: CodeTable
  private let eventBytes: [[UInt8]]
  /// Cells that are events.
  private let eventWords: [String]
  /// Names that an open event may have, with the event's own; empty if it may have any.
  private let openNames: CodeTable
  private let openEvents: [[UInt8]]
  private let slotTables: [CodeTable?]
  private let slotBytes: [[[UInt8]]]
  private let numberPrefix: [UInt8]
  private let numberWidth: Int
  private let namesParents: Bool
  /// For each column by which rows are told apart, the cells that are as good as blank.
  private let blanks: [CodeTable]
  /// Patterns one of which a code must have; empty if it may be any.
  private let codePatterns: [CodePattern]

  init(_ questionnaire: Questionnaire, columns: BoundQuestionnaire.KeyColumns, names: [String]) {
    self.columns = columns
    self.names = names
    var streams = CodeTable()
    for value in questionnaire.only?.values ?? [] { streams.insert(value, 0) }
    self.streams = streams
    takesBlankStream = questionnaire.only?.values.contains("") ?? false
    eventBytes = questionnaire.events.map { Array($0.utf8) }
    var events = CodeTable()
    var constant = -1
    var isOpen = false
    var openNames = CodeTable()
    var openEvents: [[UInt8]] = []
    var words: [String] = []
    switch questionnaire.event {
    case .constant(let place, _)?: constant = place
    case .open(_, let names)?:
      isOpen = true
      for (place, name) in names.enumerated() { openNames.insert(name.cell, Int32(place)) }
      openEvents = names.map { Array($0.event.utf8) }
      words = names.map(\.cell)
    case .column(_, let codes)? where codes.isEmpty:
      for (place, identifier) in questionnaire.events.enumerated() { events.insert(identifier, Int32(place)) }
      words = questionnaire.events
    case .column(_, let codes)?:
      for code in codes { events.insert(code.cell, Int32(code.event)) }
      words = codes.map(\.cell)
    case nil: break
    }
    constantEvent = constant
    isOpenEvent = isOpen
    self.openNames = openNames
    self.openEvents = openEvents
    eventTable = events
    eventWords = words
    slotTables = questionnaire.slots.map { slot in
      guard !slot.codes.isEmpty else { return nil }
      var table = CodeTable()
      for (place, code) in slot.codes.enumerated() { table.insert(code.cell, Int32(place)) }
      return table
    }
    slotBytes = questionnaire.slots.map { slot in slot.codes.map { Array($0.slot.utf8) } }
    namesParents = questionnaire.parents != nil
    blanks = questionnaire.counted.map { counted in
      var table = CodeTable()
      for cell in counted.blanks { table.insert(cell, 0) }
      return table
    }
    let format = Array((questionnaire.numberFormat ?? "").utf8)
    numberWidth = format.reversed().prefix { $0 == 0x30 }.count
    numberPrefix = Array(format.dropLast(numberWidth)).map(Self.upperCased)
    codePatterns = questionnaire.codePatterns
  }

  /// Whether a row belongs to this questionnaire.
  func isOfStream(_ record: borrowing Record) -> Bool {
    guard columns.only >= 0 else { return true }
    let range = CellText.trimmed(record.bytes, record.range(of: columns.only))
    return range.isEmpty ? takesBlankStream : streams[record.bytes, range] != nil
  }

  /// Reads the keys; false if one of them cannot be read.
  func read(_ record: borrowing Record, into answers: inout Answers, findings: inout FindingSink) -> Bool {
    var isAccepted = readParticipant(record, &answers, &findings)
    if !readEvent(record, &answers, &findings) { isAccepted = false }
    if columns.instance >= 0, !readInstance(record, &answers, &findings) { isAccepted = false }
    if !blanks.isEmpty, !readName(record, &answers, &findings) { isAccepted = false }
    for slot in columns.slots.indices where !readSlot(slot, record, &answers, &findings) {
      isAccepted = false
    }
    return isAccepted
  }

  private func readParticipant(
    _ record: borrowing Record, _ answers: inout Answers, _ findings: inout FindingSink
  ) -> Bool {
    let whole = record.range(of: columns.participant)
    let range = CellText.trimmed(record.bytes, whole)
    if range.count != whole.count {
      report(
        "trimmed", .note, columns.participant, "white space around the code was left out", nil, record,
        &findings)
    }
    if namesParents { return readParent(range, record, &answers, &findings) }
    guard !range.isEmpty else {
      report(
        "participant-code", .error, columns.participant, "the participant's code is blank", nil, record,
        &findings)
      return false
    }
    let start = answers.text.count
    let isNumber = numberWidth > 0 && record.bytes[range].allSatisfy { $0 &- 0x30 <= 9 }
    if isNumber {
      let digits = record.bytes[range].drop { $0 == 0x30 }
      guard digits.count <= numberWidth else {
        report(
          "participant-code", .error, columns.participant, "a number of more than \(numberWidth) digits", nil,
          record,
          &findings)
        return false
      }
      answers.text += numberPrefix
      answers.text += repeatElement(0x30, count: numberWidth - digits.count)
      answers.text += digits
    } else {
      var isLowerCased = false
      let bytes = record.bytes.span
      for index in range {
        let byte = bytes[index]
        guard byte > 0x20, byte < 0x7F, range.count <= 64 else {
          report(
            "participant-code", .error, columns.participant,
            range.count > 64
              ? "a code of more than 64 characters" : "a code with a space or an unusual character",
            "a code consists of letters, digits and signs without spaces, such as LUX-000417", record,
            &findings)
          return false
        }
        isLowerCased = isLowerCased || Self.upperCased(byte) != byte
      }
      answers.text.append(record.bytes, range)
      if isLowerCased {
        for index in start..<answers.text.count { answers.text[index] = Self.upperCased(answers.text[index]) }
        report(
          "letter-case", .note, columns.participant, "the code was written in capitals", nil, record,
          &findings)
      }
    }
    answers.participant = start..<answers.text.count
    guard let mismatch = mismatch(answers.text, start) else { return true }
    report(
      mismatch.rule, .error, columns.participant, mismatch.message, mismatch.hint, record, &findings)
    return false
  }

  /// What is wrong with a code that was read; nil if nothing is.
  @inline(__always)
  private func mismatch(_ text: [UInt8], _ start: Int) -> CodeMismatch? {
    if !codePatterns.isEmpty {
      for pattern in codePatterns where pattern.matches(text[start...]) { return nil }
      return CodeMismatch(text[start...], codePatterns)
    }
    guard text[start] &- 0x30 <= 9 || numberWidth > 0 else { return nil }
    return CodeMismatch(text, start..<text.count, prefix: numberPrefix, width: numberWidth)
  }

  /// Reads what the row is told from others by, its columns with a separator between them.
  @inline(never)
  private func readName(
    _ record: borrowing Record, _ answers: inout Answers, _ findings: inout FindingSink
  ) -> Bool {
    let start = answers.text.count
    var isBlank = true
    for (place, column) in columns.counted.enumerated() {
      if place > 0 { answers.text.append(Questionnaire.nameSeparator) }
      let range = CellText.trimmed(record.bytes, record.range(of: column))
      guard !range.isEmpty, blanks[place][record.bytes, range] == nil else { continue }
      isBlank = false
      answers.text.append(contentsOf: record.bytes[range])
    }
    answers.instanceName = start..<answers.text.count
    guard isBlank || answers.instanceName.count > Self.longestName else { return true }
    report(
      "instance", .error, columns.counted[0],
      isBlank
        ? "is blank, and so is all that the row could be told from others by"
        : "longer than \(Self.longestName) bytes", nil, record, &findings)
    return false
  }

  /// Bytes of the longest name of a row; tools write paths of groups into them.
  private static let longestName = 1000

  /// Reads the name of the row that this one belongs to; its participant is looked up when it is stored.
  @inline(never)
  private func readParent(
    _ range: Range<Int>, _ record: borrowing Record, _ answers: inout Answers, _ findings: inout FindingSink
  ) -> Bool {
    guard !range.isEmpty, range.count <= Self.longestName else {
      report(
        "unknown-parent", .error, columns.participant,
        range.isEmpty
          ? "does not say which row this one belongs to" : "longer than \(Self.longestName) bytes", nil,
        record, &findings)
      return false
    }
    answers.participant = answers.append(record.bytes, range)
    return true
  }

  private func readEvent(
    _ record: borrowing Record, _ answers: inout Answers, _ findings: inout FindingSink
  ) -> Bool {
    if columns.event < 0 {
      answers.event = constantEvent
      if constantEvent >= 0 { answers.eventText = answers.append(eventBytes[constantEvent]) }
      return true
    }
    let range = CellText.trimmed(record.bytes, record.range(of: columns.event))
    if range.isEmpty {
      report("event", .error, columns.event, "the event is blank", nil, record, &findings)
      return false
    }
    if isOpenEvent, openNames.count > 0 {
      guard let place = openNames[record.bytes, range] else {
        report(
          "event", .error, columns.event, "no event that the project has",
          nearestEvent(range, record, findings),
          record, &findings)
        return false
      }
      answers.eventText = answers.append(openEvents[place])
      return true
    }
    if isOpenEvent {
      guard range.count <= 100, CellText.fault(of: record.bytes, range, allowsLines: false) == .none else {
        report("event", .error, columns.event, "no name of an event", nil, record, &findings)
        return false
      }
      answers.eventText = answers.append(record.bytes, range)
      return true
    }
    guard let event = eventTable[record.bytes, range] else {
      report(
        "event", .error, columns.event, "no event that the questionnaire knows",
        nearestEvent(range, record, findings), record, &findings)
      return false
    }
    answers.event = event
    answers.eventText = answers.append(eventBytes[event])
    return true
  }

  /// The event that was probably meant, while findings are kept in full; short cells are near to everything.
  private func nearestEvent(
    _ range: Range<Int>, _ record: borrowing Record, _ findings: FindingSink
  ) -> String? {
    guard findings.samples.count < findings.limit, (4...80).contains(range.count) else { return nil }
    return Spelling.nearest(to: String(decoding: record.bytes[range], as: UTF8.self), among: eventWords)
      .map { "did you mean \($0)?" }
  }

  private func readInstance(
    _ record: borrowing Record, _ answers: inout Answers, _ findings: inout FindingSink
  ) -> Bool {
    let range = CellText.trimmed(record.bytes, record.range(of: columns.instance))
    if range.isEmpty { return true }
    let isNew = record.bytes[range].elementsEqual("NEW".utf8) { Self.upperCased($0) == $1 }
    if isNew {
      answers.instance = 0
      return true
    }
    guard let value = NumberReader.integer(record.bytes, range, decimalMark: 0x2E),
      (1...32_767).contains(value)
    else {
      report(
        "instance", .error, columns.instance, "neither a whole number from 1 to 32767 nor new", nil, record,
        &findings)
      return false
    }
    answers.instance = Int16(value)
    return true
  }

  private func readSlot(
    _ slot: Int, _ record: borrowing Record, _ answers: inout Answers, _ findings: inout FindingSink
  ) -> Bool {
    let column = columns.slots[slot]
    answers.slots[slot] = 0..<0
    guard column >= 0 else { return true }
    let range = CellText.trimmed(record.bytes, record.range(of: column))
    if let table = slotTables[slot] {
      guard let place = table[record.bytes, range] else {
        report("slot", .error, column, "no slot that the questionnaire knows", nil, record, &findings)
        return false
      }
      answers.slots[slot] = answers.append(slotBytes[slot][place])
      return true
    }
    // A number without leading zeros, so that 1, 01 and 1.0 are one slot.
    if let value = NumberReader.integer(record.bytes, range, decimalMark: 0x2E), (1...99).contains(value) {
      let start = answers.text.count
      if value >= 10 { answers.text.append(0x30 + UInt8(value / 10)) }
      answers.text.append(0x30 + UInt8(value % 10))
      answers.slots[slot] = start..<answers.text.count
      return true
    }
    let isLast = record.bytes[range].elementsEqual("last".utf8) { Self.upperCased($0) == Self.upperCased($1) }
    guard isLast else {
      report("slot", .error, column, "neither a number from 1 to 99 nor last", nil, record, &findings)
      return false
    }
    answers.slots[slot] = answers.append(Array("last".utf8))
    return true
  }

  private func report(
    _ rule: String, _ severity: Finding.Severity, _ column: Int, _ message: String, _ hint: String?,
    _ record: borrowing Record, _ findings: inout FindingSink
  ) {
    findings.add(
      Finding(
        rule: rule, severity: severity, line: record.line, record: record.number, column: names[column],
        message: message, hint: hint))
  }

  private static func upperCased(_ byte: UInt8) -> UInt8 {
    byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte
  }
}

extension Answers {
  fileprivate mutating func append(_ bytes: [UInt8]) -> Range<Int> {
    append(bytes, 0..<bytes.count)
  }
}
