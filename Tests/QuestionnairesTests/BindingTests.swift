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

  @Test func `a file that lacks a column is refused where every column is wanted`() throws {
    guard case .bound(_, let findings) = try bind("every-column: true\n" + Self.lines, "id,fever") else {
      Issue.record("refused for its key")
      return
    }
    #expect(words(findings) == ["missing-column q07_fatigue error"])
  }

  @Test func `the name of an unknown column is cut where it is no name`() throws {
    let long = String(repeating: "é", count: 1000)
    guard case .bound(_, let findings) = try bind(Self.lines, "id,fever,q07_fatigue,\(long)") else {
      Issue.record("refused")
      return
    }
    #expect(findings.map(\.column) == [String(repeating: "é", count: 100) + "…"])
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

  private static let survey = """
    writes:
      symptom.fatigue: { column: [flw_fatigue, flw2_fatigue] }
      symptom.cough: { any-of: [[flw_dry, flw2_dry], [flw_wet, flw2_wet]] }
      answer.dry: { column: [flw_dry, flw2_dry], type: yes-no }
    """

  @Test(arguments: [
    ("id,flw_fatigue,flw_dry,flw_wet", []), ("id,flw2_fatigue,flw2_dry,flw2_wet", []),
    // Letters in another case are not another column.
    ("id,FLW_FATIGUE,flw_dry,flw_wet", []),
    ("id,flw_fatigue,flw2_fatigue,flw_dry,flw_wet", ["several-spellings flw2_fatigue error"]),
    // Both writes pass over the same column, which is one finding.
    ("id,flw2_dry,flw_fatigue,flw_dry,flw2_wet", ["several-spellings flw2_dry error"]),
  ])
  func `two spellings of a column in one header are a finding`(header: String, expected: [String]) throws {
    guard case .bound(let bound, let findings) = try bind(Self.survey, header) else {
      Issue.record("refused")
      return
    }
    #expect(findings.map { "\($0.rule) \($0.column ?? "-") \($0.severity.word)" } == expected)
    let first = bound.targets.map(\.columnName)
    #expect(first.allSatisfy { header.contains("flw_") == $0.lowercased().hasPrefix("flw_") })
  }

  @Test func `the finding says which spelling is read and what to do`() throws {
    guard case .bound(_, let findings) = try bind(Self.survey, "id,flw2_fatigue,flw_fatigue,flw_dry,flw_wet")
    else {
      Issue.record("refused")
      return
    }
    #expect(
      findings.map(\.description) == [
        "flw2_fatigue: is not read: \"flw_fatigue\", which the questionnaire takes for the same column, is in the file "
          + "too and is read (put the two into files of their own, remove the one that is not meant, or name it under "
          + "skip)"
      ])
  }

  @Test(arguments: [
    ("skip: [two]\nwrites:\n  symptom.cough: { column: [one, two] }", []),
    // Read by another entry, so nothing is lost.
    ("writes:\n  symptom.cough: { column: [one, two] }\n  symptom.fever: { column: two, shared: true }", []),
    (
      "instance: [one, two]\nwrites:\n  symptom.cough: { column: three }",
      ["several-spellings two warning", "missing-column three warning"]
    ),
  ])
  func `a second spelling may be skipped, read elsewhere or a key`(lines: String, expected: [String]) throws {
    guard case .bound(_, let findings) = try bind(lines, "id,one,two") else {
      Issue.record("refused")
      return
    }
    #expect(Set(findings.map { "\($0.rule) \($0.column ?? "-") \($0.severity.word)" }) == Set(expected))
  }
}
