import CohortTesting
import Foundation
import Testing

@Suite(.freshDatabase) struct ParticipantRunTests {
  private let scene: Scene

  init() throws {
    scene = try Scene()
  }

  private func enrol() throws {
    let outcome = try scene.covalux(
      "participant", "add", "lux-1", "--birth-year", "1974", "--sex", "female", "--enrolled", "2021-03-02",
      "--canton", "LU-ES")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.output == "enrolled  LUX-1 of study covalux\n")
  }

  @Test func `a participant is enrolled, shown from a file's code, and the look is in the audit trail`()
    throws
  {
    try enrol()
    let code = try scene.write("LUX-1\n", as: "code.txt")
    let shown = try scene.covalux("participant", "show", "@\(code)", "--reason", "call of the participant")
    #expect(shown.exitCode == 0, "\(shown.errors)")
    for text in ["LUX-1", "1974", "female", "LU-ES", "2021-03-02"] { #expect(shown.output.contains(text)) }
    let log = try scene.covalux("audit", "log", "--format", "csv")
    #expect(log.output.contains("participant-read") && log.output.contains("call of the participant"))
    #expect(!log.output.contains("LUX-1") && !log.output.contains("1974"))
    #expect(try scene.covalux("participant", "show", "-", "--reason", "x", input: "LUX-1\n").exitCode == 0)
    #expect(try scene.covalux("participant", "show", "LUX-1").exitCode == 2)
    #expect(try scene.covalux("participant", "show", "LUX-9", "--reason", "x").exitCode == 4)
  }

  @Test func `the same code is not enrolled twice, nor one with an unknown canton`() throws {
    try enrol()
    #expect(try scene.covalux("participant", "add", "LUX-1").exitCode == 4)
    #expect(try scene.covalux("participant", "add", "LUX-2", "--canton", "LU-XX").exitCode == 4)
    #expect(try scene.covalux("participant", "add", "LUX-2", "--sex", "x").exitCode == 2)
    #expect(try scene.covalux("participant", "add", "LUX 2").exitCode == 2)
  }

  @Test func `a list has codes and no values`() throws {
    try enrol()
    let list = try scene.covalux("participant", "list")
    #expect(list.output == "study\tcode\tstanding\ncovalux\tLUX-1\taccepted\n")
    #expect(
      try scene.covalux("participant", "list", "--format", "json").output
        == #"{"schema":1,"participants":[{"study":"covalux","code":"LUX-1","standing":"accepted"}]}"# + "\n")
  }

  @Test func `withdrawal without a switch is from everything, and nothing more is stored`() throws {
    try enrol()
    let outcome = try scene.covalux(
      "participant", "withdraw", "LUX-1", "--from", "2021-05-01", "--reason", "by letter")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(
      outcome.output.contains(
        "participation, use-of-data, use-of-samples as of 2021-05-01 (no switch given: all)"))
    #expect(
      try scene.rows("select participation_ended, data_use_ended, sample_use_ended from cohort.consent")
        == ["2021-05-01|2021-05-01|2021-05-01"])
    #expect(try scene.covalux("participant", "list").output == "study\tcode\tstanding\n")
    #expect(
      try scene.covalux("vaccination", "add", "LUX-1", "--dose", "1", "--product", "comirnaty").exitCode == 4)
  }

  @Test func `one switch leaves the others`() throws {
    try enrol()
    let outcome = try scene.covalux(
      "participant", "withdraw", "LUX-1", "--participation", "--from", "2021-05-01", "--reason", "moved away")
    #expect(outcome.exitCode == 0)
    #expect(
      try scene.rows("select participation_ended, data_use_ended, sample_use_ended from cohort.consent")
        == ["2021-05-01||"])
  }

  @Test func `erasing needs the code twice`() throws {
    try enrol()
    let without = try scene.covalux("participant", "erase", "LUX-1", "--reason", "Art. 17")
    #expect(without.exitCode == 2)
    #expect(without.errors.contains("--confirm"))
    #expect(
      try scene.covalux("participant", "erase", "LUX-1", "--confirm", "LUX-2", "--reason", "x").exitCode == 2)
    #expect(try scene.rows("select count(*) from cohort.participant") == ["1"])
  }

  @Test func `erasing removes everything, shows what is left, and the code stays refused`() throws {
    try enrol()
    #expect(
      try scene.covalux(
        "vaccination", "add", "LUX-1", "--dose", "1", "--product", "comirnaty", "--date", "2021-04"
      )
      .exitCode == 0)
    let outcome = try scene.covalux(
      "participant", "erase", "LUX-1", "--confirm", "lux-1", "--reason", "Art. 17")
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("codes that stay refused: 1"))
    #expect(!outcome.output.contains("LUX-1"))
    for table in ["cohort.participant", "cohort.vaccination", "intake.crosswalk"] {
      #expect(try scene.rows("select count(*) from \(table)") == ["0"], "\(table)")
    }
    let again = try scene.covalux("participant", "add", "LUX-1")
    #expect(again.exitCode == 4)
    #expect(again.errors.contains("erased"))
  }

  @Test func `doses are entered, listed, checked and removed`() throws {
    try enrol()
    for (dose, product) in [("1", "comirnaty"), ("2", "spikevax")] {
      let outcome = try scene.covalux(
        "vaccination", "add", "LUX-1", "--dose", dose, "--product", product, "--date", "2021-04-11")
      #expect(outcome.exitCode == 0, "\(outcome.errors)")
    }
    let check = try scene.covalux("vaccination", "check")
    #expect(check.exitCode == 1)
    #expect(check.output.contains("LUX-1") && check.output.contains("several products on one day"))
    #expect(!check.output.contains("spikevax") && !check.output.contains("2021"))
    let removed = try scene.covalux(
      "vaccination", "remove", "LUX-1", "--dose", "2", "--reason", "entered twice")
    #expect(removed.exitCode == 0, "\(removed.errors)")
    #expect(try scene.covalux("vaccination", "check", "LUX-1").exitCode == 0)
    let list = try scene.covalux("vaccination", "list", "LUX-1", "--reason", "check", "--format", "csv")
    #expect(list.output.contains("direct,1,") && list.output.contains(",comirnaty,,2021-04-11,"))
    #expect(
      try scene.covalux("vaccination", "add", "LUX-1", "--dose", "3", "--product", "aspirin").exitCode == 4)
  }

  @Test func `follow-ups are entered, and those missing are due and then overdue`() throws {
    try enrol()
    let added = try scene.covalux(
      "followup", "add", "LUX-1", "--month", "6", "--date", "2021-09-02", "--symptom", "fatigue=moderate",
      "--symptom", "cough=refused")
    #expect(added.exitCode == 0, "\(added.errors)")
    #expect(try scene.rows("select fatigue, cough, fever from cohort.response") == ["2|-4|"])
    // Month 12 is day 365 after 2 March 2021, with a window from 15 days before to 46 after.
    let due = try scene.covalux(
      "followup", "due", "--event", "month-12", "--on", "2022-03-02", "--format", "csv")
    #expect(due.output.contains("covalux,LUX-1,month-12,2022-03-02,2022-02-15,2022-04-17"))
    let before = try scene.covalux(
      "followup", "due", "--event", "month-12", "--on", "2022-02-14", "--format", "csv")
    #expect(!before.output.contains("LUX-1"))
    let overdue = try scene.covalux(
      "followup", "overdue", "--event", "month-12", "--on", "2022-04-18", "--format", "csv")
    #expect(overdue.output.contains("LUX-1"))
    #expect(!(try scene.covalux("followup", "overdue", "--event", "month-6").output.contains("LUX-1")))
    #expect(try scene.covalux("followup", "add", "LUX-1", "--symptom", "fatigue=3").exitCode == 2)
    #expect(try scene.covalux("followup", "due", "--event", "month-7000").exitCode == 4)
  }
}
