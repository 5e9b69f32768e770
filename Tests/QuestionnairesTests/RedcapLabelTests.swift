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
    // The group comes first.
    #expect(raw.answers[0].cells.map(\.int) == labels.answers[0].cells.dropFirst().map(\.int))
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

/// Logic of a project over an export with labels in place of codes.
@Suite struct RedcapLabelLogicTests {
  private static let dictionary = """
    field_name,form_name,field_type,field_label,select_choices_or_calculations,branching_logic
    record_id,f,text,Record ID,,
    sex,f,radio,Sex,"1, Female | 2, Male",
    smoker,f,yesno,Smoker,,
    signs,f,checkbox,Signs,"1, Cough | 2, Fever",
    pregnant,f,yesno,Pregnant,,[sex] = '1'
    packs,f,text,Packs,,[smoker] = '1'
    since,f,text,Since,,[signs(1)] = '1'
    score,f,calc,Score,[sex] * 2,
    """

  @Test func `labels are taken for the codes that logic is written with`() throws {
    var options = RedcapQuestionnaire.Options(name: "p")
    options.readsLabels = true
    let text = RedcapQuestionnaire(
      try RedcapDictionary(text: Self.dictionary, fileName: "d.csv"), options: options
    ).text
    let questionnaire = try Questionnaire.load(
      text: text, fileName: "p.yaml", vocabulary: TestVocabulary.shared)
    let header =
      "Record ID,Sex,Smoker,Signs (choice=Cough),Signs (choice=Fever),Pregnant,Packs,Since,Score,Complete?\n"
    let labels = try Reading(
      questionnaire,
      header
        + "1,Female,Yes,Checked,Unchecked,No,2,May,2,Complete\n2,Male,No,Unchecked,Checked,Yes,2,May,4,Complete\n"
    )
    let hidden = [
      "hidden-field Pregnant warning", "hidden-field Packs warning", "hidden-field Since warning",
    ]
    #expect(labels.found == hidden)
    let codes = try Reading(
      questionnaire,
      "record_id,sex,smoker,signs___1,signs___2,pregnant,packs,since,score,f_complete\n1,1,1,1,0,0,2,May,2,2\n"
        + "2,2,0,0,1,1,2,May,4,2\n")
    #expect(
      codes.found == [
        "hidden-field pregnant warning", "hidden-field packs warning", "hidden-field since warning",
      ])
  }

  @Test func `a condition that names the other spelling is met by it`() throws {
    let questionnaire = try Questionnaire.test(
      """
      writes:
        answer.a: { column: a, type: yes-no, codes: { 1: "yes", oui: "yes", 0: "no", non: "no" } }
        answer.b: { column: b, type: text, asked-if: "[a] = 'oui'" }
      """)
    let reading = try Reading(questionnaire, "id,a,b\nX,1,x\nX,oui,x\nX,0,x\nX,non,x\n")
    #expect(reading.found == ["hidden-field b warning", "hidden-field b warning"])
  }
}
