import CohortModel
import Questionnaires
import Testing

/// Limits, required fields and action tags of a dictionary as rules of its questionnaire.
@Suite struct RedcapRuleTests {
  private static let dictionary = """
    field_name,form_name,field_type,field_label,select_choices_or_calculations,\
    text_validation_type_or_show_slider_number,text_validation_min,text_validation_max,required_field,field_annotation
    record_id,f,text,Record ID,,,,,,
    born,f,text,Born,,date_dmy,,today,y,
    visit,f,text,Visit,,date_dmy,[born],,,
    low,f,text,Low,,integer,0,[high],,@FORCE-MINMAX
    high,f,text,High,,number,,,,@NOMISSING
    drug,f,radio,Drug,"1, A | 2, B | 3, C",,,,,"@HIDECHOICE='2,3'"
    """

  private static func found(_ row: String) throws -> [String] {
    let dictionary = try RedcapDictionary(text: Self.dictionary, fileName: "d.csv")
    var options = RedcapQuestionnaire.Options(name: "p")
    options.missing = RedcapMissingCode.list("UNK, Unknown")
    let text = RedcapQuestionnaire(dictionary, options: options).text
    let questionnaire = try Questionnaire.load(
      text: text, fileName: "p.yaml", vocabulary: TestVocabulary.shared)
    return try Reading(questionnaire, "record_id,born,visit,low,high,drug,f_complete\n1,\(row)\n").found
  }

  @Test(
    arguments: [
      ("1980-01-01,2021-01-01,1,2,1,2", []), ("2999-01-01,,,,,2", ["range born warning"]),
      ("1980-01-01,1979-01-01,,,,2", ["range visit warning"]), ("1980-01-01,,3,2,,2", ["range low error"]),
      ("1980-01-01,,-1,2,,2", ["range low error"]), ("1980-01-01,,3,,,2", []),
      ("1980-01-01,,UNK,2,,2", []), ("1980-01-01,,1,UNK,,2", ["number high error"]),
      ("1980-01-01,,,,3,2", ["retired-code drug warning"]), (",2021-01-01,,,,2", ["required born warning"]),
      (",2021-01-01,,,,0", []), ("UNK,2021-01-01,,,,2", []),
    ] as [(String, [String])])
  func `what a form would have objected to is found`(row: String, findings: [String]) throws {
    #expect(try Self.found(row) == findings)
  }
}
