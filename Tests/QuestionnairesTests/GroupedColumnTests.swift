import CohortModel
import Questionnaires
import Testing

/// Questions behind the groups of a form, as ODK and KoBo name them.
@Suite struct GroupedColumnTests {
  private static let form = """
    writes:
      answer.age: { column: [age, alter], type: integer }
      answer.fever: { column: fever, type: yes-no, asked-if: "[age] > 1" }
      answer.aid: { checkboxes: "aid/{code}", codes: { fever: fever, o2: oxygen } }
    skip: [note, "*_calc"]
    """
  private static let kobo = "_uuid,_submission_time"
  private static let odk = "SubmissionDate,KEY"

  private func bind(_ header: String, _ form: String = form) throws -> (found: [String], findings: [Finding])
  {
    let questionnaire = try Questionnaire.test(
      form.replacing("skip: [", with: "skip: [_uuid, _submission_time, SubmissionDate, KEY, "))
    let names = header.split(separator: ",").map(String.init)
    switch questionnaire.bind(header: names, today: "2026-01-01") {
    case .bound(let bound, let findings): return (bound.targets.map(\.columnName), findings)
    case .refused(let findings): return ([], findings)
    }
  }

  @Test(arguments: [
    ("id,home/people/age,x/fever,x/aid/fever,x/aid/o2,x/note,x/y_calc,\(kobo)", "/"),
    ("id,home-people-age,x-fever,x-aid/fever,x-aid/o2,x-note,x-y_calc,\(odk)", "-"),
    ("id,home:people:age,x:fever,x:aid/fever,x:aid/o2,x:note,x:y_calc,\(odk)", ":"),
    ("meta/id,home/people/Alter,Fever,x/AID/fever,x/aid/o2,note,\(kobo)", "/"),
  ])
  func `questions are found behind their groups, and said`(header: String, mark: String) throws {
    let (found, findings) = try bind(header)
    #expect(found.count == 4)
    #expect(findings.map(\.rule) == ["group-prefix"] && findings[0].severity == .note, "\(findings)")
    #expect(found.dropFirst(2).map { $0.lowercased() } == ["x\(mark)aid/fever", "x\(mark)aid/o2"])
  }

  @Test func `a question that two groups have is refused with both names`() throws {
    let (found, findings) = try bind("id,home/age,work/age,x/fever,aid/fever,aid/o2,\(Self.kobo)")
    #expect(found == [] && findings.map(\.rule) == ["several-groups"], "\(findings)")
    #expect(findings[0].message == "\"home/age\" and \"work/age\" of the file could each be this column")
  }

  @Test func `a column of the exact name goes before one in a group, which is then unknown`() throws {
    let (found, findings) = try bind("id,age,work/age,fever,aid/fever,aid/o2,\(Self.kobo)")
    #expect(found == ["age", "fever", "aid/fever", "aid/o2"])
    #expect(findings.map { "\($0.rule) \($0.column ?? "")" } == ["unknown-column work/age"])
  }

  @Test func `an option is no question in a group`() throws {
    // The question with its options in one cell stands before them.
    let (found, findings) = try bind("id,age,x/help,x/help/fever,aid/fever,aid/o2,\(Self.kobo)")
    #expect(found == ["age", "aid/fever", "aid/o2"])
    #expect(
      Set(findings.map { "\($0.rule) \($0.column ?? "")" }) == [
        "missing-column fever", "unknown-column x/help", "unknown-column x/help/fever",
      ])
  }

  @Test func `names of other files are not taken apart`() throws {
    for header in [
      "id,home/age,fever,aid/fever,aid/o2", "id,systolic BP/age,fever,aid/fever,aid/o2,\(Self.kobo)",
    ] {
      let (_, findings) = try bind(header)
      #expect(findings.map(\.rule) == ["missing-column", "unknown-column"], "\(findings)")
    }
  }

  @Test func `a questionnaire may say what stands behind groups`() throws {
    let form = "header: { groups: \".\" }\n" + Self.form
    let (found, findings) = try bind("id,home.age,x.fever,aid/fever,aid/o2", form)
    #expect(
      found == ["home.age", "x.fever", "aid/fever", "aid/o2"] && findings.map(\.rule) == ["group-prefix"])
    #expect(throws: QuestionnaireError.self) { try Questionnaire.test("header: { groups: x }\nwrites: {}") }
  }

  @Test func `a condition looks at the column in the group`() throws {
    let questionnaire = try Questionnaire.test(
      Self.form.replacing("skip: [", with: "skip: [_uuid, _submission_time, "))
    let reading = try Reading(
      questionnaire, "id,g/age,g/fever,aid/fever,aid/o2,\(Self.kobo)\nA,1,yes,0,0,,\nB,2,yes,0,0,,\n")
    #expect(reading.found == ["hidden-field g/fever warning"])
  }
}
