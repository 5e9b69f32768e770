import CoVaLux
import CohortTesting
import Foundation
import Testing

/// Logic of a REDCap project that looks at other events and instances, over rows of one file and of several.
@Suite(.freshDatabase) struct ElsewhereTests {
  private static let dictionary = """
    field_name,form_name,field_type,select_choices_or_calculations,\
    text_validation_type_or_show_slider_number,branching_logic,required_field
    record_id,baseline,text,,,,
    sex,baseline,radio,"1, Female | 2, Male",,,
    smoker,baseline,yesno,,,,
    weight,vitals,text,,number,,
    pregnant,vitals,yesno,,,[enrol_arm_1][sex] = '1',y
    change,vitals,calc,[weight] - [previous-event-name][weight],,,
    first_seen,vitals,text,,,[event-name] = 'enrol_arm_1',
    drug,drugs,text,,,,
    dose,drugs,text,,number,,
    reason,drugs,text,,,[dose] > [dose][previous-instance],
    quit,drugs,text,,,[smoker] = '1',

    """
  private static let events = """
    event_name,arm_num,unique_event_name
    Enrol,1,enrol_arm_1
    Visit,1,visit_arm_1
    Close,1,close_arm_1

    """
  private static let header =
    "record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,sex,smoker,baseline_complete,"
    + "weight,pregnant,change,first_seen,vitals_complete,drug,dose,reason,quit,drugs_complete"

  private let bench: ImportBench
  private let plain: LoadedQuestionnaire
  private let drugs: LoadedQuestionnaire

  init() async throws {
    bench = try await ImportBench()
    let mapping =
      "arm_num,unique_event_name,form\n1,enrol_arm_1,baseline\n"
      + ["enrol", "close"].map { "1,\($0)_arm_1,vitals\n" }.joined() + "1,enrol_arm_1,drugs\n"
    var options = RedcapQuestionnaire.Options(name: "trial", study: "trial")
    options.repeating = [RedcapRepeating(form: "drugs")]
    let drafts = try LoadedQuestionnaire.draftsFromREDCap(
      dictionary: bench.write(Self.dictionary, to: "dictionary.csv"),
      structure: (
        bench.write(Self.events, to: "events.csv"), nil, bench.write(mapping, to: "mapping.csv")
      ), options: options)
    #expect(drafts.map(\.uncheckedCount) == [0, 0])
    plain = try LoadedQuestionnaire(text: drafts[0].text, fileName: "trial.yaml")
    drugs = try LoadedQuestionnaire(text: drafts[1].text, fileName: "trial-drugs.yaml")
  }

  private func importing(_ questionnaire: LoadedQuestionnaire, _ rows: String...) async throws -> ImportReport
  {
    let path = try bench.write(([Self.header] + rows).joined(separator: "\n") + "\n")
    return try await bench.cohort.importing(
      path, as: questionnaire, options: ImportOptions(today: "2026-01-01"))
  }

  private func found(_ report: ImportReport) -> [String] {
    report.findings.map { "\($0.rule) \($0.line) \($0.column ?? "-")" }
  }

  @Test func `an answer that another event forbids is a finding, a blank there is by design`() async throws {
    let report = try await importing(
      plain,
      // The enrolments stand behind the rows that look at them.
      "A,close_arm_1,,,,,,70,1,,,2,,,,,", "B,close_arm_1,,,,,,70,,,,2,,,,,",
      "C,close_arm_1,,,,,,70,,,,2,,,,,",
      "A,enrol_arm_1,,,2,0,2,70,,,,2,,,,,", "B,enrol_arm_1,,,2,0,2,70,,,,2,,,,,",
      "C,enrol_arm_1,,,1,0,2,70,0,,,2,,,,,")
    #expect(report.rows.new == 6)
    // C, a woman, was asked and did not answer; of A and B nobody wanted to know.
    #expect(
      found(report).filter { !$0.hasPrefix("calculated") } == [
        "hidden-field 2 pregnant", "required 4 pregnant",
      ])
    let states = try await bench.texts(
      """
      select x.code || ' ' || a.coded[q.place] from cohort.answer a join intake.crosswalk x using (participant_id)
        join reference.question q using (questionnaire_id)
      where q.name = 'pregnant' and a.event = 'close_arm_1' order by 1
      """)
    #expect(states == ["A 1", "B -1", "C -2"])
  }

  @Test func `what is stored decides where the file does not have the event`() async throws {
    _ = try await importing(
      plain, "A,enrol_arm_1,,,2,0,2,70,,,,2,,,,,", "B,enrol_arm_1,,,1,0,2,70,0,,,2,,,,,")
    let report = try await importing(
      plain, "A,close_arm_1,,,,,,72,1,2,,2,,,,,", "B,close_arm_1,,,,,,72,1,2,,2,,,,,")
    #expect(found(report) == ["hidden-field 2 pregnant"])
    // An event that is nowhere is blank, as in REDCap.
    let without = try await importing(plain, "Z,close_arm_1,,,,,,72,1,,,2,,,,,")
    #expect(found(without) == ["hidden-field 2 pregnant"])
  }

  @Test func `a blank of the file keeps what is stored, also for logic that looks at it`() async throws {
    _ = try await importing(plain, "A,enrol_arm_1,,,1,0,2,70,0,,,2,,,,,")
    let report = try await importing(
      plain, "A,close_arm_1,,,,,,72,1,2,,2,,,,,", "A,enrol_arm_1,,,,1,2,70,0,,,2,,,,,")
    #expect(found(report) == [])
  }

  @Test func `a sum over events passes events over that lack the form`() async throws {
    // The visit has no vitals, so that the event before the close is the enrolment.
    let report = try await importing(
      plain, "A,enrol_arm_1,,,1,0,2,70,0,,,2,,,,,", "A,close_arm_1,,,,,,72.5,0,2.5,,2,,,,,",
      "B,enrol_arm_1,,,1,0,2,70,0,3,,2,,,,,", "B,close_arm_1,,,,,,72.5,0,2,,2,,,,,",
      "C,close_arm_1,,,,,,72.5,,,,2,,,,,")
    #expect(found(report) == ["calculated 4 change", "calculated 5 change"])
  }

  @Test func `a field of one event only is hidden at all others`() async throws {
    let report = try await importing(
      plain, "A,enrol_arm_1,,,1,0,2,70,0,,yes,2,,,,,", "A,close_arm_1,,,,,,70,0,0,yes,2,,,,,")
    #expect(found(report) == ["hidden-field 3 first_seen"])
  }

  @Test func `an instance looks at the one before it and at the plain row of its event`() async throws {
    let rows = [
      "A,enrol_arm_1,drugs,3,,,,,,,,,x,30,went up,,2", "A,enrol_arm_1,drugs,1,,,,,,,,,x,10,first,,2",
      "A,enrol_arm_1,drugs,2,,,,,,,,,x,40,went up,now,2", "A,enrol_arm_1,,,1,1,2,70,0,,,2,,,,,",
      "B,enrol_arm_1,drugs,1,,,,,,,,,x,10,,now,2", "B,enrol_arm_1,,,1,0,2,70,0,,,2,,,,,",
    ]
    // Other rows of the same file are looked at before they are stored.
    let report = try await importing(drugs, rows[0], rows[1], rows[2], rows[3], rows[4], rows[5])
    #expect(report.rows.new == 4)
    #expect(
      found(report) == ["hidden-field 2 reason", "hidden-field 3 reason", "hidden-field 6 quit"])
    // The same from two files, when the plain rows have been stored under their own questionnaire.
    _ = try await importing(
      plain, "C,enrol_arm_1,,,1,1,2,70,0,,,2,,,,,", "D,enrol_arm_1,,,1,0,2,70,0,,,2,,,,,")
    let second = try await importing(
      drugs, "C,enrol_arm_1,drugs,1,,,,,,,,,x,10,,now,2", "D,enrol_arm_1,drugs,1,,,,,,,,,x,10,,now,2")
    #expect(found(second) == ["hidden-field 3 quit"])
  }

  @Test func `an unchanged row is looked at again when the event that decides has changed`() async throws {
    let row = "A,close_arm_1,,,,,,70,1,,,2,,,,,"
    _ = try await importing(plain, "A,enrol_arm_1,,,1,0,2,,0,,,2,,,,,", row)
    let same = try await importing(plain, "A,enrol_arm_1,,,1,0,2,,0,,,2,,,,,", row)
    #expect(same.rows.same == 2 && found(same) == [])
    let changed = try await importing(plain, "A,enrol_arm_1,,,2,0,2,,,,,2,,,,,", row)
    #expect(found(changed) == ["hidden-field 3 pregnant"])
  }

  @Test func `logic on a column that is nowhere decides nothing`() async throws {
    let path = try bench.write("record_id,redcap_event_name,pregnant,vitals_complete\nA,close_arm_1,1,2\n")
    let report = try await bench.cohort.importing(
      path, as: plain, options: ImportOptions(today: "2026-01-01"))
    #expect(report.findings.filter { $0.line > 0 } == [])
  }

  @Test func `rows that are far apart, and new instances, are found`() async throws {
    var rows = (1...3000).map { "P\($0),close_arm_1,,,,,,70,1,,,2,,,,," }
    rows += (1...3000).map { "P\($0),enrol_arm_1,,,\($0 % 3 == 0 ? 2 : 1),0,2,,0,,,2,,,,," }
    let path = try bench.write(([Self.header] + rows).joined(separator: "\n") + "\n")
    let report = try await bench.cohort.importing(
      path, as: plain, options: ImportOptions(today: "2026-01-01"))
    let hidden = report.findingGroups.filter { $0.rule == "hidden-field" }
    #expect(hidden.map(\.count) == [2000])
    let new = try await importing(
      drugs, "A,enrol_arm_1,drugs,new,,,,,,,,,x,10,,,2", "A,enrol_arm_1,drugs,new,,,,,,,,,x,5,down,,2",
      "A,enrol_arm_1,drugs,new,,,,,,,,,x,6,up,,2")
    #expect(found(new) == ["hidden-field 3 reason"])
  }

  @Test func `values one by one are looked at like rows`() async throws {
    let text = """
      record,redcap_event_name,field_name,value
      A,close_arm_1,pregnant,1
      A,close_arm_1,vitals_complete,2
      A,enrol_arm_1,sex,2
      A,enrol_arm_1,baseline_complete,2

      """
    let report = try await bench.cohort.importing(
      bench.write(text), as: plain, options: ImportOptions(today: "2026-01-01"))
    #expect(found(report) == ["hidden-field 2 pregnant"])
  }
}
