import CohortModel
import Questionnaires
import Testing

/// REDCap's functions, calculated columns and rules between options, in figures that can be checked by hand.
@Suite struct CalculationTests {
  /// Findings of a row with columns a, b, c whose `d` has the calculation.
  private func found(_ calculation: String, _ row: String) throws -> [String] {
    let yaml = calculation.replacing("\"", with: "\\\"")
    let questionnaire = try Questionnaire.test(
      """
      missing: { NA: unknown }
      writes:
        answer.a: { column: a, type: text }
        answer.b: { column: b, type: text }
        answer.c: { column: c, type: number, decimal: "," }
        answer.d: { column: d, type: number, calculated: "\(yaml)" }
      """)
    return try Reading(questionnaire, "id;a;b;c;d\nX;\(row)\n".replacing(";", with: "\t").csv).found
  }

  /// Calculation, cells a, b and c, and its value.
  @Test(arguments: [
    ("[a] + [b]", "1;2;", "3"), ("sum([a], [b], [c])", "1;;2,5", "3.5"), ("sum([a], [b])", ";;", ""),
    ("[a] + [b]", "1;;", ""), ("round([a] / 3, 2)", "2;;", "0.67"), ("round([a], 1)", "0.25;;", "0.3"),
    ("round([a])", "-2.5;;", "-3"), ("round([a], 2)", "1.005;;", "1.01"),
    ("rounddown([a], 1)", "8.97;;", "8.9"),
    ("rounddown([a] * 100)", "0.29;;", "29"), ("roundup([a], 1)", "14.384;;", "14.4"),
    ("if([a] > 2 and [b] = 'x', 10, 20)", "3;x;", "10"), ("IF([a] > 2, 10, '')", "1;;", ""),
    ("min([a], [b], 7)", "9;;", "7"), ("max([a], [b], 7)", "9;;", "9"), ("mean([a], [b])", "1;4;", "2.5"),
    ("median([a], [b], 10)", "1;4;", "4"), ("median([a], [b])", "1;4;", "2.5"),
    ("stdev(2, 4, 4, 4, 5, 5, 7, 9) * 7 ^ 1", "2;;", "14.966629547"), ("sqrt([a])", "16;;", "4"),
    ("abs([a])", "-7.1;;", "7.1"), ("mod([a], 3)", "7;;", "1"),
    ("[a] * 10000 / ([b] * [b])", "70;175;", "22.857142857"),
    ("datediff([a], [b], 'd')", "2020-02-28;2020-03-01;", "2"),
    ("datediff([b], [a], \"d\", \"dmy\", true)", "2020-02-28;2020-03-01;", "-2"),
    ("datediff([a], [b], 'h')", "2020-01-01 22:30;2020-01-02 00:00:00;", "1.5"),
    ("datediff([a], '01/03/2020', 'd', 'dmy')", "2020-02-28;;", "2"),
    ("rounddown(datediff([a], [b], 'y'))", "2000-03-01;2019-03-01;", "18"),
    ("round(datediff([a], [b], 'M'), 1)", "2020-01-01;2020-07-01;", "6"),
    ("datediff([a], [b], 'd')", "x;2020-01-01;", ""),
    ("year([a]) + month([a]) + day([a])", "2020-02-29;;", "2051"),
    ("isnumber([a]) + isinteger([b])", "1.5;2;", "2"),
    ("isblanknotmissingcode([a])", ";;", "1"),
    ("roundup([a])", "-1.5;;", "-1"), ("rounddown([a])", "-1.5;;", "-2"),
    ("log([a], 10)", "1000;;", "3"), ("log([a])", "0;;", ""), ("round(log([a]) * 1000)", "2;;", "693"),
    ("round(exponential([a]), 3)", "1;;", "2.718"),
    ("age_at_date([a], [b])", "2000-03-02;2019-03-01;", "18"),
    ("age_at_date([a], [b])", "2000-03-01;2019-03-01 08:15;", "19"),
    ("round(age_at_date([a], [b], true), 2)", "2019-01-01;2019-04-01;", "0.25"),
    ("dayoftheweek([a])", "2021-03-01;;", "1"), ("dayoftheweek([a])", "1999-12-26;;", "7"),
    ("contains([a], 'TAY') + starts_with([a], 'tay') + ends_with([a], 'lor')", "Taylor;;", "3"),
    ("not_contain([a], 'x')", "Taylor;;", "1"), ("find('y', [a])", "Taylor;;", "3"),
    ("find('q', [a])", "Taylor;;", "0"),
    ("length([a])", "Zoé;;", "3"), ("left([a], 2) * 1", "0712;;", "7"), ("right([a], 2) + 1", "0712;;", "13"),
    ("mid([a], 2, 2) = '71'", "0712;;", "1"), ("mid([a], find('-', [a])+1, 9) + 0", "48-23;;", "23"),
    ("length(right(concat('00', [a]), 3))", "7;;", "3"), ("length(concat([a], [b]))", "007;;", "3"),
    ("upper(trim([a])) = 'A B'", "a b;;", "1"), ("lower([a]) = 'äb'", "ÄB;;", "1"),
    ("length(concat_ws(', ', [a], [b], 'z'))", "x;;", "4"),
    ("replace_text([a], '-', '') + 0", "1-2-3;;", "123"), ("length(if([b] = 1, [a], 'x'))", "007;1;", "3"),
    ("isblankormissingcode([a]) + ismissingcode([a])", ";;", "1"),
  ])
  func `a calculation gives what REDCap's would`(calculation: String, cells: String, value: String) throws {
    #expect(try found(calculation, "\(cells);\(value)") == [])
    #expect(try found(calculation, "\(cells);987654") == ["calculated d warning"])
    if !value.isEmpty { #expect(try found(calculation, "\(cells);") == ["calculated d warning"]) }
  }

  @Test func `nothing is compared with a missing value`() throws {
    #expect(try found("[a] + [b]", "NA;1;;5") == [])
    #expect(try found("[a] + [b]", "1;1;;NA") == [])
  }

  @Test func `missing-data codes are told from blanks and from values`() throws {
    #expect(
      try found("ismissingcode([a]) * 100 + isblankormissingcode([b]) * 10 + ismissingcode([b])", "NA;1;;100")
        == [])
    #expect(try found("hasmissingcode([a], 'UNK, NA')", "NA;;;1") == [])
    #expect(try found("hasmissingcode([a], 'UNK,NASK')", "NA;;;0") == [])
    #expect(try found("hasmissingcode([a], 'x')", "x;;;0") == [])
    #expect(try found("if(isblankormissingcode([a]), 1, 2)", "NA;;;1") == [])
  }

  @Test func `a calculation of the day of the import is refused`() {
    #expect(throws: QuestionnaireError.self) { try found("datediff([a], 'today', 'y')", ";;;") }
  }

  @Test func `a condition may look at the day of the import`() throws {
    let questionnaire = try Questionnaire.test(
      """
      writes:
        answer.born: { column: born, type: date }
        answer.work: { column: work, type: text, asked-if: "datediff([born], 'today', 'y') >= 18" }
      """)
    let reading = try Reading(
      questionnaire, "id,born,work\nA,2007-12-31,\nA,2008-01-03,\nA,2010-01-01,yes\n", today: "2026-01-01")
    #expect(try (0..<3).map { try reading.cell($0, "work").state } == [.blank, .skipped, .value])
    #expect(reading.found == ["hidden-field work warning"])
  }

  @Test func `options that exclude each other and too many options are found`() throws {
    let questionnaire = try Questionnaire.test(
      """
      writes:
        answer.s:
          checkboxes: "s___{code}"
          codes: { 1: cough, 2: fever, 3: rash, 98: none }
          exclusive: ["98"]
          at-most: 2
        answer.note: { column: note, type: text, max-length: 3, severity: warning }
      """)
    let reading = try Reading(
      questionnaire,
      "id,s___1,s___2,s___3,s___98,note\nA,0,0,0,1,abc\nA,1,1,0,0,äöü\nA,1,0,0,1,\nA,1,1,1,0,abcd\n")
    #expect(
      reading.found == [
        "exclusive-option s___98 warning", "range note warning", "too-many-options s___1 warning",
      ])
    #expect(reading.verdicts == [.accepted, .accepted, .accepted, .accepted])
    #expect(try reading.cell(3, "note").state == .value)
  }

  @Test func `action tags and formulas of a dictionary become rules`() throws {
    let dictionary = try RedcapDictionary(
      text: """
        field_name,form_name,field_type,select_choices_or_calculations,text_validation_type_or_show_slider_number,\
        text_validation_min,text_validation_max,field_annotation
        record_id,f,text,,,,,
        weight,f,text,,number,20,300,@FORCE-MINMAX see manual
        height,f,text,,number,50,250,
        bmi,f,calc,"round([weight]*10000/([height]*[height]), 1)",,,,
        age,f,calc,"datediff([record_id], 'today', 'y')",,,,
        name_of,f,calc,"lookup([weight], 'x')",,,,
        s,f,checkbox,"1, a | 2, b | 98, none",,,,"@NONEOFTHEABOVE='98' @MAXCHECKED=1 @HIDDEN"
        word,f,text,,,,,@charlimit='5'
        """, fileName: "d.csv")
    let draft = RedcapQuestionnaire(dictionary, options: .init(name: "p"))
    #expect(draft.text.contains("# not checked: @HIDDEN"))
    #expect(draft.text.contains("(another result every day)"))
    #expect(
      draft.text.contains(
        "# not computed again: lookup([weight], 'x') (character 1: the function lookup is not known)"))
    let questionnaire = try Questionnaire.load(
      text: draft.text, fileName: "p.yaml", vocabulary: TestVocabulary.shared)
    let reading = try Reading(
      questionnaire,
      "record_id,weight,height,bmi,age,name_of,s___1,s___2,s___98,word,f_complete\n"
        + "1,70,175,22.9,,,0,0,1,abcde,2\n2,70,175,23,,,1,0,1,abcdef,2\n3,19,260,2.8,,,0,0,0,,2\n")
    #expect(
      reading.found == [
        "range word warning", "calculated bmi warning", "exclusive-option s___98 warning",
        "too-many-options s___1 warning", "range weight error", "range height warning",
      ])
    #expect(reading.verdicts == [.accepted, .accepted, .rejected])
  }
}

extension String {
  /// Tab-separated cells with commas in them as comma-separated ones in quotes.
  fileprivate var csv: String {
    split(separator: "\n").map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map { "\"\($0)\"" }.joined(separator: ",")
    }.joined(separator: "\n") + "\n"
  }
}
