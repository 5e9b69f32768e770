import CohortTesting
import Foundation
import Testing

/// An import that is killed outright, as by a machine that goes down, leaves nothing half stored.
@Suite(.freshDatabase) struct KilledImportTests {
  /// Hundreds of kills take long; a few show the same in every run.
  private static let kills = ProcessInfo.processInfo.environment["COVALUX_LONG_TESTS"] == nil ? 10 : 200

  private static let contents = """
    select md5(string_agg(line, ' ' order by line)) from (
      select concat_ws('|', x.code, to_jsonb(p) - 'participant_id' - 'batch_id') as line
        from cohort.participant p join intake.crosswalk x using (participant_id)
      union all select concat_ws('|', x.code, to_jsonb(r) - 'participant_id' - 'batch_id' - 'questionnaire_id')
        from cohort.response r join intake.crosswalk x using (participant_id)
      union all select concat_ws('|', x.code, to_jsonb(a) - 'participant_id' - 'questionnaire_id')
        from cohort.answer a join intake.crosswalk x using (participant_id)) t
    """

  @Test func `the same file after any number of kills gives what one clean run gives`() throws {
    let scene = try Scene()
    let form = try scene.write(Scene.questionnaire, as: "small-form.yaml")
    let rows = (1...4000).map {
      "P-\($0),2021-03-\(10 + $0 % 20),\(1 + $0 % 2),\(1930 + $0 % 70),\($0 % 300)"
    }
    let file = try scene.write(
      "pid,day,sex,born,days_off\n" + rows.joined(separator: "\n") + "\n", as: "file.csv")
    let command = [BuiltProgram.covalux.path, "import", "--as", form, file] + scene.database

    let clock = ContinuousClock()
    let start = clock.now
    #expect(try BuiltProgram.run(command, in: scene).exitCode == 0)
    let duration = clock.now - start
    let clean = try scene.rows(Self.contents)
    #expect(try scene.rows("select count(*) from cohort.response") == ["4000"])
    try Self.empty(scene)

    var random = SystemRandomNumberGenerator()
    var hits = 0
    while hits < Self.kills {
      let run = try BuiltProgram.start(command, in: scene)
      usleep(UInt32((duration / .microseconds(1)) * Double.random(in: 0.05...0.95, using: &random)))
      run.send(SIGKILL)
      if try run.wait().exitCode == 0 {
        // It was quicker than the kill: that is a clean run, and counts for nothing.
        #expect(try scene.rows(Self.contents) == clean)
        try Self.empty(scene)
        continue
      }
      hits += 1
      // The server may still be rolling back, or may have had the COMMIT already; nothing in between.
      let stored = try scene.rows("select count(*) from cohort.response")
      #expect(stored == ["0"] || stored == ["4000"])
    }
    #expect(try BuiltProgram.run(command, in: scene).exitCode == 0)
    #expect(try scene.rows(Self.contents) == clean)
    #expect(try scene.rows("select count(*) from intake.crosswalk") == ["4000"])
  }

  private static func empty(_ scene: Scene) throws {
    try scene.execute(
      "delete from cohort.participant; delete from intake.crosswalk; delete from intake.finding; delete from intake.batch"
    )
  }
}
