import CohortTesting
import Foundation
import Testing

@Suite(.freshDatabase) struct PlanRunTests {
  private let scene: Scene
  private let form: String

  init() throws {
    scene = try Scene()
    form = try scene.write(
      Scene.questionnaire + "  answer.note: { column: note, type: text }\n", as: "small.yaml")
  }

  private func file(_ rows: String..., name: String = "file.csv") throws -> String {
    try scene.write((["pid,day,sex,born,days_off,note"] + rows).joined(separator: "\n") + "\n", as: name)
  }

  @Test func `what was planned is applied once, and then refused`() throws {
    let file = try file("A-1,2021-03-02,2,1974,3,")
    let path = "\(scene.folder)/plan.json"
    let plan = try scene.covalux("import", "--as", form, file, "--plan", path)
    #expect(plan.exitCode == 0, "\(plan.errors)")
    #expect(plan.output.contains("Dry run"))
    #expect(try scene.permissions(of: "plan.json") == 0o600)
    #expect(try scene.rows("select count(*) from cohort.participant") == ["0"])
    #expect(try scene.covalux("import", "--as", form, file, "--plan", path).exitCode == 5)
    #expect(try scene.covalux("import", "--as", form, file, "--plan", path, "--force").exitCode == 0)
    let applied = try scene.covalux("apply", path)
    #expect(applied.exitCode == 0, "\(applied.errors)")
    #expect(applied.output.contains("+ 1 new"))
    #expect(try scene.rows("select count(*) from cohort.participant") == ["1"])
    let again = try scene.covalux("apply", path)
    #expect(again.exitCode == 4)
    #expect(again.errors.contains("rows new: 1 planned, 0 now"))
    #expect(try scene.covalux("apply", "\(scene.folder)/absent.json").exitCode == 5)
    #expect(try scene.covalux("apply", file).exitCode == 4)
  }

  @Test func `a batch is undone with a reason, shown as such, and refused where others came after`() throws {
    #expect(try scene.covalux("import", "--as", form, try file("A-1,2021-03-02,2,1974,3,")).exitCode == 0)
    #expect(try scene.covalux("import", "--as", form, try file("A-1,2021-03-02,2,1975,3,")).exitCode == 0)
    let numbers = try scene.rows("select batch_id from intake.batch order by 1")
    #expect(try scene.covalux("batch", "undo", numbers[0]).exitCode == 2)
    let refused = try scene.covalux("batch", "undo", numbers[0], "--reason", "wrong")
    #expect(refused.exitCode == 4)
    #expect(refused.errors.contains("cohort.participant: 1 rows that it stored were changed since"))
    for number in numbers.reversed() {
      let outcome = try scene.covalux("batch", "undo", number, "--reason", "wrong file")
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
    }
    #expect(try scene.rows("select count(*) from cohort.participant") == ["0"])
    #expect(try scene.covalux("batch", "show", numbers[0]).output.contains("wrong file"))
    #expect(try scene.covalux("batch", "list", "--format", "json").output.contains("\"undone_at\":\"20"))
    #expect(try scene.covalux("audit", "verify").exitCode == 0)
  }

  @Test func `values are in the plan and nowhere else`() throws {
    let canary = "CANARY7F3A"
    #expect(
      try scene.covalux("import", "--as", form, try file("\(canary)1,2021-03-02,2,1974,3,\(canary)2"))
        .exitCode == 0)
    let file = try file("\(canary)1,2021-03-02,2,1974,3,\(canary)3")
    let path = "\(scene.folder)/plan.json"
    var outcomes = [try scene.covalux("import", "--as", form, file, "--plan", path)]
    let plan = try scene.read("plan.json")
    #expect(plan.contains("\"old\":\"\(canary)2\",\"new\":\"\(canary)3\""))
    try scene.execute("update cohort.response set texts = '{\"note\": \"\(canary)4\"}', digest = null")
    outcomes.append(try scene.covalux("apply", path))
    #expect(outcomes.last?.exitCode == 4)
    outcomes.append(try scene.covalux("import", "--as", form, file))
    let numbers = try scene.rows("select batch_id from intake.batch order by 1")
    outcomes.append(try scene.covalux("batch", "undo", numbers[0], "--reason", "test"))
    #expect(outcomes.last?.exitCode == 4)
    outcomes.append(try scene.covalux("batch", "undo", numbers[1], "--reason", "test", "--format", "json"))
    #expect(outcomes.last?.exitCode == 0)
    outcomes.append(try scene.covalux("audit", "log"))
    for outcome in outcomes {
      #expect(!outcome.everything.isEmpty && !outcome.everything.contains(canary))
    }
  }
}
