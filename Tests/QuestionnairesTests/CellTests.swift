import CohortModel
import Questionnaires
import Testing

@Suite struct CellTests {
  private static let questionnaire = Result {
    try Questionnaire.test(
      """
      decimal: ","
      date-format: dd/MM/yyyy
      missing: { "NA": unknown, "-99": refused, "/": not-answered }
      truth: { yes: ["1", oui], no: ["0", "2", non] }
      writes:
        symptom.fatigue: { column: grade, codes: { 0: absent, 1: mild, 10: severe, 88: null } }
        symptom.cough: { column: own }
        participant.asthma: { column: asthma }
        participant.birth-year: { column: birth }
        participant.weight-kg: { column: weight, range: 30...250, severity: warning, unit: kg }
        participant.canton: { column: canton }
        infection(1).onset: { column: onset, format: [dd/MM/yyyy, MM/yyyy, yyyy] }
        infection(1).tested: { column: tested, range: 2020-03-01...2021-12-31 }
        vaccination(1).product: { column: product }
        vaccination(1).batch: { column: batch }
        answer.temperature: { column: temperature, type: number, range: 34...43, on-error: cell }
        answer.hours: { column: hours, type: integer, range: 0...50, unit: hours }
        answer.notes: { column: notes, type: text }
        answer.day: { column: day, type: date, format: d.M.yyyy }
      """)
  }

  /// Reads one cell; the rest of the row is blank.
  private func read(_ column: String, _ text: String) throws -> (Cell, Answers, Reading) {
    let questionnaire = try Self.questionnaire.get()
    let columns = ["id"] + questionnaire.writes.flatMap(\.columns)
    let place = try #require(columns.firstIndex(of: column))
    var cells = Array(repeating: "", count: columns.count)
    cells[0] = "LUX-1"
    cells[place] = "\"" + text.replacing("\"", with: "\"\"") + "\""
    let reading = try Reading(
      questionnaire, columns.joined(separator: ",") + "\n" + cells.joined(separator: ",") + "\n")
    return (try reading.cell(0, column), reading.answers[0], reading)
  }

  @Test(arguments: ["\u{FEFF}\u{00A0}1\u{200B}\t", "1\u{00A0}", "\u{200B}1", "\u{2060}1 "])
  func `an invisible character around a value is left out and said`(text: String) throws {
    let (cell, _, reading) = try read("grade", text)
    #expect(reading.found == ["trimmed grade note"])
    #expect(cell.state == .value && cell.int == 1)
  }

  @Test(arguments: [("hours", "1\u{200B}2"), ("onset", "2021\u{202F}04-03"), ("weight", "1\u{00A0}000")])
  func `an invisible character within a value is said`(column: String, text: String) throws {
    let (_, _, reading) = try read(column, text)
    #expect(
      reading.sink.samples.map(\.hint) == [
        "the cell holds an invisible character or a no-break space; type it anew"
      ])
  }

  @Test(arguments: ["  two  ", "\t=1+1", "\n\n\n", "a\u{200B}b", "x\r\n", "\u{FEFF}x"])
  func `a remark is kept as it stands`(text: String) throws {
    let (cell, answers, reading) = try read("notes", text)
    #expect(reading.found == [])
    #expect(answers.string(cell.text) == text)
  }

  @Test(arguments: ["", " ", "\t", "\u{00A0}"])
  func `a remark of spaces is blank`(text: String) throws {
    #expect(try read("notes", text).0.state == .blank)
  }

  @Test(arguments: [
    ("grade", "0", 0), ("grade", "1", 1), ("grade", "10", 3), ("grade", " 1 ", 1), ("grade", "01", 1),
    ("grade", "1,0", 1), ("own", "SEVERE", 3), ("own", "4", 4), ("asthma", "Oui", 1), ("asthma", "2", 0),
    ("birth", "1974", 1974), ("birth", "05/11/1974", 1974), ("hours", "06", 6), ("hours", "00", 0),
    ("hours", "+7", 7), ("hours", "7,0", 7), ("canton", "lu-es", 10), ("day", "3.4.2021", 7763),
    ("day", "13.12.2021", 8017), ("day", "2021-04-03", 7763), ("tested", "03/04/2021", 7763),
  ])
  func `a cell has the integer that it says`(column: String, text: String, value: Int) throws {
    let (cell, _, reading) = try read(column, text)
    #expect(reading.found == [])
    #expect(cell.state == .value)
    if column == "canton" {
      #expect(TestVocabulary.shared.identifiers(of: .canton)[Int(cell.int)] == "LU-ES")
    } else {
      #expect(cell.int == Int64(value))
    }
  }

  @Test(
    arguments: [
      ("37,2", 37.2), ("38", 38), ("42,999", 42.999), ("+36,60", 36.6),
      ("40,123456789012345678", 40.123456789012345678),
      ("0000000000000000000000000034,5", 34.5),
      // Its digits, divided by a power of ten, would be rounded twice.
      ("35,36759319687447761", 35.36759319687447761), ("36,", nil), ("36.5", nil), ("3,6,5", nil),
      ("1e1", nil),
    ] as [(String, Double?)])
  func `a number has its decimal mark and is rounded once`(text: String, value: Double?) throws {
    let (cell, _, reading) = try read("temperature", text)
    let remark = text.count > 18 && !text.hasPrefix("0") ? ["digits temperature warning"] : []
    #expect(reading.found == (value == nil ? ["number temperature error"] : remark))
    #expect((cell.state == .value ? cell.double : nil) == value)
  }

  @Test(arguments: [
    ("grade", "NA", MissingReason.unknown), ("grade", "-99", .refused), ("hours", "-99", .refused),
    ("temperature", "/", .notAnswered), ("notes", "na", .unknown), ("tested", "NA", .unknown),
    ("grade", "88", .unknown), ("product", "NA", .unknown),
  ])
  func `a missing token keeps its reason`(column: String, text: String, reason: MissingReason) throws {
    let (cell, _, reading) = try read(column, text)
    #expect(reading.found == [])
    #expect(cell.state == .missing(reason))
  }

  @Test(arguments: [
    ("12/04/2021", PartialDate.Precision.day, "2021-04-12"), ("04/2021", .month, "2021-04-01"),
    ("2021", .year, "2021-01-01"), ("2021-04-12", .day, "2021-04-12"),
  ])
  func `a date has the precision that is written`(
    text: String, precision: PartialDate.Precision, day: StudyDay
  ) throws {
    let (cell, _, reading) = try read("onset", text)
    #expect(reading.found == [])
    #expect(cell.precision == precision)
    #expect(StudyDay(days: Int32(cell.int)) == day)
  }

  @Test(arguments: [("Pfizer/BioNTech", "comirnaty"), ("SPIKEVAX", "spikevax")])
  func `a product is known by its identifier or another name`(text: String, identifier: String) throws {
    let (cell, answers, reading) = try read("product", text)
    #expect(reading.found == [])
    #expect(answers.string(cell.text) == identifier)
    #expect(TestVocabulary.shared.identifiers(of: .vaccine)[Int(cell.int)] == identifier)
  }

  // Defects of real files, see `a number …`: each is one finding and never a guess.
  @Test(arguments: [
    ("temperature", "38°", "number temperature error"),
    ("temperature", "39,2 MAX", "number temperature error"),
    ("temperature", "37,8-38", "number temperature error"), ("hours", "1H", "number hours error"),
    ("hours", "60", "range hours error"), ("hours", "99999999999999999999", "number hours error"),
    ("temperature", "47", "range temperature error"), ("weight", "300", "range weight warning"),
    ("weight", "700", "range weight error"), ("grade", "2", "coding grade error"),
    ("grade", "mild", "coding grade error"), ("own", "5", "coding own error"),
    ("tested", "31/02/2021", "date tested error"), ("tested", "1/4/2021", "date tested error"),
    ("tested", "04/2021", "date tested error"), ("tested", "01/04/2022", "range tested error"),
    ("birth", "74", "date birth error"), ("birth", "1700", "range birth error"),
    ("batch", "AB\nC", "text batch error"), ("notes", "bell \u{07}", "text notes error"),
    ("product", "Comirnatty", "coding product error"),
  ])
  func `a cell that cannot be read is one finding`(column: String, text: String, finding: String) throws {
    let (cell, _, reading) = try read(column, text)
    #expect(reading.found == [finding])
    if finding.hasSuffix("warning") {
      #expect(cell.state == .value && reading.verdicts == [.accepted])
    } else {
      // Only the temperature is `on-error: cell`.
      #expect(cell.state == .missing(.unreadable))
      #expect(reading.verdicts == [column == "temperature" ? .accepted : .rejected])
    }
  }

  @Test func `messages name bounds and units`() throws {
    #expect(try read("hours", "60").2.sink.samples.first?.description == "line 2, hours: more than 50 hours")
    #expect(
      try read("tested", "01/02/2020").2.sink.samples.first?.description
        == "line 2, tested: before 2020-03-01")
    #expect(
      try read("grade", "5").2.sink.samples.first?.description
        == "line 2, grade: none of the codes 0, 1, 10, 88, NA, -99, /")
  }

  @Test func `a text is kept as it is, up to its limit`() throws {
    let (cell, answers, _) = try read("notes", " Ünïcode \"quoted\"\nsecond line ")
    #expect(answers.string(cell.text) == " Ünïcode \"quoted\"\nsecond line ")
    #expect(try read("batch", String(repeating: "é", count: 200)).2.found == [])
    #expect(try read("batch", String(repeating: "é", count: 201)).2.found == ["text batch error"])
  }

  @Test func `a blank cell keeps what is stored`() throws {
    let (cell, _, reading) = try read("grade", "  ")
    #expect(cell.state == .blank)
    #expect(reading.verdicts == [.accepted])
    #expect(reading.targets[0].blankReason == .notAnswered)
  }

  @Test(arguments: [
    ("37.2", "write one number, or give --decimal point if the file is written so"),
    ("38°", "write one number, without unit, remark or range"),
    ("37.8-38", "write one number, without unit, remark or range"),
  ])
  func `only what is a number with the other decimal mark is told of it`(text: String, hint: String) throws {
    let (_, _, reading) = try read("temperature", text)
    #expect(reading.sink.samples.map(\.hint) == [hint])
  }

  @Test(arguments: [
    ("02/28/2021", "give --dates dmy, mdy or a pattern if the file is written otherwise"),
    ("2021/02/28", "give --dates dmy, mdy or a pattern if the file is written otherwise"),
    ("31/02/2021", nil), ("29/02/2021", nil), ("soon", nil),
  ])
  func `only what is a day in another order is told of it`(text: String, hint: String?) throws {
    let (_, _, reading) = try read("tested", text)
    #expect(reading.sink.samples.map(\.hint) == [hint])
  }
}
