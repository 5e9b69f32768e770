import CSV
import CohortModel
import Questionnaires
import Testing

@Suite struct KeyTests {
  private func read(_ head: String, _ text: String) throws -> Reading {
    let questionnaire = try Questionnaire.load(
      text: "questionnaire: test\nversion: 1\n" + head, fileName: "test.yaml",
      vocabulary: TestVocabulary.shared)
    return try Reading(questionnaire, text)
  }

  private static let predi = """
    participant: { column: [subjid, SUBJID], number-format: "01-PREDI-0000" }
    event: baseline
    writes: { symptom.cough: cough }
    """

  @Test(arguments: [
    ("57", "01-PREDI-0057", []), ("0057", "01-PREDI-0057", []), ("00057", "01-PREDI-0057", []),
    ("01-PREDI-0057", "01-PREDI-0057", []), ("01-predi-1058", "01-PREDI-1058", ["letter-case SUBJID note"]),
    ("\t01-PREDI-1058", "01-PREDI-1058", ["trimmed SUBJID note"]),
    ("12345", "", ["participant-code SUBJID error"]), ("", "", ["participant-code SUBJID error"]),
    ("LUX 1", "", ["participant-code SUBJID error"]), ("LÜX-1", "", ["participant-code SUBJID error"]),
    (String(repeating: "A", count: 65), "", ["participant-code SUBJID error"]),
  ])
  func `a code is trimmed, capitalised and written into its format`(
    cell: String, code: String, findings: [String]
  ) throws {
    let reading = try read(Self.predi, "SUBJID,cough\n\(cell),1\n")
    #expect(reading.found == findings)
    #expect(reading.answers[0].string(reading.answers[0].participant) == code)
    #expect(reading.verdicts == [code.isEmpty ? .rejected : .accepted])
    if !code.isEmpty { #expect(try ParticipantCode(code).text == code) }
  }

  @Test(arguments: [
    ("event: { column: e }", "month-6", "month-6"), ("event: { column: e }", "MONTH-6", "month-6"),
    ("event: { column: e }", "month-77", nil), ("event: { column: e }", "", nil),
    ("event: { column: e, codes: { M6: month-6 } }", "m6", "month-6"),
    ("event: { column: e, codes: { M6: month-6 } }", "month-6", nil),
    ("event: { column: e, format: J0 }", "J14", "day-14"), ("event: { column: e, format: J0 }", "3", "day-3"),
    ("event: { column: e, format: J0 }", "J15", nil),
    ("event: { column: e, open: true }", "Visit 1_arm_1", "Visit 1_arm_1"),
  ])
  func `the event is an identifier, a code or as it is`(line: String, cell: String, event: String?) throws {
    let reading = try read(
      "participant: { column: id }\n\(line)\nwrites: { symptom.cough: cough }\n", "id,e,cough\nA,\(cell),1\n")
    #expect(reading.found == (event == nil ? ["event e error"] : []))
    let answers = reading.answers[0]
    #expect(answers.string(answers.eventText) == event ?? "")
    let place = TestVocabulary.shared.identifiers(of: .event).firstIndex(of: event ?? "") ?? -1
    #expect(answers.event == place)
  }

  @Test(
    arguments: [
      ("1", "2", "2", 1), ("", "01", "1", 1), ("7", "last", "last", 7), ("3", "LAST", "last", 3),
      ("x", "2", "2", nil), ("0", "1", "1", nil), ("1", "", nil, 1), ("1", "0", nil, 1), ("2", "100", nil, 2),
    ] as [(String, String, String?, Int16?)])
  func `instance and slot are read from cells`(
    instance: String, dose: String, slot: String?, number: Int16?
  ) throws {
    let reading = try read(
      """
      participant: { column: id }
      event: vaccination
      instance: { column: i }
      slots: { dose: { column: d } }
      writes: { vaccination(dose).given: g }
      """, "id,i,d,g\nA,\(instance),\(dose),2021-04-11\n")
    #expect(
      reading.found
        == [number == nil ? "instance i error" : nil, slot == nil ? "slot d error" : nil].compactMap(\.self))
    let answers = reading.answers[0]
    #expect(answers.string(answers.slots[0]) == slot ?? "")
    if let number { #expect(answers.instance == number) }
    #expect(
      reading.targets[0].destination
        == .concept(
          try #require(ConceptCatalogue(symptoms: [])["vaccination.given"]), slot: .cell(0)))
  }

  @Test func `rows of another stream are left out without a finding`() throws {
    let reading = try read(
      """
      participant: { column: id }
      event: month-12
      only: { column: stream, values: [month_12] }
      writes: { symptom.cough: cough }
      """, "id,stream,cough\nA,monthly,77\nA,Month_12,1\nA,,1\n")
    #expect(reading.verdicts == [.otherStream, .accepted, .otherStream])
    #expect(reading.found == [])
  }

  @Test func `a row of another number of fields is rejected`() throws {
    let reading = try read(Self.predi, "subjid,cough\n57\n57,1,1\n57,1\n")
    #expect(reading.verdicts == [.rejected, .rejected, .accepted])
    #expect(reading.found == ["field-count - error", "field-count - error"])
  }

  @Test func `an event that was mistyped is asked for by its name`() throws {
    let questionnaire = try Questionnaire.load(
      text: "questionnaire: t\nversion: 1\nparticipant: { column: id }\nevent: { column: e }\nwrites: {}\n",
      fileName: "t.yaml", vocabulary: TestVocabulary.shared)
    let reading = try Reading(questionnaire, "id,e\nA,mnth-6\nB,CANARY\n")
    #expect(reading.sink.samples.map(\.hint) == ["did you mean month-6?", nil])
  }

  @Test func `a column that stands twice is said once`() throws {
    let questionnaire = try Questionnaire.test("writes:\n  answer.a: { column: a, type: text }")
    guard case .refused(let findings) = questionnaire.bind(header: ["id", "a", "a"], today: "2026-01-01")
    else {
      Issue.record("the file is read")
      return
    }
    #expect(findings.map(\.rule) == ["repeated-column"])
  }
}
