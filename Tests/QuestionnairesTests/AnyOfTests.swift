import CohortModel
import Questionnaires
import Testing

/// Concepts that several columns tell together.
@Suite struct AnyOfTests {
  /// Dry and productive cough, graded or not, and what is said of neither by itself.
  private static let cough = """
    missing: { "": not-answered, "NA": unknown, "-9": refused }
    writes:
      symptom.cough:
        { any-of: [dry, wet], codes: { 0: absent, 1: mild, 2: moderate, 3: severe, y: present, x: not-applicable } }
      answer.dry: { column: dry, type: text }
    """

  /// The joint cell of a row in a word.
  private func joint(_ lines: String, _ header: String, _ row: String) throws -> (String, Reading) {
    let reading = try Reading(try Questionnaire.test(lines), "id,\(header)\nX,\(row)\n")
    let place = try #require(
      reading.targets.firstIndex {
        if case .concept(let concept, _) = $0.destination { concept.block == .symptom } else { false }
      })
    return (Self.word(reading.answers[0].cells[place]), reading)
  }

  private static func word(_ cell: Cell) -> String {
    switch cell.state {
    case .blank: "blank"
    case .skipped: "skipped"
    case .missing(let reason): reason.word
    case .value: Scale.symptom.name(of: Int16(cell.int)) ?? "?"
    }
  }

  @Test(arguments: [
    // Present if any column says so, whatever the other says.
    ("1,0", "mild"), ("0,1", "mild"), ("1,", "mild"), (",1", "mild"), ("NA,1", "mild"), ("y,-9", "present"),
    // The highest grade; one without a grade may be worse than moderate, and nothing is worse than severe.
    ("1,2", "moderate"), ("3,2", "severe"), ("2,2", "moderate"), ("y,2", "present"), ("1,y", "present"),
    ("y,3", "severe"), ("3,y", "severe"), ("y,y", "present"),
    // Absent only if all say so.
    ("0,0", "absent"),
    // Else the first that does not say "absent" decides.
    ("0,", "blank"), (",0", "blank"), ("0,NA", "unknown"), ("-9,0", "refused"), ("-9,NA", "refused"),
    ("NA,-9", "unknown"), (",NA", "blank"), ("NA,", "unknown"), ("0,x", "not-applicable"),
    // All blank is blank, white space too.
    (",", "blank"), (" ,\u{00A0}", "blank"),
  ])
  func `two columns have a joint answer`(row: String, expected: String) throws {
    let (word, reading) = try joint(Self.cough, "dry,wet", row)
    #expect(word == expected)
    #expect(reading.found == [] && reading.verdicts == [.accepted])
  }

  @Test func `the joint answer has its number, and a new row's blank its reason`() throws {
    let reading = try joint(Self.cough, "dry,wet", "1,3").1
    #expect(reading.targets.map(\.columnName) == ["dry", "dry"])
    #expect(reading.answers[0].cells[1].int == 3 && reading.answers[0].cells[1].double == 3)
    #expect(reading.targets[1].blankReason == .notAnswered)
    #expect(reading.answers[0].string(reading.answers[0].cells[0].text) == "1")
  }

  @Test(arguments: [
    ("0,0,0", "absent"), ("0,0,1", "present"), ("0,NA,0", "unknown"), (",NA,0", "blank"),
    ("NA,,0", "unknown"), (",,", "blank"), ("0,0,", "blank"),
  ])
  func `three columns have a joint answer`(row: String, expected: String) throws {
    let lines = """
      missing: { "NA": unknown }
      writes:
        symptom.cough: { any-of: [a, [b, bb], { column: c, codes: { 2: absent, 1: present, 0: absent } }] }
      """
    #expect(try joint(lines, "a,bb,c", row).0 == expected)
  }

  @Test(arguments: [
    ("yes,no", 1), ("no,yes", 1), ("no,no", 0),
  ])
  func `a question answered no or yes may have several columns too`(row: String, value: Int64) throws {
    let questionnaire = try Questionnaire.test(
      "writes:\n  participant.diabetes: { any-of: [type_1, type_2] }\n")
    let reading = try Reading(questionnaire, "id,type_1,type_2\nX,\(row)\n")
    #expect(reading.answers[0].cells[0].int == value && reading.answers[0].cells[0].state == .value)
  }

  /// The shape of ISARIC's survey: the kinds are asked of those who cough at all.
  private static let kinds = """
    writes:
      symptom.cough:
        any-of:
          - { column: any, optional-column: true }
          - { column: dry, asked-if: "[any] <> '0'" }
          - { column: wet, asked-if: "[any] <> '0'", optional-column: true }
        codes: { 1: present, 0: absent }
    """

  @Test(arguments: [
    ("any,dry,wet", "0,,", "absent", []), ("any,dry,wet", "0,0,0", "absent", []),
    ("any,dry,wet", "1,0,0", "present", []), ("any,dry,wet", "1,,", "present", []),
    ("any,dry,wet", ",0,0", "blank", []), ("any,dry,wet", "0,1,0", "present", ["hidden-field dry warning"]),
    // An optional column that the file lacks takes no part.
    ("dry,wet", "0,0", "absent", []), ("dry,wet", "0,1", "present", []), ("dry", "0", "absent", []),
    ("dry", "1", "present", []), ("dry", "", "blank", []),
    // Of another one nobody can say "absent": as if it had not been asked.
    ("any,wet", "0,0", "skipped", []), ("any,wet", "0,1", "present", ["hidden-field wet warning"]),
    ("wet", "0", "skipped", []), ("wet", "1", "present", []),
  ])
  func `a column that was not asked or that the file lacks`(
    header: String, row: String, expected: String, findings: [String]
  ) throws {
    let (word, reading) = try joint(Self.kinds, header, row)
    #expect(word == expected)
    #expect(reading.found == findings)
    #expect(
      reading.header.map { "\($0.rule) \($0.column ?? "-")" }
        == (header.contains("dry") ? [] : ["missing-column dry"]))
  }

  @Test func `nothing asked is skipped, and a file without any of the columns has no target`() throws {
    let lines = """
      writes:
        answer.sex: { column: sex, type: text }
        symptom.cough: { any-of: [a, b], codes: { 1: present, 0: absent }, asked-if: "[sex] = 'f'" }
      """
    #expect(try joint(lines, "sex,a,b", "m,,").0 == "skipped")
    #expect(try joint(lines, "sex,a,b", "f,0,0").0 == "absent")
    let reading = try Reading(try Questionnaire.test(lines), "id,sex\nX,f\n")
    #expect(reading.targets.count == 1)
    #expect(reading.header.map(\.column) == ["a", "b"])
  }

  /// The same bad cell is read twice, by the answer and by the concept.
  @Test func `a bad cell is one finding at its own column`() throws {
    let lines = """
      writes:
        symptom.cough: { any-of: [dry, wet], codes: { 1: present, 0: absent } }
        answer.wet: { column: wet, type: yes-no }
      """
    let (word, reading) = try joint(lines, "dry,wet", "0,7")
    #expect(reading.found == ["coding wet error"])
    #expect(reading.verdicts == [.rejected])
    #expect(word == "unreadable")
    #expect(try joint(lines, "dry,wet", "7,7").1.found == ["coding wet error", "coding dry error"])
    let dry = try joint(lines, "dry,wet", "7,1")
    #expect(dry.1.sink.samples.map(\.description) == ["line 2, dry: none of the codes 1, 0"])
    #expect(dry.1.verdicts == [.rejected])
    // Each row has its own findings.
    let rows = try Reading(try Questionnaire.test(lines), "id,dry,wet\nX,7,0\nX,7,0\nX,0,0\n")
    #expect(rows.sink.samples.map(\.line) == [2, 3])
  }

  @Test func `a bad cell may cost itself alone, and another column still says present`() throws {
    let lines = """
      writes:
        symptom.cough: { any-of: [dry, wet], codes: { 1: present, 0: absent }, on-error: cell }
      """
    let (word, reading) = try joint(lines, "dry,wet", "7,1")
    #expect(word == "present" && reading.verdicts == [.accepted])
    #expect(reading.found == ["coding dry error"])
    #expect(try joint(lines, "dry,wet", "7,0").0 == "unreadable")
  }

  @Test(arguments: [
    (",0", ["required dry error"]), ("0,", ["required wet error"]), (",", ["required dry error"]), (",1", []),
    ("0,0", []), ("NA,", []),
  ])
  func `required means that a blank leaves nothing open`(row: String, findings: [String]) throws {
    let lines = """
      missing: { "NA": unknown }
      writes:
        symptom.cough: { any-of: [dry, wet], codes: { 1: present, 0: absent }, required: true }
      """
    let reading = try joint(lines, "dry,wet", row).1
    #expect(reading.found == findings)
    #expect(reading.verdicts == [findings.isEmpty ? .accepted : .rejected])
  }

  @Test func `show has a line for each column`() throws {
    let rows = QuestionnaireDescription(try Questionnaire.test(Self.kinds)).rows
    #expect(
      rows.map { "\($0.column) | \($0.writes) | \($0.codes) | \($0.askedIf)" } == [
        "id | participant |  | ", "any | symptom.cough, any of 3 | 1 = present, 0 = absent | ",
        "dry | symptom.cough, any of 3 | 1 = present, 0 = absent | [any] <> '0'",
        "wet | symptom.cough, any of 3 | 1 = present, 0 = absent | [any] <> '0'",
      ])
  }
}
