import CohortTesting
import Foundation
import Testing

@Suite(.freshDatabase) struct CodebookRunTests {
  private static let old = """
    questionnaire: visit
    version: 1
    study: covalux
    enrols: true
    participant: { column: pid }
    event: baseline
    writes:
      answer.region: { column: region, label: Region, codes: { 1: north, 2: south, 3: east } }
      answer.days: { column: days, label: Days off, type: integer, range: 0...366 }
      answer.when: { column: when, label: When, type: date }
      answer.note: { column: note, label: Note, type: text, never-export: true }

    """
  private static let new = old.replacing("version: 1", with: "version: 2").replacing(
    "2: south, 3: east", with: "2: west"
  ).replacing("0...366", with: "0...31").replacing("answer.note", with: "answer.remark").replacing(
    "type: date", with: "type: date, range: 2021-01-01...")

  @Test func `a new version is held against what is stored`() throws {
    let scene = try Scene()
    let (old, new) = (try scene.write(Self.old, as: "v1.yaml"), try scene.write(Self.new, as: "v2.yaml"))
    let file = try scene.write(
      "pid,region,days,when,note\nA-1,1,40,2020-05-06,x\nA-2,2,41,2021-05-06,\nA-3,2,3,,y\nA-4,3,,,\n",
      as: "file.csv")
    let without = try scene.covalux("questionnaire", "diff", old, new)
    #expect(without.exitCode == 0, "\(without.errors)")
    #expect(without.output.contains("no stored value would be left behind"))
    #expect(try scene.covalux("import", "--as", old, file).exitCode == 0)
    for side in [old, "visit@1"] {
      let outcome = try scene.covalux("questionnaire", "diff", side, new)
      #expect(outcome.exitCode == 1)
      #expect(
        outcome.output == """
          visit version 1 → visit version 2: 5 changes
            code-meaning   answer.region: 2 was "south" and is "west"; 2 stored values would be left behind
            code-removed   answer.region: 3 = "east"; 1 stored value would be left behind
            range-narrowed answer.days: 0...366 → 0...31; 2 stored values would be left behind
            range-narrowed answer.when: any value → 2021-01-01...; 1 stored value would be left behind
            renamed        answer.remark: was answer.note, of the same column; 2 stored values would be left behind
          5 of 5 changes would leave stored values behind

          """, "\(outcome.errors)")
    }
    let json = try scene.covalux("questionnaire", "diff", old, new, "--format", "json")
    #expect(json.output.contains("\"kind\":\"code-meaning\",\"question\":\"answer.region\""))
    #expect(json.output.contains("\"may_orphan\":true,\"orphaned\":2"))
    #expect(try scene.covalux("questionnaire", "diff", new, new).output.hasSuffix(": no change\n"))
    #expect(try scene.covalux("questionnaire", "diff", "visit@7", new).errors.contains("there are visit@1"))
  }

  @Test func `without a database nothing is counted, and none is made`() throws {
    let scene = try Scene()
    let (old, new) = (try scene.write(Self.old, as: "v1.yaml"), try scene.write(Self.new, as: "v2.yaml"))
    let outcome = try BuiltProgram.covalux.run(["questionnaire", "diff", old, new], in: scene)
    #expect(outcome.exitCode == 1)
    #expect(outcome.output.contains("stored values were not counted"))
    #expect(outcome.output.contains("2 was \"south\" and is \"west\"; stored values would be left behind"))
    #expect(!FileManager.default.fileExists(atPath: "\(scene.folder)/home"))
    let same = try BuiltProgram.covalux.run(["questionnaire", "diff", old, old], in: scene)
    #expect(same.exitCode == 0)
  }

  @Test func `warnings of a check make the exit code 1 only if asked to`() throws {
    let scene = try Scene()
    let sound = try scene.write(Self.old, as: "sound.yaml")
    let warned = try scene.write(Self.old.replacing("label: Region, ", with: ""), as: "warned.yaml")
    let first = try BuiltProgram.covalux.run(["questionnaire", "check", "--strict", sound], in: scene)
    #expect(first.exitCode == 0 && first.output == "\(sound): sound; visit version 1\n", "\(first.errors)")
    let loose = try BuiltProgram.covalux.run(["questionnaire", "check", sound, warned], in: scene)
    #expect(loose.exitCode == 0)
    let strict = try BuiltProgram.covalux.run(["questionnaire", "check", "--strict", warned], in: scene)
    #expect(strict.exitCode == 1)
    #expect(
      strict.output == """
        \(warned):8: warning: answer.region has no label; codebooks will show its name [label-missing]
        \(warned): sound; visit version 1; 1 warning

        """)
  }

  @Test func `a draft is checked, replaces no file, and imports its own`() throws {
    let scene = try Scene()
    let rows = (1...30).map { "P-\($0),\($0 % 2 == 0 ? "yes" : "no"),\(40 + $0)" }
    let file = try scene.write((["pid,cough,age"] + rows).joined(separator: "\n") + "\n", as: "visit.csv")
    let output = "\(scene.folder)/visit.yaml"
    let first = try BuiltProgram.covalux.run(["questionnaire", "draft", file, "-o", output], in: scene)
    #expect(first.exitCode == 0, "\(first.errors)")
    #expect(try scene.read("visit.yaml").contains("# 30 of 30 rows: no and yes; ? perhaps symptom.cough"))
    #expect(
      try BuiltProgram.covalux.run(["questionnaire", "draft", file, "-o", output], in: scene).exitCode == 2)
    #expect(
      try BuiltProgram.covalux.run(["questionnaire", "draft", file, "-o", output, "-f"], in: scene).exitCode
        == 0)
    #expect(try BuiltProgram.covalux.run(["questionnaire", "check", output], in: scene).exitCode == 0)
    let imported = try scene.covalux("import", "--as", output, file)
    #expect(imported.exitCode == 0 && imported.output.contains("+ 30 new"), "\(imported.errors)")
    let empty = try scene.write("", as: "empty.csv")
    let none = try BuiltProgram.covalux.run(["questionnaire", "draft", empty], in: scene)
    #expect(none.exitCode != 0 && none.exitCode != 70, "\(none.errors)")
  }
}
