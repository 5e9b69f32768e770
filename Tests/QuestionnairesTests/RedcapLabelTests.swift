import CohortModel
import Questionnaires
import Testing

/// Exports with labels in place of names and codes.
@Suite struct RedcapLabelTests {
  private static let dictionary = """
    field_name,form_name,field_type,field_label,select_choices_or_calculations
    record_id,f,text,Record ID,
    sex,f,radio,Sex,"0, Female | 1, Male"
    smoker,f,yesno,Smoker?,
    pets,f,checkbox,Pets,"1, Cat | -99, None of them"
    other_a,f,text,Other,
    other_b,f,text,Other,
    mood,f,dropdown,Mood,"1, Good | 2, Bad | 3, Bad | 4, 1"
    """

  private static func questionnaire() throws -> (Questionnaire, String) {
    let dictionary = try RedcapDictionary(text: Self.dictionary, fileName: "d.csv")
    var options = RedcapQuestionnaire.Options(name: "p")
    options.readsLabels = true
    let text = RedcapQuestionnaire(dictionary, options: options).text
    return (
      try Questionnaire.load(text: text, fileName: "p.yaml", vocabulary: TestVocabulary.shared), text
    )
  }

  @Test func `labels are read as the codes that they stand for`() throws {
    let (questionnaire, _) = try Self.questionnaire()
    let raw = try Reading(
      questionnaire,
      "record_id,sex,smoker,pets___1,pets____99,other_a,other_b,mood,f_complete\n1,1,1,1,0,x,y,2,2\n")
    let labels = try Reading(
      questionnaire,
      "Record ID,Data Access Group,Sex,Smoker?,Pets (choice=Cat),Pets (choice=None of them),other_a,other_b,Mood,"
        + "Complete?\n1,North,Male,Yes,Checked,Unchecked,x,y,2,Complete\n")
    #expect(raw.header == [] && labels.header == [])
    #expect(raw.found == [] && labels.found == [])
    #expect(raw.answers[0].cells.map(\.int) == labels.answers[0].cells.map(\.int))
    #expect(raw.answers[0].cells.map(\.int) == [1, 1, 1, 0, 0, 0, 2, 2])
  }

  @Test func `ambiguous labels are said and not read`() throws {
    let (questionnaire, text) = try Self.questionnaire()
    #expect(text.contains("# other_a: the label is that of another column, so it is only found by its name"))
    #expect(text.contains("# some labels stand for several choices, so that only their codes are read"))
    let reading = try Reading(questionnaire, "Record ID,Mood,Other,Other\n1,Bad,x,y\n")
    #expect(reading.header.contains { $0.rule == "unknown-column" && $0.column == "Other" })
    #expect(reading.found == ["coding Mood error"])
    // The label "1" is the code of another choice.
    #expect(try Reading(questionnaire, "record_id,mood\n1,1\n").cell(0, "mood").int == 1)
  }

  @Test func `every option keeps its code beside further spellings`() throws {
    let (questionnaire, _) = try Self.questionnaire()
    let sex = try #require(questionnaire.answers.first { $0.name == "sex" })
    #expect(sex.levels.map { "\($0.code) \($0.name)" } == ["0 Female", "1 Male"])
  }
}
