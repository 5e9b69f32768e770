import CohortTesting
import Foundation
import Testing

/// In which order files of one round are taken, and how they are written.
@Suite(.freshDatabase) struct BatchImporterOrderTests {
  private let inbox: InboxScene
  private var scene: Scene { inbox.scene }

  init() throws {
    inbox = try InboxScene(participants: 10)
    _ = try scene.makeFolder("forms")
  }

  private func taken(_ name: String) throws -> [Int?] {
    let place = try inbox.report("\(name).json")["taken"] as? [String: Int]
    return [place?["place"], place?["of"]]
  }

  @Test func `a follow-up that sorts before its baseline is imported after it`() throws {
    try inbox.put("covalux-followup", as: "1.csv")
    try inbox.put("covalux-vaccination", as: "2.csv")
    try inbox.put("covalux-baseline", as: "3.csv")
    try scene.write("neither,nor\n1,2\n", as: "in/0.csv")
    let outcome = try inbox.run()
    #expect(try scene.names(in: "done") == ["1.csv", "2.csv", "3.csv"], "\(outcome.everything)")
    for name in ["1.csv", "2.csv", "3.csv"] {
      let report = try inbox.report("\(name).json")
      let rows = try #require(report["rows"] as? [String: Int])
      // The made-up files hold mistakes, and a few baselines are refused.
      #expect(rows["new", default: 0] > rows["rejected", default: 0], "\(name): \(rows)")
    }
    #expect(try taken("3.csv") == [1, 4])
    #expect(try taken("1.csv") == [2, 4])
    #expect(try taken("2.csv") == [3, 4])
    #expect(try taken("0.csv") == [4, 4])
    #expect(
      try scene.read("reports/3.csv.html").contains(
        "as number 1 of 4; files that enrol participants go first"))
    #expect(try scene.read("reports/0.csv.html").contains("Taken as number 4 of 4"))
  }

  @Test func `rows of a form come after the form that they belong to`() throws {
    func form(_ name: String, _ keys: String) -> String {
      """
      questionnaire: \(name)
      version: 1
      study: test
      form: \(name)
      \(keys)
      event: baseline
      writes:
        answer.\(name)_key: { column: \(name)_key, type: text }

      """
    }
    try scene.write(form("household", "enrols: true\nparticipant: { column: code }"), as: "forms/1.yaml")
    try scene.write(
      form(
        "child",
        "enrols: false\nparticipant: { column: parent, through: { form: household, answer: household_key } }\ninstance: { counted: [child_key] }"
      ),
      as: "forms/2.yaml")
    try scene.write(
      form(
        "pet",
        "enrols: false\nparticipant: { column: parent, through: { form: child, answer: child_key } }\ninstance: { counted: [pet_key] }"
      ),
      as: "forms/3.yaml")
    try scene.write("parent,pet_key\nc1,p1\n", as: "in/pet--a.csv")
    try scene.write("parent,child_key\nh1,c1\n", as: "in/child--b.csv")
    try scene.write("code,household_key\nA-1,h1\n", as: "in/household--c.csv")
    let outcome = try inbox.run("--questionnaires", "\(scene.folder)/forms")
    #expect(outcome.exitCode == 0, "\(outcome.everything)")
    #expect(try taken("household--c.csv") == [1, 3])
    #expect(try taken("child--b.csv") == [2, 3])
    #expect(try taken("pet--a.csv") == [3, 3])
  }

  private static let open = """
    questionnaire: visit
    version: 1
    study: covalux
    enrols: true
    participant: { column: pid }
    event: baseline
    date-format: proven
    decimal: proven
    date: { column: visited }
    writes:
      answer.weight: { column: weight, type: number, range: 0...5000 }
      answer.smokes: { column: smokes, type: yes-no }
      answer.town: { column: town, type: text }

    """

  /// Nothing in it proves how it is written.
  private static let file =
    Array("pid;visited;weight;smokes;town\nLX1;03/02/2021;1.072;ja;Gr".utf8)
    + [0xE9] + Array("ve\n".utf8)

  private func importing(_ notation: String?) throws -> BuiltProgram.Outcome {
    try scene.write(Self.open, as: "forms/visit.yaml")
    try Data(Self.file).write(to: URL(filePath: "\(scene.folder)/in/visit.csv"))
    let path = "\(scene.folder)/notation.yaml"
    if let notation { try scene.write(notation, as: "notation.yaml") }
    return try BuiltProgram.run(
      inbox.command + ["--questionnaires", "\(scene.folder)/forms"]
        + (notation == nil ? [] : ["--notation", path]), in: scene)
  }

  @Test(arguments: [
    "visit: { encoding: windows-1252, dates: dmy, decimal: point, language: de }",
    "all: { encoding: latin-1, decimal: point, dates: mdy }\nvisit: { dates: dmy, language: de, missing: [NA] }",
  ])
  func `files are read as their notation says`(notation: String) throws {
    #expect(try importing(nil).exitCode == 1)
    #expect(try scene.names(in: "rejected") == ["visit.csv"])
    let outcome = try importing(notation)
    #expect(outcome.exitCode == 0, "\(outcome.everything)")
    #expect(
      try scene.rows(
        """
        select r.completed, a.numbers, a.coded, a.texts from cohort.response r
          join cohort.answer a using (participant_id)
        """) == ["2021-02-03|{1.072}|{1}|{\"town\": \"Gréve\"}"])
  }

  @Test(arguments: [
    ("visit: { dates: dym }", ":1: dates must be dmy, mdy, ymd or a pattern"),
    ("visit: { date: dmy }", "did you mean \"dates\"?"),
    ("visits: { dates: dmy }", "there is no questionnaire 'visits'"),
    ("visit: { dates: d MMMM yyyy }", "months in words need a language"),
    ("visit: dmy", ":1: visit must be a map"), ("", "the file is empty"),
  ])
  func `a notation that means nothing ends the program at once`(notation: String, message: String) throws {
    let outcome = try importing(notation)
    #expect(outcome.exitCode == 2, "\(outcome.everything)")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(try scene.names(in: "in") == ["visit.csv"])
  }

  @Test func `a link in the inbox is named and not followed`() throws {
    let elsewhere = try scene.write(try inbox.baseline(of: ["LUX-000901"]), as: "elsewhere.csv")
    #expect(symlink(elsewhere, "\(scene.folder)/in/covalux-baseline--a.csv") == 0)
    #expect(mkfifo("\(scene.folder)/in/pipe.csv", 0o600) == 0)
    let outcome = try inbox.run()
    #expect(outcome.exitCode == 0)
    for name in ["covalux-baseline--a.csv", "pipe.csv"] {
      #expect(outcome.errors.contains("\(name): a link, a pipe or a device"), "\(outcome.errors)")
    }
    #expect(try scene.names(in: "done").isEmpty && scene.names(in: "rejected").isEmpty)
    #expect(try scene.rows("select count(*) from cohort.participant") == ["0"])
  }
}
