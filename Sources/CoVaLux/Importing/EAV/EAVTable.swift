import CSV
import CohortModel
import Questionnaires

/// Puts the rows of a questionnaire together from a file that lists values one by one: REDCap's EAV form.
///
/// The lines of a record need not stand together. They are sorted by record, event and instance, each group becomes a
/// row, and the rows are sorted by the lines where they begin, all in bounded memory.
struct EAVTable {
  /// The most lines that may contradict each other before the file as a whole is refused.
  private static let mostContradictions = 10_000
  private static let mostFields = 4096

  /// Places of the columns in the file; -1 where it has none.
  private struct Columns {
    let record: Int
    let event: Int
    let instrument: Int
    let instance: Int
    let field: Int
    let value: Int

    var keys: [Int] { [record, event, instrument, instance] }
  }

  private let file: SourceFile
  private let fields: EAVFields
  private let columns: Columns
  /// Columns of the rows: those of the questionnaire, then fields that it does not know.
  private var names: [String]
  private var unknown: [String: Int] = [:]
  /// Columns that some line has a value for.
  private var seen: Set<Int> = []
  private var firstPlaces: [Int: CellPlaces.Place] = [:]
  private var objections: [Int: [Finding]] = [:]
  private var contradictionCount = 0
  private var repeated: (count: Int, first: CellPlaces.Place?) = (0, nil)

  /// Whether the file has a row for each field, by its header.
  static func isHeld(in file: SourceFile, _ dialect: Dialect, as questionnaire: Questionnaire) throws -> Bool
  {
    var reader = RecordReader(file.bytes(), dialect: dialect)
    var record = Record()
    return try ImportAttempt.readNext(&reader, &record, file)
      && EAVFields.areIn(record.strings, of: questionnaire)
  }

  /// The file as rows; nil if it has rows already.
  static func rows(
    of file: SourceFile, _ survey: inout FileSurvey, as questionnaire: Questionnaire
  ) throws -> SourceFile? {
    var reader = RecordReader(file.bytes(), dialect: survey.dialect)
    var record = Record()
    guard try ImportAttempt.readNext(&reader, &record, file),
      EAVFields.areIn(record.strings, of: questionnaire)
    else { return nil }
    var table = try EAVTable(header: record.strings, file, questionnaire)
    let rows = try table.pivot(&reader, &record)
    survey = survey.ofRows(Dialect(delimiter: .comma))
    return rows
  }

  private init(header: [String], _ file: SourceFile, _ questionnaire: Questionnaire) throws {
    self.file = file
    let names = header.map { name in
      String(decoding: Self.trimmed(Array(name.utf8)[...]), as: UTF8.self).lowercased()
    }
    func place(_ name: String) -> Int { names.firstIndex(of: name) ?? -1 }
    let records = ["record"] + questionnaire.participant.columns.map { $0.lowercased() }
    columns = Columns(
      record: records.lazy.map { place($0) }.first { $0 >= 0 } ?? 0, event: place(EAVFields.keyNames[0]),
      instrument: place(EAVFields.keyNames[1]), instance: place(EAVFields.keyNames[2]),
      field: place("field_name"),
      value: place("value"))
    let keys = zip(EAVFields.keyNames, columns.keys.dropFirst()).filter { $0.1 >= 0 }.map(\.0)
    fields = EAVFields(questionnaire, keys: keys)
    self.names = fields.columns
    let known = columns.keys + [columns.field, columns.value]
    let others = header.indices.filter { !known.contains($0) && names[$0] != "redcap_data_access_group" }
    guard others.isEmpty else {
      throw ImportRefusal.unusable(
        file: file.name,
        others.map { other in
          Finding(
            rule: "unknown-column", severity: .error, column: header[other],
            message: "a file with field_name and value has no such column",
            hint: "it may have record, redcap_event_name, redcap_repeat_instrument and redcap_repeat_instance"
          )
        })
    }
  }

  private mutating func pivot(_ reader: inout RecordReader, _ record: inout Record) throws -> SourceFile {
    var cells = SpilledEntries()
    while try ImportAttempt.readNext(&reader, &record, file) { try take(record, into: &cells) }
    var rows = SpilledEntries()
    try group(&cells, into: &rows)
    return try write(&rows)
  }

  /// Sorts one value in: by what its row is known by, then by its line.
  private mutating func take(_ record: borrowing Record, into cells: inout SpilledEntries) throws {
    let place = CellPlaces.Place(line: record.line, record: record.number)
    guard record.count > columns.value, record.count > columns.field else {
      throw refusal("field-count", "a line with fewer fields than the header", place)
    }
    var key: [UInt8] = []
    for column in columns.keys {
      let text =
        column >= 0 && column < record.count ? Self.trimmed(record.bytes[record.range(of: column)]) : []
      key += CellPlaces.bytes([text.count]) + text
    }
    let field = String(decoding: Self.trimmed(record.bytes[record.range(of: columns.field)]), as: UTF8.self)
    // Spaces around a text are part of it, as in a table.
    var value = Array(record.bytes[record.range(of: columns.value)])
    let column = try column(of: field, &value, place)
    seen.insert(column)
    key += CellPlaces.bytes([place.line])
    try cells.append(key: key, payload: CellPlaces.bytes([column, place.record]) + value)
  }

  private static func trimmed(_ text: ArraySlice<UInt8>) -> [UInt8] {
    let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
    let start = text.firstIndex { !isSpace($0) } ?? text.endIndex
    let end = text.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start
    return Array(text[start..<max(start, end)])
  }

  /// The column that a field stands for; a code of a checkbox question ticks the column of its option.
  private mutating func column(
    of field: String, _ value: inout [UInt8], _ place: CellPlaces.Place
  ) throws -> Int {
    if let known = fields[field] { return known }
    if let option = fields.option(String(decoding: Self.trimmed(value[...]), as: UTF8.self), of: field) {
      value = Array("1".utf8)
      return option
    }
    if let known = unknown[field] { return known }
    guard names.count < Self.mostFields else {
      throw refusal("unknown-column", "more than \(Self.mostFields) different names of fields", place)
    }
    unknown[field] = names.count
    firstPlaces[names.count] = place
    names.append(field)
    return names.count - 1
  }

  /// Gathers the values of each row.
  private mutating func group(_ cells: inout SpilledEntries, into rows: inout SpilledEntries) throws {
    let lineLength = 8
    var key: [UInt8] = []
    var row = Group()
    try cells.forEach { entry in
      let own = entry.key.dropLast(lineLength)
      if !own.elementsEqual(key) || row.isEmpty {
        try row.move(into: &rows, key: key)
        key = Array(own)
      }
      let numbers = CellPlaces.numbers(entry.payload.prefix(16))
      let line = CellPlaces.numbers(entry.key.suffix(lineLength))[0]
      let place = CellPlaces.Place(line: line, record: numbers[1])
      let value = Array(entry.payload.dropFirst(16))
      guard let before = row.cells[numbers[0]] else {
        row.add(numbers[0], value, place)
        return
      }
      if before.value == value {
        repeated = (repeated.count + 1, repeated.first ?? place)
      } else {
        try contradict(numbers[0], before.place ?? place, place, rowLine: row.first?.line ?? line)
      }
    }
    try row.move(into: &rows, key: key)
  }

  private mutating func contradict(
    _ column: Int, _ first: CellPlaces.Place, _ second: CellPlaces.Place, rowLine: Int
  ) throws {
    contradictionCount += 1
    guard contradictionCount <= Self.mostContradictions else {
      throw refusal("contradiction", "too many fields that have several values", second)
    }
    for place in [first, second] {
      let finding = Finding(
        rule: "contradiction", severity: .error, line: place.line, record: place.record,
        column: names[column],
        message: "the file has another value for the same field of the same record",
        hint: "keep the right line and remove the others")
      if objections[rowLine]?.contains(finding) != true { objections[rowLine, default: []].append(finding) }
    }
  }

  /// Writes the rows as a table, and where their cells stood.
  private func write(_ rows: inout SpilledEntries) throws -> SourceFile {
    var table = try SpoolFile()
    var index = try SpoolFile()
    var places = try SpoolFile()
    var writer = CSVWriter(dialect: Dialect(delimiter: .comma), isFormulaSafe: false)
    let keyColumns = ([names[0]] + EAVFields.keyNames).map { fields[$0] }
    // A field that no line has is not in the file, as a column that a table lacks.
    let kept = names.indices.filter { seen.contains($0) || keyColumns.contains($0) }
    for column in kept { writer.writeText(names[column]) }
    try writer.endRecord()
    try rows.forEach { entry in
      var group = Group(entry)
      for (column, text) in zip(keyColumns, group.keys) {
        if let column, group.cells[column] == nil || column == 0 { group.cells[column] = (text, nil) }
      }
      for column in kept {
        if let value = group.cells[column]?.value, !value.isEmpty {
          writer.writeTyped(value.span)
        } else {
          writer.writeEmpty()
        }
      }
      try writer.endRecord()
      try writer.drain { bytes throws(SourceFileError) in try table.append(bytes) }
      if let first = group.first {
        try CellPlaces.append(
          .init(first: first, cells: group.cells.compactMapValues(\.place)), index: &index, cells: &places)
      }
    }
    try writer.drain { bytes throws(SourceFileError) in try table.append(bytes) }
    try table.flush()
    try index.flush()
    try places.flush()
    var hints: [Int: String] = [:]
    for (field, column) in unknown {
      hints[column] = fields.nearest(to: field).map { "did you mean \"\($0)\"?" }
    }
    var notes: [Finding] = []
    if let first = repeated.first {
      notes.append(
        Finding(
          rule: "repeated-key", severity: .note, line: first.line, record: first.record,
          message: "\(repeated.count) lines repeat a value that the file has already"))
    }
    return try SourceFile(
      rows: table, of: file,
      places: CellPlaces(index: index, cells: places, columns: names, firstPlaces: firstPlaces, hints: hints),
      objections: objections, notes: notes)
  }

  private func refusal(_ rule: String, _ message: String, _ place: CellPlaces.Place) -> ImportRefusal {
    .unusable(
      file: file.name,
      [Finding(rule: rule, severity: .error, line: place.line, record: place.record, message: message)])
  }
}

/// The values of one row while they are gathered, and as they are sorted.
private struct Group {
  /// Record, event, instrument and instance.
  var keys: [[UInt8]] = []
  var cells: [Int: (value: [UInt8], place: CellPlaces.Place?)] = [:]
  var first: CellPlaces.Place?

  var isEmpty: Bool { first == nil }

  init() {}

  mutating func add(_ column: Int, _ value: [UInt8], _ place: CellPlaces.Place) {
    first = first ?? place
    cells[column] = (value, place)
  }

  /// Sorts the row in by the line where it begins, and starts another.
  mutating func move(into rows: inout SpilledEntries, key: [UInt8]) throws {
    guard let first else { return }
    var payload = CellPlaces.bytes([key.count]) + key + CellPlaces.bytes([first.record])
    for (column, cell) in cells {
      guard let place = cell.place else { continue }
      payload += CellPlaces.bytes([column, place.line, place.record, cell.value.count]) + cell.value
    }
    try rows.append(key: CellPlaces.bytes([first.line]), payload: payload)
    self = Group()
  }

  init(_ entry: SpilledEntries.Entry) {
    var rest = entry.payload
    func number() -> Int {
      defer { rest = rest.dropFirst(8) }
      return CellPlaces.numbers(rest.prefix(8)).first ?? 0
    }
    func text(_ count: Int) -> [UInt8] {
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
    let keyLength = number()
    let keyEnd = rest.startIndex + keyLength
    while rest.startIndex < keyEnd { keys.append(text(number())) }
    first = .init(line: CellPlaces.numbers(entry.key).first ?? 0, record: number())
    while !rest.isEmpty {
      let column = number()
      let place = CellPlaces.Place(line: number(), record: number())
      cells[column] = (text(number()), place)
    }
  }
}
