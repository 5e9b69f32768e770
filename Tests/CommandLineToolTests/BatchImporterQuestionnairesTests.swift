import CohortTesting
import Foundation
import Testing

/// Questionnaires of a folder beside those that the program carries.
@Suite(.freshDatabase) struct BatchImporterQuestionnairesTests {
  private let inbox: InboxScene
  private var scene: Scene { inbox.scene }

  init() throws {
    inbox = try InboxScene(participants: 10)
    _ = try scene.makeFolder("forms")
    try scene.write(Scene.questionnaire, as: "forms/small-form.yaml")
  }

  private static let text = "pid,day,sex,born,days_off\nA-1,2022-01-01,1,1970,3\n"

  private func run() throws -> BuiltProgram.Outcome {
    try inbox.run("--questionnaires", "\(scene.folder)/forms")
  }

  @Test(arguments: [
    "anything.csv", "small-form.csv", "SMALL-FORM--may.csv", "may.small-form.csv", "small-form.2.csv",
  ])
  func `a form of one's own is found by header or by name`(name: String) throws {
    try scene.write(Self.text, as: "in/\(name)")
    let outcome = try run()
    #expect(outcome.exitCode == 0, "\(outcome.everything)")
    #expect(try scene.names(in: "done") == [name])
    #expect(try inbox.report("\(name).json")["questionnaire"] as? String == "small-form")
  }

  @Test func `a file that lists values one by one finds its form by the names of the fields`() throws {
    let lines = "A-1,day,2022-01-01\nA-1,sex,1\nA-1,born,1970\nA-1,days_off,3\n"
    try scene.write("record,field_name,value\n" + lines, as: "in/values.csv")
    let outcome = try run()
    #expect(outcome.exitCode == 0, "\(outcome.everything)")
    #expect(try inbox.report("values.csv.json")["questionnaire"] as? String == "small-form")
  }

  @Test func `several forms that fit equally are named, and the file is refused`() throws {
    let other = Scene.questionnaire.replacing("questionnaire: small-form", with: "questionnaire: twin-form")
    try scene.write(other, as: "forms/twin-form.yaml")
    try scene.write(Self.text, as: "in/anything.csv")
    let outcome = try run()
    #expect(outcome.exitCode == 1)
    #expect(try scene.names(in: "rejected") == ["anything.csv"])
    let message = try inbox.report("anything.csv.json")["message"] as? String
    #expect(message?.contains("(small-form, twin-form)") == true, "\(outcome.everything)")
  }

  @Test func `of two versions the one that the header fits is taken, or the later`() throws {
    let later = Scene.questionnaire.replacing("version: 1\n", with: "version: 2\n")
    try scene.write(later, as: "forms/small-form-2.yaml")
    try scene.write(Self.text, as: "in/small-form--a.csv")
    try scene.write(Self.text, as: "in/b.csv")
    #expect(try run().exitCode == 0)
    for name in ["small-form--a.csv", "b.csv"] {
      #expect(try inbox.report("\(name).json")["version"] as? Int == 2)
    }
    let wider = later.replacing("column: days_off", with: "column: sick_days")
    try scene.write(wider, as: "forms/small-form-2.yaml")
    for name in ["small-form--c.csv", "d.csv"] {
      try scene.write(Self.text, as: "in/\(name)")
      #expect(try run().exitCode == 0)
      #expect(try inbox.report("\(name).json")["version"] as? Int == 1)
    }
  }

  @Test func `what is wrong in the folder is said before anything is touched`() throws {
    try scene.write(Self.text, as: "in/a.csv")
    try scene.write("questionnaire: broken\n", as: "forms/broken.yaml")
    let broken = try run()
    #expect(broken.exitCode == 2)
    #expect(broken.errors.contains("broken.yaml"), "\(broken.errors)")
    try FileManager.default.removeItem(atPath: "\(scene.folder)/forms/broken.yaml")
    try scene.write(Scene.questionnaire, as: "forms/again.yaml")
    let twice = try run()
    #expect(twice.exitCode == 2)
    #expect(twice.errors.contains("two files are small-form version 1"), "\(twice.errors)")
    #expect(try inbox.run("--questionnaires", "\(scene.folder)/none").exitCode == 5)
    #expect(try scene.names(in: "in") == ["a.csv"])
    #expect(try scene.names(in: "reports").isEmpty)
  }

  @Test func `a form that is put into the folder while the importer runs is used`() throws {
    try FileManager.default.removeItem(atPath: "\(scene.folder)/forms/small-form.yaml")
    let running = try BuiltProgram.start(
      inbox.command + ["--every", "1s", "--questionnaires", "\(scene.folder)/forms"], in: scene)
    try scene.write(Self.text, as: "in/early.csv")
    #expect(try inbox.waits { try scene.names(in: "rejected") == ["early.csv"] })
    try scene.write("questionnaire: broken\n", as: "forms/broken.yaml")
    try scene.write(Scene.questionnaire, as: "forms/small-form.yaml")
    try scene.write(Self.text, as: "in/broken.csv")
    #expect(try inbox.waits { try scene.names(in: "rejected") == ["broken.csv", "early.csv"] })
    try FileManager.default.removeItem(atPath: "\(scene.folder)/forms/broken.yaml")
    try scene.write(Self.text, as: "in/late.csv")
    #expect(try inbox.waits { try scene.names(in: "done") == ["late.csv"] })
    running.send(SIGTERM)
    let outcome = try running.wait()
    #expect(
      outcome.errors.components(separatedBy: "are used as they were before").count == 2, "\(outcome.errors)")
  }
}
