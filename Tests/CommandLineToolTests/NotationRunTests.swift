import CohortTesting
import Foundation
import Testing

/// The options that say how a file is written, and what `inspect` says of it, as a user meets them.
@Suite(.freshDatabase) struct NotationRunTests {
  private static let form = """
    questionnaire: visit
    version: 1
    study: covalux
    enrols: true
    language: fr
    participant: { column: pid, pattern: "LX[0-9]{3}" }
    event: baseline
    date-format: proven
    decimal: proven
    date: { column: date_visite }
    writes:
      answer.poids: { column: poids, type: number, range: 0...5000 }
      answer.fumeur: { column: fumeur, type: yes-no }

    """

  private let scene: Scene
  private let form: String

  init() throws {
    scene = try Scene()
    form = try scene.write(Self.form, as: "visit.yaml")
    _ = try scene.covalux("migrate")
  }

  private func answers() throws -> [String] {
    try scene.rows(
      "select completed, numbers, coded from cohort.response order by participant_id")
  }

  @Test func `a file that proves nothing is refused with the flags, which then decide`() throws {
    let file = try scene.write("pid;date_visite;poids;fumeur\nLX001;03/02/2021;1.072;ja\n", as: "a.csv")
    let refused = try scene.covalux("import", "--as", form, file)
    #expect(refused.exitCode == 4)
    #expect(refused.errors.contains("date_visite") && refused.errors.contains("--dates dmy or --dates mdy"))
    #expect(refused.errors.contains("poids") && refused.errors.contains("--decimal comma or --decimal point"))
    #expect(!refused.everything.contains("03/02") && !refused.everything.contains("1.072"))
    #expect(try answers() == [])
    let stored = try scene.covalux(
      "import", "--as", form, file, "--dates", "dmy", "--decimal", "point", "--language", "de")
    #expect(stored.exitCode == 0, "\(stored.everything)")
    #expect(try answers() == ["2021-02-03|{1.072}|{1}"])
  }

  @Test func `missing codes may begin with a hyphen, and patterns have spaces`() throws {
    let file = try scene.write("pid;date_visite;poids;fumeur\nLX001;3. März 2021;-99;NA\n", as: "a.csv")
    let stored = try scene.covalux(
      "import", "--as", form, file, "--missing", "-99=refused,NA", "--dates", "d MMMM yyyy", "--language",
      "de")
    #expect(stored.exitCode == 0, "\(stored.everything)")
    #expect(try scene.rows("select completed, coded from cohort.response") == ["2021-03-03|{-3}"])
  }

  @Test(arguments: [
    ["--dates", "day first"], ["--decimal", "dot"], ["--language", "nl"], ["--missing", "NA=perhaps"],
  ])
  func `an option that means nothing is a wrong command line`(options: [String]) throws {
    let file = try scene.write("pid;date_visite;poids;fumeur\nLX001;2021-02-03;1;1\n", as: "a.csv")
    let outcome = try BuiltProgram.covalux.run(
      ["import", "--as", form, file] + options + scene.database, in: scene)
    #expect(outcome.exitCode == 2)
    #expect(try answers() == [])
  }

  @Test func `inspect says what each column proves, as text and as JSON`() throws {
    let file = try scene.write(
      """
      pid;date_visite;poids;naissance;fumeur;lot
      LX001;03/02/2021;72,5;03/02/1974;oui;1.23E+05
      LX002;25/02/2021;1.072;04/05/1980;non;A

      """, as: "a.csv")
    let text = try BuiltProgram.covalux.run(["inspect", file], in: scene)
    #expect(text.exitCode == 0)
    #expect(
      text.output.split(separator: "\n").suffix(6).map { $0.trimmingCharacters(in: .whitespaces) } == [
        "pid          text",
        "date_visite  dates dmy (proven by 1 of 2, first line 3)",
        "poids        decimal comma (proven by 1 of 2, first line 2)",
        "naissance    dates dmy or mdy: nothing decides (2 of 2, first line 2); give --dates",
        "fumeur       yes or no in French",
        "lot          whole numbers; 1 looks like a number rounded to a power of ten (line 2)",
      ])
    let json = try BuiltProgram.covalux.run(["inspect", "--format", "json", file], in: scene)
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let columns = object?["columns"] as? [[String: Any]]
    #expect(columns?.map { $0["notation"] as? String } == [nil, "dmy", "comma", nil, nil, nil])
    #expect(columns?[3]["flag"] as? String == "--dates")
    for value in ["1974", "72,5", "LX001"] {
      #expect(!text.everything.contains(value) && !json.everything.contains(value))
    }
  }
}
