import CohortModel
import Questionnaires
import Testing

/// Events, arms and the forms of events, from REDCap's structure files.
@Suite struct RedcapStructureTests {
  private static let dictionary = """
    field_name,form_name,field_type,field_label
    record_id,base,text,Record ID
    age,base,text,Age
    pain,visit,text,Pain
    """
  private static let events = """
    event_name,arm_num,unique_event_name,custom_event_label
    Enrolment,1,enrolment_arm_1,
    Visit,1,visit_arm_1,
    Visit,2,visit_arm_2,
    """
  private static let mapping = """
    arm_num,unique_event_name,form
    1,enrolment_arm_1,base
    1,visit_arm_1,visit
    2,visit_arm_2,visit
    """

  private static func structure(
    mapping: String? = mapping, arms: String? = "arm_num,name\n1,Drug A\n2,Drug B\n"
  ) throws -> RedcapStructure {
    try RedcapStructure(
      events: (events, "e.csv"), arms: arms.map { ($0, "a.csv") }, mapping: mapping.map { ($0, "m.csv") },
      dictionary: RedcapDictionary(text: dictionary, fileName: "d.csv"))
  }

  private static func questionnaire(
    _ structure: RedcapStructure, instrument: String? = nil, labels: Bool = false
  ) throws -> Questionnaire {
    let dictionary = try RedcapDictionary(text: Self.dictionary, fileName: "d.csv")
    var options = RedcapQuestionnaire.Options(name: "p", isLongitudinal: true)
    options.structure = structure
    options.readsLabels = labels
    if let instrument { options.repeating = [.init(form: instrument)] }
    let draft =
      instrument.map { RedcapQuestionnaire(dictionary, options: options, instrument: $0) }
      ?? RedcapQuestionnaire(dictionary, options: options)
    return try Questionnaire.load(text: draft.text, fileName: "p.yaml", vocabulary: TestVocabulary.shared)
  }

  @Test func `events are named as raw exports do, and by their labels with and without arm`() throws {
    let questionnaire = try Self.questionnaire(Self.structure(mapping: nil), labels: true)
    let raw = try Reading(questionnaire, "record_id,redcap_event_name,age,pain\n1,visit_arm_2,4,5\n")
    #expect(raw.found == [] && raw.answers[0].string(raw.answers[0].eventText) == "visit_arm_2")
    for (cell, event) in [("Visit (Arm 2: Drug B)", "visit_arm_2"), ("enrolment", "enrolment_arm_1")] {
      let labels = try Reading(questionnaire, "Record ID,Event Name,Age,Pain\n1,\(cell),4,5\n")
      #expect(labels.found == [] && labels.answers[0].string(labels.answers[0].eventText) == event)
    }
    // Two arms have a visit.
    #expect(
      try Reading(questionnaire, "Record ID,Event Name,Age,Pain\n1,Visit,4,5\n").found == [
        "event Event Name error"
      ])
  }

  @Test func `an event that the project does not have is a finding`() throws {
    let questionnaire = try Self.questionnaire(Self.structure(mapping: nil))
    let reading = try Reading(questionnaire, "record_id,redcap_event_name,age,pain\n1,visit_arm_3,4,5\n")
    #expect(reading.found == ["event redcap_event_name error"])
  }

  @Test func `a form that its event does not have is a finding`() throws {
    let questionnaire = try Self.questionnaire(Self.structure())
    let reading = try Reading(
      questionnaire,
      "record_id,redcap_event_name,age,pain\n1,enrolment_arm_1,40,\n1,visit_arm_1,,5\n2,visit_arm_1,41,5\n")
    #expect(reading.found == ["event age error"])
  }

  @Test func `a repeating instrument is told by its name and by its label`() throws {
    let questionnaire = try Self.questionnaire(Self.structure(), instrument: "visit", labels: true)
    let raw = try Reading(
      questionnaire,
      "record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,pain\n1,visit_arm_1,visit,2,5\n"
    )
    let labels = try Reading(
      questionnaire,
      "Record ID,Event Name,Repeat Instrument,Repeat Instance,Pain\n1,Visit (Arm 1: Drug A),Visit,2,5\n")
    #expect(raw.found == [] && labels.found == [] && raw.answers.count == 1 && labels.answers.count == 1)
    #expect(labels.answers[0].instance == 2)
  }

  @Test func `a mapping of unknown events and forms is refused with the near names`() throws {
    let error = #expect(throws: QuestionnaireError.self) {
      try Self.structure(
        mapping: "arm_num,unique_event_name,form\n1,visit_arm_1,visits\n1,enrolmnt_arm_1,base\n")
    }
    #expect(
      error?.problems.map(\.message) == [
        "no form \"visits\"; did you mean \"visit\"?",
        "no event \"enrolmnt_arm_1\"; did you mean \"enrolment_arm_1\"?",
      ])
    #expect(error?.problems.map(\.line) == [2, 3])
  }
}
