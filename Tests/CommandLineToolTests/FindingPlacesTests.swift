import CohortTesting
import Foundation
import Testing

/// What a report says about where things were found, and to whom.
@Suite(.freshDatabase) struct FindingPlacesTests {
  private let scene: Scene

  init() throws {
    scene = try Scene()
    try scene.write(Scene.questionnaire.replacing("1: male", with: "one: male"), as: "form.yaml")
  }

  private static let text = """
    pid,day,sex,born,days_off
    A-1,2022-01-01,one,1970,3
    CANARY-2,2022-01-01,femal,1970,3
    CANARY-3,2022-01-01,onne,1970,3
    CANARY-4,2022-01-01,male,1970,"3
    days"
    CANARY-5,2022-01-01,x,1970,999

    """

  private func importing(_ arguments: String...) throws -> BuiltProgram.Outcome {
    let path = try scene.write(Self.text, as: "file.csv")
    return try BuiltProgram.covalux.run(
      ["import", path, "--as", "\(scene.folder)/form.yaml", "--dry-run"] + arguments + scene.database,
      in: scene)
  }

  private func groups(_ outcome: BuiltProgram.Outcome) throws -> [[String: Any]] {
    let object = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
    return try #require(object?["findings"] as? [[String: Any]])
  }

  @Test func `a kind of finding has its count, its first lines and the code that was probably meant`() throws
  {
    let outcome = try importing()
    #expect(outcome.exitCode == 1)
    #expect(
      outcome.output.contains("lines 3, 4, 5 and 1 more, sex: none of the codes one, 2  [coding]  (4 times)"),
      "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("did you mean 2, which stands for female?"))
    for text in ["femal\n", "femal ", "onne", "CANARY", "999"] { #expect(!outcome.everything.contains(text)) }
  }

  @Test func `every place is in the JSON, with line, record, message and hint`() throws {
    let outcome = try importing("--format", "json")
    let coding = try #require(try groups(outcome).first { $0["column"] as? String == "sex" })
    let places = try #require(coding["places"] as? [[String: Any]])
    #expect(places.compactMap { $0["line"] as? Int } == [3, 4, 5, 7])
    #expect(places.compactMap { $0["record"] as? Int } == [3, 4, 5, 6])
    #expect(
      places.map { $0["hint"] as? String } == [
        "did you mean 2, which stands for female?", "did you mean one?",
        "did you mean one, which stands for male?", nil,
      ])
    #expect(coding["places_omitted"] as? Int == 0)
    #expect(!outcome.output.contains("CANARY") && !outcome.output.contains("onne"))
  }

  @Test func `codes of participants and cells are told to who asks for them`() throws {
    let named = try importing("--show-identifiers")
    #expect(named.output.contains("line 3  CANARY-2  baseline"), "\(named.output)\(named.errors)")
    #expect(!named.output.contains("onne"))
    let shown = try importing("--show-values")
    #expect(shown.output.contains("line 4  \"onne\""), "\(shown.output)")
    #expect(!shown.output.contains("CANARY"))
    let both = try groups(try importing("--show-values", "--show-identifiers", "--format", "json"))
    let places = try #require(both.first { $0["column"] as? String == "sex" }?["places"] as? [[String: Any]])
    #expect(places[0]["participant"] as? String == "CANARY-2")
    #expect(places[0]["event"] as? String == "baseline")
    #expect(places[0]["value"] as? String == "femal")
  }

  @Test func `what rows say against each other names whose they are and what they hold`() throws {
    try scene.write(
      """
      questionnaire: doses
      version: 1
      study: test
      form: doses
      language: en
      legal-basis: consent
      enrols: true
      participant: { column: code }
      event: vaccination
      instance: { column: row }
      slots: { dose: { column: dose } }
      date-format: yyyy-MM-dd
      writes:
        participant.birth-year: { column: born }
        vaccination(dose).given: { column: given }
      rules: [{ rule: dose-order, severity: warning }]
      """, as: "doses.yaml")
    let path = try scene.write(
      """
      code,row,dose,given,born
      CANARY-1,1,1,2021-05-01,1980
      CANARY-1,2,2,2021-04-02,1980
      CANARY-2,1,1,2021-05-01,1981
      CANARY-2,2,2,2021-07-01,1983
      CANARY-3,1,1,2021-05-01,1980
      CANARY-3,1,1,2021-05-03,1980

      """, as: "doses.csv")
    func found(_ more: String...) throws -> [[String: Any]] {
      try groups(
        try BuiltProgram.covalux.run(
          ["import", path, "--as", "\(scene.folder)/doses.yaml", "--dry-run", "--format", "json"] + more
            + scene.database, in: scene))
    }
    var told: [String] = []
    for group in try found("--show-identifiers", "--show-values") {
      for place in try #require(group["places"] as? [[String: Any]]) {
        told.append(
          ["line", "participant", "event", "value"].reduce("\(group["rule"] ?? "")") {
            "\($0) \(place[$1] ?? "-")"
          })
      }
    }
    #expect(
      told.sorted() == [
        "contradiction 5 CANARY-2 vaccination 1983", "dose-order 3 CANARY-1 vaccination 2021-04-02",
        "repeated-key 6 CANARY-3 vaccination -", "repeated-key 7 CANARY-3 vaccination -",
      ])
    #expect(!"\(try found())".contains("CANARY"))
    #expect(!"\(try found("--show-values"))".contains("CANARY"))
  }

  @Test func `a rejected row has its place, what is wrong and what to do`() throws {
    let rejects = "\(scene.folder)/rejects.csv"
    #expect(try importing("--rejects", rejects).exitCode == 1)
    let lines = try scene.read("rejects.csv").split(separator: "\n")
    #expect(
      lines[0].hasSuffix(
        ",_covalux_line,_covalux_record,_covalux_column,_covalux_rule,_covalux_reason,_covalux_hint"))
    #expect(
      lines[1] == """
        CANARY-2,2022-01-01,femal,1970,3,3,3,sex,coding,"none of the codes one, 2",\
        "did you mean 2, which stands for female?"
        """)
  }

  @Test func `too many rejected rows are named, and written to the rejects file`() throws {
    let rejects = "\(scene.folder)/rejects.csv"
    let outcome = try importing("--max-rejected", "10%", "--rejects", rejects)
    #expect(outcome.exitCode == 4)
    #expect(outcome.errors.contains("line 3, sex: none of the codes one, 2  [coding]"), "\(outcome.errors)")
    #expect(try scene.read("rejects.csv").contains("CANARY-5"))
    #expect(!outcome.everything.contains("CANARY"))
  }

  @Test func `a misspelt rule is corrected`() throws {
    let outcome = try BuiltProgram.covalux.run(["explain", "dose-ordr"], in: scene)
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("did you mean 'dose-order'?"), "\(outcome.errors)")
  }
}
