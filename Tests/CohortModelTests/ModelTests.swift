import CohortModel
import Testing

@Suite struct ModelTests {
  @Test func `a partial date spans its month or its year`() {
    let month = PartialDate("2024-02-01", precision: .month)
    #expect(month.earliest == "2024-02-01")
    #expect(month.latest == "2024-02-29")
    #expect(month.exactDay == nil)
    #expect(month.description == "2024-02")
    let year = PartialDate("2023-01-01", precision: .year)
    #expect(year.latest == "2023-12-31")
    #expect(year.description == "2023")
    #expect(("2021-05-06" as PartialDate).exactDay == "2021-05-06")
  }

  @Test(arguments: [
    ("01-predi-0057", "01-PREDI-0057"), ("\t01-predi-1058", "01-PREDI-1058"), (" lux-1\u{00A0}", "LUX-1"),
    ("\u{FEFF}57", "57"), ("a\u{200B}", "A"),
  ])
  func `a code is trimmed and upper-cased`(text: String, code: String) throws {
    #expect(try ParticipantCode(text).text == code)
  }

  @Test func `a code that cannot be one is refused without being repeated`() {
    #expect(throws: ParticipantCodeError.empty) { try ParticipantCode(" \t") }
    #expect(throws: ParticipantCodeError.unexpectedCharacter) { try ParticipantCode("LUX 417") }
    #expect(throws: ParticipantCodeError.unexpectedCharacter) { try ParticipantCode("LÜX417") }
    let long = String(repeating: "7", count: 65)
    #expect(throws: ParticipantCodeError.tooLong) { try ParticipantCode(long) }
    #expect(!ParticipantCodeError.tooLong.description.contains("777"))
  }

  @Test func `each state of a symptom has one code and back`() {
    for code in Int16(-8)...6 {
      let state = SymptomState(code: code)
      #expect((state != nil) == (-6...4).contains(code))
      if let state { #expect(state.code == code) }
    }
    #expect(SymptomState.missing(.refused).isPresent == nil)
    #expect(SymptomState.present.isPresent == true)
    #expect(SymptomState.absent.isPresent == false)
  }

  @Test func `each missing reason has one word and back`() {
    for reason in MissingReason.allCases { #expect(MissingReason(word: reason.word) == reason) }
    #expect(MissingReason(word: "none") == nil)
  }

  @Test func `names and columns of concepts are unique`() throws {
    let symptoms = try ReferenceFile("symptom").column("id").map { Symptom(rawValue: $0) }
    let catalogue = ConceptCatalogue(symptoms: symptoms)
    #expect(Set(catalogue.concepts.map(\.name)).count == catalogue.concepts.count)
    for block in Block.allCases {
      let columns = catalogue.concepts(of: block).map(\.column)
      #expect(Set(columns).count == columns.count)
      #expect(columns.allSatisfy { !$0.contains { $0 == "-" || $0 == "." } })
    }
    #expect(catalogue["symptom.post-exertional-malaise"]?.column == "post_exertional_malaise")
    #expect(catalogue["instrument.phq9.9"]?.column == "phq9_9")
    #expect(catalogue["symptom.nonsense"] == nil)
  }

  @Test func `every instrument in the catalogue has its items there`() {
    let catalogue = ConceptCatalogue(symptoms: [])
    for instrument in [PHQ9(), GAD7(), FSS(), MMRC(), PCFS(), EQ5D5L()] as [any Instrument] {
      for item in instrument.items { #expect(catalogue["instrument.\(item)"] != nil) }
    }
  }

  @Test func `a vocabulary knows identifiers and synonyms in any case`() {
    let vocabulary = Vocabulary(
      symptoms: [], identifiers: [.vaccine: ["comirnaty"], .canton: ["LU-ES"]],
      synonyms: [.vaccine: ["pfizer/biontech": "comirnaty"]])
    #expect(vocabulary.identifier(for: "Comirnaty", in: .vaccine) == "comirnaty")
    #expect(vocabulary.identifier(for: "Pfizer/BioNTech", in: .vaccine) == "comirnaty")
    #expect(vocabulary.identifier(for: "lu-es", in: .canton) == "LU-ES")
    #expect(vocabulary.identifier(for: "lu-es", in: .vaccine) == nil)
  }

  @Test func `a birth year leaves two ages open and an age at enrolment narrows them`() {
    var participant = Participant(code: anna, birthYear: 2003)
    #expect(ParticipantHistory(of: participant).possibleAges(on: "2022-01-31") == 18...19)
    #expect(ParticipantHistory(of: participant).possibleAges(on: "2022-12-31") == 19...19)
    participant.ageAtEnrolment = 18
    participant.enrolled = "2022-01-10"
    #expect(ParticipantHistory(of: participant).possibleAges(on: "2022-01-10") == 18...18)
    #expect(ParticipantHistory(of: participant).possibleAges(on: "2022-01-31") == 18...19)
    #expect(ParticipantHistory(of: participant).possibleAges(on: "2021-12-31") == 18...18)
    #expect(ParticipantHistory(of: Participant(code: anna)).possibleAges(on: "2022-01-31") == nil)
    let newborn = ParticipantHistory(of: Participant(code: anna, birthYear: 2022))
    #expect(newborn.possibleAges(on: "2022-06-01") == 0...0)
  }
}
