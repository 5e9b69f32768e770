import CSV
import CohortModel
import Questionnaires
import Testing

/// Block-sparse exports: forms that were never opened, repeating instruments and repeating events.
@Suite struct RedcapRowsTests {
  /// Two forms on a plain row, of which `visit` may be repeated; `symptoms` has checkboxes.
  private static let dictionary = """
    field_name,form_name,field_type,select_choices_or_calculations
    record_id,basics,text,
    born,basics,text,
    symptoms,basics,checkbox,"1, cough | 2, fever"
    visit_day,visit,text,
    signs,visit,checkbox,"1, rash"
    score,visit,calc,[born] * 2
    """
  private static let header =
    "record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,born,symptoms___1,symptoms___2,"
    + "basics_complete,visit_day,signs___1,score,visit_complete"

  private static func drafts(_ export: String) throws -> [Questionnaire] {
    let dictionary = try RedcapDictionary(text: Self.dictionary, fileName: "dictionary.csv")
    var reader = RecordReader(MemorySource(export), dialect: Dialect())
    let found = try RedcapExport(&reader, dictionary: dictionary, fileName: "export.csv")
    var options = RedcapQuestionnaire.Options(name: "p", isLongitudinal: found.isLongitudinal)
    options.repeating = found.repeating
    return try RedcapQuestionnaire.all(dictionary, options: options).map { draft in
      try Questionnaire.load(
        text: draft.text, fileName: "\(draft.name).yaml", vocabulary: TestVocabulary.shared)
    }
  }

  private static func export(_ rows: [String]) -> String {
    ([header] + rows).joined(separator: "\n") + "\n"
  }

  @Test func `rows of repeating instruments have a questionnaire of their own`() throws {
    let export = Self.export([
      "1,e_arm_1,,,1970,1,0,2,,,,",
      "1,e_arm_1,visit,1,,,,,2021-05-01,1,,2",
      "1,e_arm_1,visit,2,,,,,2021-06-01,0,,2",
      "1,f_arm_1,visit,1,,,,,2021-07-01,0,,0",
    ])
    let drafts = try Self.drafts(export)
    #expect(drafts.map(\.name) == ["p", "p-visit"])
    #expect(drafts.map(\.form) == ["p", "p-visit"])
    let plain = try Reading(drafts[0], export)
    #expect(plain.header == [] && plain.found == [])
    #expect(plain.verdicts == [.accepted, .otherStream, .otherStream, .otherStream])
    #expect(plain.targets.map(\.columnName) == ["born", "symptoms___1", "symptoms___2", "basics_complete"])
    let visits = try Reading(drafts[1], export)
    #expect(visits.header == [] && visits.found == [])
    #expect(visits.verdicts == [.otherStream, .accepted, .accepted, .accepted])
    #expect(
      visits.answers[1...].map { "\($0.string($0.eventText)) \($0.instance)" }
        == ["e_arm_1 1", "e_arm_1 2", "f_arm_1 1"])
    // The formula looks at another row, so it is kept as a comment.
    #expect(drafts[1].writes.contains { $0.name == "answer.score" })
  }

  @Test func `a form that repeats in one event and not in another is on both kinds of rows`() throws {
    let export = Self.export([
      "1,e_arm_1,,,1970,0,0,2,2021-04-01,0,3940,2", "1,f_arm_1,visit,1,,,,,2021-05-01,1,,2",
    ])
    let drafts = try Self.drafts(export)
    #expect(drafts.map(\.name) == ["p", "p-visit"])
    let plain = try Reading(drafts[0], export)
    #expect(plain.found == [] && plain.verdicts == [.accepted, .otherStream])
    #expect(try plain.cell(0, "visit_day").state == .value)
    #expect(try Reading(drafts[1], export).verdicts == [.otherStream, .accepted])
  }

  @Test func `a repeating event numbers its rows`() throws {
    let export = Self.export(["1,e_arm_1,,1,1970,0,1,2,,,,", "1,e_arm_1,,2,1971,0,1,2,,,,"])
    let drafts = try Self.drafts(export)
    #expect(drafts.map(\.name) == ["p"])
    #expect(try Reading(drafts[0], export).answers.map(\.instance) == [1, 2])
  }

  @Test func `zeros of a form that was never opened are not answers`() throws {
    let questionnaire = try #require(try Self.drafts(Self.export([])).first)
    let reading = try Reading(
      questionnaire,
      Self.export([
        "1,e_arm_1,,,1970,0,0,2,,0,,0",  // visit was never opened
        "2,e_arm_1,,,,0,0,2,,0,,0",  // basics was: nothing is ticked
        "3,e_arm_1,,,,0,0,0,,0,,0",  // nothing was opened
        "4,e_arm_1,,,,,,2,,,,",  // a state and nothing else
        "5,e_arm_1,,,,0,0,0,,0,7,0",  // a calculation that ran by itself is kept, and opens nothing
      ]))
    #expect(
      reading.verdicts == [.accepted, .accepted, .withoutAnswers, .withoutAnswers, .accepted])
    #expect(try reading.cell(0, "signs___1").state == .skipped)
    #expect(try reading.cell(0, "visit_day").state == .skipped)
    #expect(try reading.cell(0, "visit_complete").state == .skipped)
    #expect(try reading.cell(0, "symptoms___1").state == .value)
    #expect(try reading.cell(1, "symptoms___1").state == .value)
    #expect(try reading.cell(1, "born").state == .blank)
    #expect(try reading.cell(4, "score").state == .value)
    #expect(try reading.cell(4, "signs___1").state == .skipped)
  }

  @Test func `an instance with nothing but its state is no record of answers`() throws {
    let export = Self.export(["2,e_arm_1,visit,1,,,,,,,,0", "2,e_arm_1,visit,2,,,,,,0,,2"])
    let drafts = try Self.drafts(export)
    #expect(try Reading(drafts[1], export).verdicts == [.withoutAnswers, .accepted])
  }

  @Test func `an instrument that the dictionary lacks is an error`() {
    #expect(throws: QuestionnaireError.self) {
      try Self.drafts(Self.export(["1,e_arm_1,other,1,,,,,,,,"]))
    }
  }

  @Test func `a part may need an answer, but only where it was filled in`() throws {
    let questionnaire = try Questionnaire.test(
      """
      writes:
        answer.a: { column: a, type: text, part: one, required: true }
        answer.b: { column: b, type: text, part: one }
        answer.c: { column: c, type: text }
      """)
    let reading = try Reading(questionnaire, "id,a,b,c\nX,,,1\nX,,1,1\nX,1,,\nX,,,\n")
    #expect(reading.found == ["required a error"])
    #expect(reading.verdicts == [.accepted, .rejected, .accepted, .withoutAnswers])
  }

  @Test func `missing-data codes stand in any field`() throws {
    let dictionary = try RedcapDictionary(
      text: """
        field_name,form_name,field_type,text_validation_type_or_show_slider_number,select_choices_or_calculations
        record_id,f,text,,
        day,f,text,date_dmy,
        weight,f,text,number,
        pet,f,radio,,"1, cat | 2, dog"
        race,f,checkbox,,"1, one | -99, other"
        """, fileName: "d.csv")
    var options = RedcapQuestionnaire.Options(name: "p")
    options.missing = RedcapMissingCode.list("UNK, Unknown|-98, Patient refused | NAP,Not applicable")
    #expect(options.missing.map(\.reason) == [.unknown, .refused, .notApplicable])
    let questionnaire = try Questionnaire.load(
      text: RedcapQuestionnaire(dictionary, options: options).text, fileName: "p.yaml",
      vocabulary: TestVocabulary.shared)
    let reading = try Reading(
      questionnaire,
      """
      record_id,redcap_data_access_group,redcap_survey_identifier,f_timestamp,day,weight,pet,race___1,race____99,\
      race___unk,f_complete
      1,north,x@y,[not completed],UNK,-98,NAP,0,0,1,2
      """)
    #expect(reading.header == [] && reading.found == [])
    #expect(try reading.cell(0, "day").state == .missing(.unknown))
    #expect(try reading.cell(0, "weight").state == .missing(.refused))
    #expect(try reading.cell(0, "pet").state == .missing(.notApplicable))
    #expect(try reading.cell(0, "race___unk").int == 1)
  }
}
