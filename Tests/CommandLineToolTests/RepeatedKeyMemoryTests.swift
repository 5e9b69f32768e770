import CohortTesting
import Testing

/// How much memory a file takes whose rows stand in it twice.
@Suite(.freshDatabase) struct RepeatedKeyMemoryTests {
  @Test func `a file whose rows all stand twice takes no more memory the longer it is`() throws {
    let scene = try Scene()
    let form = try scene.write(
      Scene.questionnaire.replacing("event: baseline", with: "event: baseline\ninstance: { column: number }"),
      as: "form.yaml")
    var peaks: [Int] = []
    for count in [2_000, 60_000] {
      let rows = (0..<count).map { "A-\($0 / 10_000),2021-03-02,2,1974,3,\($0 % 10_000 + 1)\n" }.joined()
      let file = try scene.write("pid,day,sex,born,days_off,number\n\(rows)\(rows)", as: "\(count).csv")
      let outcome = try scene.covalux("import", "--as", form, file, "--dry-run", "--format", "json")
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
      #expect(
        outcome.output.contains(#""rows":{"read":\#(2 * count),"new":\#(count),"changed":0,"same":\#(count)"#)
      )
      peaks.append(outcome.peakBytes)
    }
    // One hash a row would be more.
    #expect(peaks[1] - peaks[0] < 24 << 20, "\(peaks)")
  }
}
