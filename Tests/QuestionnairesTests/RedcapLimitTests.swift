import CohortModel
import Questionnaires
import Testing

/// Limits by moments and in the order of a form, required checkboxes and options that are no longer shown.
@Suite struct RedcapLimitTests {
  private static let dictionary = """
    field_name,form_name,field_type,select_choices_or_calculations,\
    text_validation_type_or_show_slider_number,text_validation_min,text_validation_max,required_field,field_annotation
    record_id,f,text,,,,,,
    seen,f,text,,datetime_ymd,2020-01-01 08:00,now,,
    taken,f,text,,datetime_seconds_mdy,01-31-2020 00:00:00,,,@FORCE-MINMAX
    clock,f,text,,time,08:00,18:00,,
    born,f,text,,date_dmy,01-02-1900,31/12/2020,,
    signs,f,checkbox,"1, A | 2, B | 3, C",,,,y,@HIDECHOICE='3'
    """
  private static let header =
    "record_id,seen,taken,clock,born,signs___1,signs___2,signs___3,f_timestamp,f_complete\n1,"

  private static func questionnaire(wantsAll: Bool = false) throws -> Questionnaire {
    var options = RedcapQuestionnaire.Options(name: "p")
    options.wantsAll = wantsAll
    let draft = RedcapQuestionnaire(
      try RedcapDictionary(text: dictionary, fileName: "d.csv"), options: options)
    #expect(draft.uncheckedCount == 0)
    return try Questionnaire.load(text: draft.text, fileName: "p.yaml", vocabulary: TestVocabulary.shared)
  }

  // The day of the import is 1 January 2026.
  @Test(
    arguments: [
      ("2020-01-01 08:00,,,,1,0,0,,2", []), ("2019-12-31 23:59,,,,1,0,0,,2", ["range seen warning"]),
      ("2026-01-01 23:00,,,,1,0,0,,2", []), ("2026-01-02 00:00,,,,1,0,0,,2", ["range seen warning"]),
      ("2020-02-30 10:00,,,,1,0,0,,2", ["date seen error"]), ("2020-02-03,,,,1,0,0,,2", ["date seen error"]),
      ("2021-02-03T24:00,,,,1,0,0,,2", ["date seen error"]), ("2021-02-03 23:59:59,,,,1,0,0,,2", []),
      (",2020-01-31 00:00:00,,,1,0,0,,2", []), (",2020-01-30 23:59:59,,,1,0,0,,2", ["range taken error"]),
      (",,08:00,,1,0,0,,2", []), (",,07:59,,1,0,0,,2", ["range clock warning"]),
      (",,,1900-02-01,1,0,0,,2", []), (",,,1900-01-31,1,0,0,,2", ["range born warning"]),
      (",,,2020-12-31,1,0,0,,2", []), (",,,2021-01-01,1,0,0,,2", ["range born warning"]),
      (",,08:00,,0,0,0,,2", ["required signs___1 warning"]), (",,08:00,,0,0,0,,0", []),
      (",,08:00,,0,0,1,,2", ["retired-code signs___3 warning"]), (",,,,0,0,0,,0", []),
    ] as [(String, [String])])
  func `a value outside its limits is found`(row: String, findings: [String]) throws {
    #expect(try Reading(Self.questionnaire(), Self.header + row + "\n").found == findings)
  }

  @Test func `a blank in any field can be asked for, as REDCap's first rule does`() throws {
    let reading = try Reading(
      Self.questionnaire(wantsAll: true), Self.header + "2021-01-01 08:00,,,,1,0,0,,2\n")
    #expect(
      reading.found == ["required taken warning", "required clock warning", "required born warning"])
  }

  @Test(
    arguments: [
      ("2021-05-03 10:00:00,2", []), ("2021-05-03 10:00,Complete", []), ("[not completed],0", []),
      ("[not completed],incomplete", []), ("yesterday,2", ["date f_timestamp error"]),
      ("2021-05-03,2", ["date f_timestamp error"]), (",3", ["coding f_complete error"]),
      (",unverified", []),
    ] as [(String, [String])])
  func `the time of a survey is a time, and the state of a form one of three`(
    cells: String, findings: [String]
  ) throws {
    let reading = try Reading(Self.questionnaire(), Self.header + ",,09:00,,1,0,0,\(cells)\n")
    #expect(reading.found == findings)
    // A time that cannot be read costs the time and not the row.
    #expect(reading.verdicts == [findings.first?.hasPrefix("coding") == true ? .rejected : .accepted])
  }

  @Test func `a row with nothing but its group is a row without answers`() throws {
    let questionnaire = try Self.questionnaire()
    let reading = try Reading(
      questionnaire, "record_id,redcap_data_access_group,clock,f_complete\n1,north,,0\n2,north,09:00,0\n")
    #expect(reading.verdicts == [.withoutAnswers, .accepted])
    #expect(questionnaire.answers.first { $0.name == "redcap_data_access_group" }?.isNeverExported == true)
  }
}
