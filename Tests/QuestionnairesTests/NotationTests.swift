import CSV
import CohortModel
import Questionnaires
import Testing

@Suite struct NotationTests {
  /// What a file of one column proves: its refusals and notes, and the cells as they are then read.
  struct Proof {
    var refusals: [Finding] = []
    var notes: [Finding] = []
    var reading: Reading?

    /// The column's cells: a date, a number, or the finding.
    var cells: [String] {
      guard let reading else { return [] }
      return reading.answers.indices.map { row in
        let cell = reading.answers[row].cells[0]
        switch cell.state {
        case .value:
          let isDate = reading.targets[0].columnName == "d"
          let number = cell.double == cell.double.rounded() ? "\(Int64(cell.double))" : "\(cell.double)"
          return isDate ? "\(StudyDay(days: Int32(cell.int)))" : number
        case .missing(.unreadable):
          return reading.sink.samples.first { $0.line == row + 2 }?.rule ?? "?"
        default: return "-"
        }
      }
    }
  }

  static func proof(_ lines: String, _ cells: [String], notation: Notation = Notation()) throws -> Proof {
    let questionnaire = try Questionnaire.load(
      text: "questionnaire: test\nversion: 1\nparticipant: { column: id }\nevent: baseline\n" + lines,
      fileName: "test.yaml", vocabulary: TestVocabulary.shared, notation: notation)
    let column = questionnaire.writes[0].columns[0]
    let text =
      "id,\(column)\n" + cells.enumerated().map { "A-\($0.offset),\"\($0.element)\"\n" }.joined()
    let table = try Table(text)
    guard case .bound(let bound, _) = questionnaire.bind(header: table.header, today: "2026-01-01") else {
      throw Reading.Refusal()
    }
    var survey = NotationSurvey(bound)
    for record in table.records { survey.note(record) }
    switch survey.conclude(questionnaire) {
    case .undecided(let refusals): return Proof(refusals: refusals)
    case .settled(let settled, let notes, _):
      return Proof(notes: notes, reading: try Reading(settled, text))
    }
  }

  private static let date = "writes:\n  answer.d: { column: d, type: date, format: proven }\n"
  private static let number = "writes:\n  answer.n: { column: n, type: number, decimal: proven }\n"

  @Test(
    arguments: [
      // One first part above 12 decides for the column.
      (["03/02/2021", "14/02/2021", ""], ["2021-02-03", "2021-02-14", "-"]),
      (["03/02/2021", "02/14/2021"], ["2021-03-02", "2021-02-14"]),
      // Nothing decides, and nothing depends on it.
      (["2021-02-03", "05.05.2021"], ["2021-02-03", "2021-05-05"]),
      // One or two digits, any separator, year first, and a time of day that is not kept.
      (
        ["3.4.2021", "14-04-2021", "2021/04/05", "15 4 2021 12:30", "3. 5. 2021"],
        ["2021-04-03", "2021-04-14", "2021-04-05", "2021-04-15", "2021-05-03"]
      ),
      // What no order reads is a finding and proves nothing.
      (
        ["14/02/2021", "31/02/2021", "32/01/2021", "14/02/21", "44000", "soon"],
        ["2021-02-14", "date", "date", "two-digit-year", "date-serial", "date"]
      ),
      // Both are proven and no cell could be read either way: the more frequent order is followed.
      (["14/02/2021", "15/02/2021", "02/16/2021"], ["2021-02-14", "2021-02-15", "date"]),
    ] as [([String], [String])])
  func `a column of dates proves its order`(cells: [String], read: [String]) throws {
    let proof = try Self.proof(Self.date, cells)
    #expect(proof.refusals == [])
    #expect(proof.cells == read)
  }

  @Test(
    arguments: [
      (
        ["03/02/2021", "05/05/2021", "04/02/2021"],
        "line 2, d: 2 of 3 dates can be read day first or month first, and nothing decides"
      ),
      (
        ["01/02/2021", "14/02/2021", "02/15/2021", "16/02/2021"],
        "line 4, d: 2 dates (first line 3) can only be read day first, 1 date (first line 4) only month first, "
          + "and 1 either way"
      ),
      (
        ["14/02/2021", "02/15/2021"],
        "line 3, d: 1 date (first line 2) can only be read day first, 1 date (first line 3) only month first"
      ),
    ])
  func `a column of dates that cannot be proven refuses the file`(cells: [String], reason: String) throws {
    let proof = try Self.proof(Self.date, cells)
    #expect(
      proof.refusals.map(\.description) == [
        "\(reason) (give --dates dmy or --dates mdy, or say date-format in the questionnaire)"
      ])
  }

  @Test func `what was proven is said with its evidence`() throws {
    let proof = try Self.proof(Self.date, ["03/02/2021", "14/02/2021", "2021-02-15", "x"])
    #expect(
      proof.notes.map(\.description) == ["d: dates are read day first: 1 of 3 prove it, first line 3"])
    #expect(try Self.proof(Self.date, ["2021-02-15"]).notes == [])
  }

  @Test(
    arguments: [
      (["1,5", "2", "1.234,5", "1.234"], ["1.5", "2", "1234.5", "1234"]),
      (["1.5", "2", "1,234.5", "1,234"], ["1.5", "2", "1234.5", "1234"]),
      (["1.234.567", "0,125"], ["1234567", "0.125"]),
      (["0.125", "1.234"], ["0.125", "1.234"]),
      (["1 234,5", "1\u{A0}234", "1\u{202F}234,25", "1 23"], ["1234.5", "1234", "1234.25", "number"]),
      (["1'234.5", "1’234’567", "1'2345.0"], ["1234.5", "1234567", "number"]),
      // No cell shows that points stand between thousands here.
      (["1,5", "1.234"], ["1.5", "number"]), (["12", "13"], ["12", "13"]),
      (["-1,5", "+2,5", "--1", "1,5e3", "1,5E+12"], ["-1.5", "2.5", "number", "number", "exponent"]),
      (
        ["1,5", "1. Mai", "mai-21", "2021-05-01"],
        ["1.5", "number-as-date", "number-as-date", "number-as-date"]
      ),
      (["56.5", "57.5", "72,5"], ["56.5", "57.5", "number"]),
    ] as [([String], [String])])
  func `a column of numbers proves its decimal mark`(cells: [String], read: [String]) throws {
    let proof = try Self.proof(Self.number, cells)
    #expect(proof.refusals == [])
    #expect(proof.cells == read)
  }

  @Test(arguments: [
    ["1.234"], ["1,234", "12"], ["1.5", "1,5", "1.234"], ["1.5", "1,5"], ["250.000", "3.000"],
  ])
  func `a column of numbers that cannot be proven refuses the file`(cells: [String]) throws {
    let proof = try Self.proof(Self.number, cells)
    #expect(proof.refusals.map(\.rule) == ["decimal-mark"])
    #expect(proof.refusals.first?.hint?.hasPrefix("give --decimal comma or --decimal point") == true)
  }

  @Test func `codes and missing tokens are no evidence`() throws {
    let proof = try Self.proof(
      "missing: { \"14/14/2021\": unknown, \"9,9\": refused }\n" + Self.number, ["9,9", "1.234"])
    #expect(proof.refusals.count == 1)
  }

  @Test func `patterns that contradict each other are not tried one after the other`() throws {
    let lines =
      "writes:\n  answer.d: { column: d, type: date, format: [dd/MM/yyyy, MM/dd/yyyy, dd.MM.yyyy] }\n"
    #expect(try Self.proof(lines, ["03/02/2021"]).refusals.map(\.rule) == ["date-order"])
    #expect(
      try Self.proof(lines, ["03/02/2021", "02/14/2021", "03.02.2021"]).cells
        == ["2021-03-02", "2021-02-14", "2021-02-03"])
    // Other separators tell them apart.
    let apart = "writes:\n  answer.d: { column: d, type: date, format: [dd/MM/yyyy, MM-dd-yyyy] }\n"
    #expect(try Self.proof(apart, ["03/02/2021", "03-02-2021"]).cells == ["2021-02-03", "2021-03-02"])
  }

  @Test func `columns are evidence for each other only where the questionnaire says so`() throws {
    for (word, isProven) in [("proven", false), ("proven-together", true)] {
      let questionnaire = try Questionnaire.test(
        "date-format: \(word)\nwrites:\n  answer.a: { column: a, type: date }\n  answer.b: { column: b, type: date }\n"
      )
      let table = try Table("id,a,b\nA-1,03/02/2021,14/02/2021\n")
      guard case .bound(let bound, _) = questionnaire.bind(header: table.header, today: "2026-01-01") else {
        throw Reading.Refusal()
      }
      var survey = NotationSurvey(bound)
      for record in table.records { survey.note(record) }
      if case .settled = survey.conclude(questionnaire) { #expect(isProven) } else { #expect(!isProven) }
    }
  }

  @Test func `what is declared needs no look at the file`() throws {
    let questionnaire = try Questionnaire.test(
      "date-format: dd/MM/yyyy\ndecimal: \",\"\nwrites:\n  answer.d: { column: d, type: date }\n")
    #expect(!questionnaire.hasOpenNotation)
    #expect(try Questionnaire.test(Self.date).hasOpenNotation)
  }

  @Test func `before the proof nothing is read that could be read in two ways`() throws {
    let reading = try Reading(
      try Questionnaire.test(Self.date), "id,d\nA-1,14/02/2021\nA-2,2021-02-14\n")
    #expect(reading.found == ["date d error"])
  }

  // MARK: What a command line says

  @Test(
    arguments: [
      ("dmy", nil, "03/02/2021", "2021-02-03"), ("mdy", nil, "03/02/2021", "2021-03-02"),
      ("mdy", nil, "25/04/2021", "date"), ("ymd", nil, "2021/2/3", "2021-02-03"),
      ("ymd", nil, "03/02/2021", "date"), ("dd.MM.yyyy", nil, "25.04.2021", "2021-04-25"),
      ("dd.MM.yyyy", nil, "2021-04-25", "2021-04-25"), ("dd/MM/yy", nil, "25/04/21", "2021-04-25"),
      ("dd/MM/yy", nil, "25/04/70", "1970-04-25"), ("excel-1900", nil, "44289", "2021-04-03"),
      ("excel-1904", nil, "42827", "2021-04-03"), ("d MMMM yyyy", .german, "3. März 2021", "2021-03-03"),
      ("d MMMM yyyy", .english, "March 3, 2021", "2021-03-03"),
      ("d MMMM yyyy", .french, "3 février 2021", "2021-02-03"),
      ("d MMMM yyyy", .french, "3 fe\u{301}vrier 2021", "2021-02-03"),
      ("d MMMM yyyy", .french, "1er mars 2021", "2021-03-01"),
      ("d MMM yyyy", .french, "3 févr. 2021", "2021-02-03"), ("d MMM yyyy", .french, "3 jui 2021", "date"),
      ("d MMM yyyy", .portuguese, "3 mar 2021", "2021-03-03"),
      ("d MMMM yyyy", .portuguese, "3 de março de 2021", "2021-03-03"),
      ("d MMMM yyyy", .portuguese, "24 dez 2021", "2021-12-24"),
      ("d MMMM yyyy", .german, "3 março 2021", "date"), ("dmy", .english, "12-Jan-2021", "2021-01-12"),
      ("d MMM yyyy", .luxembourgish, "3. Mäerz 2021", "2021-03-03"),
      ("d MMM yyyy", .english, "3 March", "date"), ("d MMM yyyy", .english, "31 Feb 2021", "date"),
    ] as [(String, Language?, String, String)])
  func `a command line says how dates are written`(
    dates: String, language: Language?, cell: String, read: String
  ) throws {
    var notation = Notation()
    notation.dates = Notation.Dates(text: dates)
    notation.language = language
    #expect(notation.dates?.isValid == true)
    for declared in ["proven", "dd-MM-yyyy"] {
      let lines = "writes:\n  answer.d: { column: d, type: date, format: \(declared) }\n"
      #expect(try Self.proof(lines, [cell], notation: notation).cells == [read], "\(declared)")
    }
  }

  @Test func `what a questionnaire declares stays beside the command line where both are clear`() throws {
    var notation = Notation()
    notation.dates = .order(.monthDayYear)
    let lines = "writes:\n  answer.d: { column: d, type: date, format: [dd/MM/yyyy, yyyyMMdd] }\n"
    #expect(
      try Self.proof(lines, ["03/02/2021", "20210203", "25/04/2021"], notation: notation).cells
        == ["2021-03-02", "2021-02-03", "date"])
    let partial = "writes:\n  infection(1).onset: { column: d, format: [dd/MM/yyyy, MM/yyyy] }\n"
    #expect(
      try Self.proof(partial, ["03/02/2021", "04/2021"], notation: notation).cells
        == ["2021-03-02", "2021-04-01"])
  }

  @Test(arguments: [
    ("yyyy", "1980-01-01", "date"), ("dd/MM/yyyy", "1980-01-01", "1980"), ("yyyy", "1980", "1980"),
  ])
  func `a year is taken from a date unless the questionnaire says that it is a year`(
    format: String, cell: String, read: String
  ) throws {
    let lines = "writes:\n  participant.birth-year: { column: n, format: \(format) }\n"
    var notation = Notation()
    #expect(try Self.proof(lines, [cell]).cells == [read])
    notation.dates = .order(.yearMonthDay)
    #expect(try Self.proof(lines, [cell], notation: notation).cells == [read])
  }

  @Test func `months in words need a language`() throws {
    var notation = Notation()
    notation.dates = .pattern("d MMMM yyyy")
    #expect(throws: QuestionnaireError.self) { try Self.proof(Self.date, [], notation: notation) }
    #expect(!Notation.Dates(text: "d-m-y").isValid)
  }

  @Test func `a given decimal mark decides what could be read in two ways and says so`() throws {
    var notation = Notation()
    notation.decimal = .comma
    for declared in ["proven", "\".\"", "\",\""] {
      let lines = "writes:\n  answer.n: { column: n, type: number, decimal: \(declared) }\n"
      let proof = try Self.proof(lines, ["72,5", "56.5", "1.072", "7.2.5"], notation: notation)
      #expect(proof.cells == ["72.5", "56.5", "1072", "number"], "\(declared)")
      #expect(
        proof.reading?.found == ["decimal-mark n note", "thousands n note", "number n error"], "\(declared)")
    }
  }

  @Test func `a declared decimal mark holds and a contradiction names the flag`() throws {
    let lines = "writes:\n  answer.n: { column: n, type: number, decimal: \",\" }\n"
    let proof = try Self.proof(lines, ["72,5", "56.5"])
    #expect(proof.cells == ["72.5", "number"])
    #expect(proof.reading?.sink.samples.first?.hint?.contains("--decimal point") == true)
  }

  @Test func `missing codes of a command line hold in every column, behind codes of the question`() throws {
    var notation = Notation()
    notation.missing = try ["NA", "-99=refused"].map { try #require(Notation.MissingCode(argument: $0)) }
    let lines = "writes:\n  answer.n: { column: n, type: integer, range: 0...9 }\n"
    let proof = try Self.proof(lines, ["NA", "-99", "5"], notation: notation)
    #expect(proof.reading?.found == [])
    #expect(
      proof.reading?.answers.map { $0.cells[0].state } == [.missing(.unknown), .missing(.refused), .value])
    #expect(Notation.MissingCode(argument: "NA=never") == nil && Notation.MissingCode(argument: "") == nil)
  }
}
