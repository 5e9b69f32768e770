import CohortTesting
import Foundation
import Testing

/// People registered twice, by files with names, as somebody at the command line meets them.
@Suite(.freshDatabase) struct DuplicatesRunTests {
  private let scene: Scene

  private static let questionnaire = """
    questionnaire: contact
    version: 1
    study: covalux
    form: contact
    language: en
    legal-basis: consent
    enrols: true
    participant: { column: pid }
    event: baseline
    date: { column: day }
    missing: { "": not-answered }
    date-format: yyyy-MM-dd
    writes:
      identity.family-name: { column: family }
      identity.given-name: { column: given }
      identity.birth-date: { column: birth }
      participant.sex: { column: sex, codes: { 1: male, 2: female } }

    """

  init() throws {
    scene = try Scene()
    try scene.write(Self.questionnaire, as: "contact.yaml")
    try scene.write(
      """
      pid,day,family,given,birth,sex
      A-1,2021-03-01,Canary-Müller,Anna,1974-02-03,2
      A-2,2021-03-02,Mueller Canary,Anna,1974-03-02,
      A-3,2021-03-03,Hoffmann,Luc,1980-01-30,1

      """, as: "contact.csv")
  }

  private func importing() throws -> BuiltProgram.Outcome {
    try scene.covalux("import", "\(scene.folder)/contact.csv", "--as", "\(scene.folder)/contact.yaml")
  }

  private func duplicates(_ arguments: String...) throws -> BuiltProgram.Outcome {
    try BuiltProgram.covalux.run(["participant", "duplicates"] + arguments + scene.database, in: scene)
  }

  private func expectNoName(in outcome: BuiltProgram.Outcome) {
    for text in ["anary", "ller", "Anna", "1974"] {
      #expect(!outcome.output.contains(text) && !outcome.errors.contains(text))
    }
  }

  @Test func `a pair is listed with its reasons, merged, and separated again`() throws {
    #expect(try importing().exitCode == 0)
    let list = try duplicates("list", "--format", "csv")
    #expect(list.exitCode == 0, "\(list.errors)")
    #expect(
      list.output.contains(
        #"85,covalux,A-1,covalux,A-2,"day and month of birth exchanged, same family name, same given name","#)
    )
    #expect(list.output.split(separator: "\n").count == 2)
    expectNoName(in: list)
    let show = try duplicates("show", "A-1", "A-2")
    #expect(show.output.contains("day and month of birth exchanged"), "\(show.errors)")
    #expect(show.output.contains("cohort.response.completed"))
    expectNoName(in: show)

    let refused = try duplicates("decide", "same", "A-1", "A-2", "--reason", "called")
    #expect(refused.exitCode == 4)
    #expect(refused.errors.contains("cohort.response.completed (1)"), "\(refused.errors)")
    let merged = try duplicates("decide", "same", "A-1", "A-2", "--reason", "called", "--prefer", "A-1")
    #expect(merged.exitCode == 0, "\(merged.errors)")
    expectNoName(in: merged)
    #expect(try scene.rows("select count(distinct participant_id) from intake.crosswalk") == ["2"])
    #expect(
      try duplicates().output
        == "score\tstudy\tcode\tother_study\tother_code\treasons\tstanding\tother_standing\tfound\tdecision\n"
    )

    // The file as it was now says two things about one person.
    let again = try importing()
    #expect(again.exitCode == 1)
    #expect(again.output.contains("[repeated-key]"), "\(again.output)\(again.errors)")

    let undone = try duplicates("undo", "A-2", "A-1", "--reason", "two persons")
    #expect(undone.exitCode == 0, "\(undone.errors)")
    #expect(try scene.rows("select count(distinct participant_id) from intake.crosswalk") == ["3"])
    #expect(try importing().output.contains("= 3 unchanged"))
    let log = try scene.covalux("audit", "log", "--format", "csv").output
    #expect(log.contains("participant-merge") && log.contains("participant-separate"))
    #expect(!log.contains("A-1") && !log.contains("anary"))
  }

  @Test func `a pair that was told apart stays away until it is forgotten`() throws {
    #expect(try importing().exitCode == 0)
    let apart = try duplicates("decide", "different", "A-1", "A-2", "--reason", "called")
    #expect(apart.exitCode == 0, "\(apart.errors)")
    #expect(try duplicates("list", "--format", "text").output == "none\n")
    #expect(try duplicates("list", "--all", "--format", "csv").output.contains("different"))
    #expect(try duplicates("undo", "A-1", "A-2", "--reason", "x").output.contains("forgotten"))
    #expect(try duplicates("list", "--format", "csv").output.contains("A-2"))
    #expect(try duplicates("undo", "A-1", "A-2", "--reason", "x").exitCode == 4)
    #expect(try duplicates("decide", "maybe", "A-1", "A-2", "--reason", "x").exitCode == 2)
    #expect(try duplicates("decide", "same", "A-1", "A-9", "--reason", "x").exitCode == 4)
    #expect(try duplicates("decide", "same", "A-1", "A-2").exitCode == 2)
    #expect(try duplicates("decide", "same", "A-1", "A-2", "--prefer", "A-3", "--reason", "x").exitCode == 2)
  }

  @Test func `a batch is not taken back while its participants are merged`() throws {
    #expect(try importing().exitCode == 0)
    #expect(
      try duplicates("decide", "same", "A-1", "A-2", "--reason", "called", "--prefer", "A-1").exitCode == 0)
    let refused = try scene.covalux("batch", "undo", "1", "--reason", "wrong file")
    #expect(refused.exitCode == 4)
    #expect(refused.errors.contains("merged"), "\(refused.errors)")
    #expect(try duplicates("undo", "A-1", "A-2", "--reason", "x").exitCode == 0)
    #expect(try scene.covalux("batch", "undo", "1", "--reason", "wrong file").exitCode == 0)
    for table in ["identity.person", "identity.likeness", "identity.duplicate", "intake.crosswalk"] {
      #expect(try scene.rows("select count(*) from \(table)") == ["0"])
    }
  }
}
