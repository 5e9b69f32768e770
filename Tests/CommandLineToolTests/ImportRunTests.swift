import CohortTesting
import Foundation
import Testing

@Suite(.freshDatabase) struct ImportRunTests {
  private let scene: Scene
  private let form: String

  init() throws {
    scene = try Scene()
    form = try scene.write(Scene.questionnaire, as: "small.yaml")
  }

  @Test func `a sound file is stored, and the same file again changes nothing`() throws {
    let file = try scene.write(
      "pid,day,sex,born,days_off\nA-1,2021-03-02,2,1974,3\nA-2,2021-03-03,1,1980,\n", as: "sound.csv")
    let first = try scene.covalux("import", "--as", form, file)
    #expect(first.exitCode == 0, "\(first.errors)")
    #expect(first.output.contains("+ 2 new"))
    #expect(
      try scene.rows(
        """
        select x.code, p.sex, p.birth_year from cohort.participant p join intake.crosswalk x using (participant_id)
        order by x.code
        """) == ["A-1|2|1974", "A-2|1|1980"])
    let second = try scene.covalux("import", "--as", form, file, "--format", "json")
    #expect(second.exitCode == 0, "\(second.errors)")
    let report = try #require(
      try JSONSerialization.jsonObject(with: Data(second.output.utf8)) as? [String: Any])
    #expect(report["schema"] as? Int == 1)
    #expect(report["already_imported"] as? Bool == true)
    #expect(
      (report["rows"] as? [String: Int]) == ["read": 2, "new": 0, "changed": 0, "same": 2, "rejected": 0])
  }

  @Test func `rejected rows are counted, written for their owner alone, and make the exit code 1`() throws {
    let file = try scene.write(
      "pid,day,sex,born,days_off\nA-1,2021-03-02,2,1974,3\nA-2,2021-02-30,1,1980,4\n", as: "half.csv")
    let outcome = try scene.covalux("import", "--as", form, file, "--rejects", "\(scene.folder)/rejected.csv")
    #expect(outcome.exitCode == 1)
    #expect(outcome.output.contains("! 1 rejected"))
    #expect(try scene.read("rejected.csv").contains("A-2,2021-02-30,1,1980,4"))
    #expect(try scene.permissions(of: "rejected.csv") == 0o600)
    #expect(try scene.rows("select count(*) from cohort.participant") == ["1"])
  }

  @Test func `a dry run stores nothing`() throws {
    let file = try scene.write("pid,day,sex,born,days_off\nA-1,2021-03-02,2,1974,3\n", as: "dry.csv")
    let outcome = try scene.covalux("import", "--as", form, file, "--dry-run")
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.contains("Dry run"))
    #expect(try scene.rows("select count(*) from cohort.participant") == ["0"])
  }

  @Test func `standard input is a file too`() throws {
    let outcome = try scene.covalux(
      "import", "--as", form, "-", input: "pid,day,sex,born,days_off\nA-1,2021-03-02,2,1974,3\n")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(try scene.rows("select count(*) from cohort.participant") == ["1"])
  }

  @Test func `an unknown questionnaire is a mistake on the command line, and the near one is named`() throws {
    let file = try scene.write("pid\nA-1\n", as: "any.csv")
    let outcome = try scene.covalux("import", "--as", "covalux-baselin", file)
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("covalux-baseline"))
    #expect(outcome.output.isEmpty)
  }

  @Test func `a file that cannot be used as a whole is refused`() throws {
    let file = try scene.write("name,day\nAnna,2021-03-02\n", as: "other.csv")
    let outcome = try scene.covalux("import", "--as", form, file)
    #expect(outcome.exitCode == 4)
    #expect(outcome.errors.contains("nothing was stored"))
  }

  @Test func `too many rejected rows store nothing`() throws {
    let file = try scene.write(
      "pid,day,sex,born,days_off\nA-1,2021-03-02,2,1974,3\nA-2,2021-02-30,1,1980,4\n", as: "half.csv")
    let outcome = try scene.covalux("import", "--as", form, file, "--max-rejected", "0")
    #expect(outcome.exitCode == 4)
    #expect(try scene.rows("select count(*) from cohort.participant") == ["0"])
  }

  @Test func `an absent file and an unreachable database have their own codes`() throws {
    #expect(try scene.covalux("import", "--as", form, "\(scene.folder)/absent.csv").exitCode == 5)
    let file = try scene.write("pid,day,sex,born,days_off\n", as: "empty.csv")
    let outcome = try BuiltProgram.covalux.run(
      ["import", "--as", form, file, "--database", "host=\(scene.folder) dbname=none"], in: scene)
    #expect(outcome.exitCode == 3)
    #expect(outcome.errors.split(separator: "\n").count == 1)
  }

  private static let canary = "CANARY7F3A"

  /// Rows that reject a row, with a cell too many, and that break the file, each with its exit code.
  private static let brokenRows: [(exitCode: Int32, text: String)] = [
    (1, "A-1,2021-03-02,1,1974,\(canary)7\n"), (1, "A-2,2021-03-02,1,1974,1,\(canary)8\n"),
    (4, "\"\(canary)9,2021-03-02,1,1974,1\n"),
  ]

  @Test(arguments: brokenRows)
  func `no cell of a broken file is ever printed`(exitCode: Int32, text: String) throws {
    let canary = Self.canary
    let file = try scene.write(
      """
      pid,day,sex,born,days_off
      \(canary)1,\(canary)2,\(canary)3,\(canary)4,\(canary)5
      \(canary) 6,2021-03-02,1,1974,1
      \(text)
      """, as: "canary.csv")
    for format in ["text", "json"] {
      let outcome = try scene.covalux("import", "--as", form, file, "--format", format)
      #expect(outcome.exitCode == exitCode)
      #expect(!outcome.everything.isEmpty)
      #expect(!outcome.everything.contains(canary))
    }
    let batches = try scene.covalux("batch", "list")
    #expect(batches.exitCode == 0 && !batches.everything.contains(canary))
    #expect(!(try scene.covalux("audit", "log").everything.contains(canary)))
  }

  @Test func `blanks clear named columns only with leave, after the counts were shown`() throws {
    let form = try scene.write(Scene.questionnaire, as: "form.yaml")
    let full = try scene.write(
      "pid,day,sex,born,days_off\nA-1,2021-03-02,2,1974,3\nA-2,2021-03-03,1,1980,4\n", as: "full.csv")
    #expect(try scene.covalux("import", "--as", form, full).exitCode == 0)
    let blank = try scene.write(
      "pid,day,sex,born,days_off\nA-1,2021-03-02,2,,\nA-2,2021-03-03,1,1980,\n", as: "blank.csv")
    let stored = "select count(*) from cohort.answer where numbers[1] is not null"
    let wish = ["--clear", "born,days_off"]
    func clearing(_ more: String...) throws -> BuiltProgram.Outcome {
      try BuiltProgram.covalux.run(
        ["import", "--as", form, blank] + wish + more + scene.database, in: scene, input: "y\n")
    }
    let refused = try clearing()
    #expect(refused.exitCode == 4)
    #expect(refused.errors.contains("born: 1\n  days_off: 2\n"))
    #expect(try clearing("--clear-limit", "2").exitCode == 4)
    #expect(try clearing("--dry-run").output.contains("cleared stored values: born 1, days_off 2"))
    #expect(try scene.rows(stored) == ["2"])
    #expect(try clearing("--clear-limit", "3").exitCode == 0)
    #expect(try scene.rows(stored) == ["0"])
    let misspelt = try scene.covalux("import", "--as", form, blank, "--clear", "dais_off", "--yes")
    #expect(misspelt.exitCode == 4 && misspelt.errors.contains("did you mean \"days_off\"?"))
    #expect(try scene.covalux("import", "--as", form, blank, "--clear-limit", "3").exitCode == 2)
  }

  @Test func `batches are listed and shown with what was found`() throws {
    let file = try scene.write(
      "pid,day,sex,born,days_off\nA-1,2021-03-02,2,1974,3\nA-2,2021-03-02,1,1980,999\n", as: "b.csv")
    #expect(try scene.covalux("import", "--as", form, file).exitCode == 1)
    let list = try scene.covalux("batch", "list", "--format", "csv")
    #expect(
      list.output.hasPrefix("batch,finished_at,questionnaire,file,read,new,changed,same,rejected,undone_at\n")
    )
    #expect(list.output.contains(",small-form,b.csv,2,"))
    let number = try #require(list.output.split(separator: "\n").last?.split(separator: ",").first)
    let batch = try scene.covalux("batch", "show", String(number))
    #expect(batch.exitCode == 0)
    #expect(batch.output.contains("range"))
    #expect(try scene.covalux("batch", "show", "4711").exitCode == 4)
  }
}
