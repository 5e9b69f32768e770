import CohortModel
import Questionnaires
import Testing

@Suite struct LanguageTests {
  /// The rules found in one cell of a yes-no answer, or its code.
  private func read(_ lines: String, _ cell: String, _ flag: Language? = nil) throws -> String {
    var notation = Notation()
    notation.language = flag
    let proof = try NotationTests.proof(lines, [cell], notation: notation)
    return proof.cells.first ?? ""
  }

  private static let answer = "writes:\n  answer.b: { column: b, type: yes-no }\n"

  @Test(
    arguments: [
      (.french, "oui", "1"), (.french, "NON", "0"), (.french, "vrai", "1"), (.french, "ja", "coding"),
      (.french, "yes", "coding"), (.french, "1", "1"), (.french, "FALSE", "0"), (.german, "Ja", "1"),
      (.german, "nein", "0"), (.german, "j", "1"), (.german, "oui", "coding"), (.english, "Yes", "1"),
      (.english, "n", "0"), (.english, "maybe", "coding"), (.luxembourgish, "Jo", "1"),
      (.luxembourgish, "Neen", "0"), (.luxembourgish, "nee", "0"), (.portuguese, "SIM", "1"),
      (.portuguese, "não", "0"), (.portuguese, "NÃO", "0"), (.portuguese, "na\u{303}o", "0"),
      (.portuguese, "nao", "0"), (.portuguese, "yes/no", "coding"), (nil, "yes", "1"), (nil, "oui", "coding"),
    ] as [(Language?, String, String)])
  func `words for yes and no are those of the language`(language: Language?, cell: String, code: String)
    throws
  {
    let head = language.map { "language: \($0.rawValue)\n" } ?? ""
    #expect(try read(head + Self.answer, cell) == code)
    #expect(try read(Self.answer, cell, language) == code)
    #expect(try read("language: de\n" + Self.answer, cell, language ?? .english) == code)
  }

  @Test func `a symptom and a consent are said in words as well`() throws {
    let symptom = "language: pt\nwrites:\n  symptom.fatigue: { column: f }\n"
    #expect(
      try ["sim", "não", "mild", "3", "oui"].map { try read(symptom, $0) } == ["4", "0", "1", "3", "coding"])
    let consent = "language: lb\nwrites:\n  consent.status: { column: c }\n"
    #expect(try ["jo", "neen", "waived"].map { try read(consent, $0) } == ["1", "0", "2"])
  }

  @Test func `codes and truth that are declared are all there is, unless the command line names a language`()
    throws
  {
    let codes = "language: fr\nwrites:\n  symptom.fatigue: { column: f, codes: { 1: present, 2: absent } }\n"
    #expect(try ["1", "oui"].map { try read(codes, $0) } == ["4", "coding"])
    #expect(try ["1", "2", "oui", "non"].map { try read(codes, $0, .french) } == ["4", "0", "4", "0"])
    let truth = "language: fr\ntruth: { yes: [\"1\"], no: [\"2\", o] }\n" + Self.answer
    #expect(try ["1", "2", "oui"].map { try read(truth, $0) } == ["1", "0", "coding"])
    // What is declared of a word goes before what the language says.
    #expect(try ["oui", "o", "2"].map { try read(truth, $0, .french) } == ["1", "0", "0"])
  }

  @Test func `a word of another language is a finding that names the flag`() throws {
    let proof = try NotationTests.proof("language: fr\n" + Self.answer, ["ja"])
    let finding = try #require(proof.reading?.sink.samples.first)
    #expect(finding.rule == "coding")
    #expect(
      finding.hint == "it is a word of another language; give --language de if the file is written in it")
    let sex = "language: en\nwrites:\n  participant.sex: { column: s, codes: { F: female, M: male } }\n"
    #expect(try NotationTests.proof(sex, ["nein"]).reading?.sink.samples.first?.hint == nil)
  }
}
