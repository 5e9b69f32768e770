import CohortModel
import Questionnaires
import Testing

@Suite struct BindingTests {
  private func bind(_ lines: String, _ header: String) throws -> Binding {
    try Questionnaire.test(lines).bind(
      header: header.split(separator: ",", omittingEmptySubsequences: false).map(String.init),
      today: "2026-01-01")
  }

  private func words(_ findings: [Finding]) -> [String] {
    findings.map { "\($0.rule) \($0.column ?? "-") \($0.severity.word)\($0.hint.map { ": \($0)" } ?? "")" }
  }

  private static let lines = """
    writes:
      symptom.fatigue: { column: q07_fatigue }
      symptom.cough: { column: [toux, cough], optional-column: true }
      symptom.fever: { column: fever }
    skip: [record_note, "*_complete"]
    """

  @Test func `columns are found by any spelling, in any case and order`() throws {
    let bound = try bind(Self.lines, "fever,Cough, Q07_FATIGUE ,ID,form_complete,record_note,_covalux_rule")
    guard case .bound(let questionnaire, let findings) = bound else {
      Issue.record("refused")
      return
    }
    #expect(findings.isEmpty)
    #expect(questionnaire.targets.map(\.columnIndex) == [2, 1, 0])
    #expect(questionnaire.targets.map(\.columnName) == ["Q07_FATIGUE", "Cough", "fever"])
  }

  @Test func `unknown and missing columns are findings with a suggestion`() throws {
    let bound = try bind(Self.lines, "id,q07_fatige,fever,extra,")
    guard case .bound(let questionnaire, let findings) = bound else {
      Issue.record("refused")
      return
    }
    #expect(questionnaire.targets.count == 1)
    #expect(
      words(findings) == [
        "missing-column q07_fatigue warning: did you mean \"q07_fatige\"?",
        "unknown-column q07_fatige error: did you mean \"q07_fatigue\"?",
        "unknown-column extra error: add it to the questionnaire, under writes or under skip",
        "unknown-column  error: add it to the questionnaire, under writes or under skip",
      ])
  }

  @Test(arguments: [
    ("ident,fever,q07_fatigue", "missing-column id error"),
    ("id,fever,fever,q07_fatigue", "repeated-column fever error: rename or remove all but one"),
    ("id,id,fever,q07_fatigue", "repeated-column id error: rename or remove all but one"),
  ])
  func `a file without its key column, or with a column twice, is refused`(header: String, finding: String)
    throws
  {
    guard case .refused(let findings) = try bind(Self.lines, header) else {
      Issue.record("not refused")
      return
    }
    #expect(words(findings).contains(finding))
  }

  @Test func `a first line that is data is not repeated`() throws {
    guard case .refused(let findings) = try bind(Self.lines, "LUX-CANARY,secret,7") else {
      Issue.record("not refused")
      return
    }
    #expect(findings.count == 1)
    #expect(!findings.description.contains("CANARY") && !findings.description.contains("secret"))
  }
}
