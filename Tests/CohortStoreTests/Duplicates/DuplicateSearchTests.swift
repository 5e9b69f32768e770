import CohortModel
import CohortStore
import CohortTesting
import Postgres
import Testing

@Suite(.freshDatabase)
struct DuplicateSearchTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let left: [String: String]
    let right: [String: String]
    /// What is said of the pair; nil if it is none.
    let reasons: [String]?

    init(_ name: String, _ left: [String: String], _ right: [String: String], _ reasons: [String]?) {
      testDescription = name
      (self.left, self.right, self.reasons) = (left, right, reasons)
    }
  }

  private static let anna = People.fields("Müller", "Anna", "1974-02-03")
  private static let sameDay = "same birth date"
  private static let sameNames = ["same family name", "same given name"]

  static let cases: [Case] = [
    .init("equal", anna, anna, [sameDay] + sameNames),
    .init("accents and case", anna, People.fields("MUELLER", "anna", "1974-02-03"), [sameDay] + sameNames),
    .init(
      "day and month exchanged", anna, People.fields("Müller", "Anna", "1974-03-02"),
      ["day and month of birth exchanged"] + sameNames),
    .init(
      "digits transposed", People.fields("Weber", "Luc", "1974-02-13"),
      People.fields("Weber", "Luc", "1974-02-31"),
      nil),
    .init(
      "digits transposed to a day", People.fields("Weber", "Luc", "1974-02-12"),
      People.fields("Weber", "Luc", "1974-02-21"), ["digits of the birth date transposed"] + sameNames),
    .init(
      "years transposed", People.fields("Weber", "Luc", "1974-02-12"),
      People.fields("Weber", "Luc", "1947-02-12"),
      ["digits of the birth date transposed"] + sameNames),
    .init(
      "one digit", anna, People.fields("Müller", "Anna", "1975-02-03"),
      ["birth dates differ in one digit"] + sameNames),
    .init(
      "names in each other's column", anna, People.fields("Anna", "Müller", "1974-02-03"),
      [sameDay, "family and given names exchanged"]),
    .init(
      "names alike", People.fields("Schmitt", "Catherine", "1980-05-17"),
      People.fields("Schmit", "Katherine", "1980-05-17"),
      [sameDay, "family names alike", "given names alike"]),
    .init(
      "a second family name", People.fields("Weber", "Marie", "1980-05-17"),
      People.fields("Weber-Schmit", "Marie", "1980-05-17"),
      [sameDay, "family names alike", "same given name"]),
    .init(
      "particle left out", People.fields("van der Berg", "Jan", "1966-11-30"),
      People.fields("Berg", "Jan", "1966-11-30"), [sameDay] + sameNames),
    .init(
      "twins", People.fields("Hoffmann", "Léa", "1999-07-08"), People.fields("Hoffmann", "Tom", "1999-07-08"),
      [sameDay, "same family name", "given names differ"]),
    .init(
      "twins with matricules", People.fields("Hoffmann", "Léa", "1999-07-08", matricule: "1999070812345"),
      People.fields("Hoffmann", "Tom", "1999-07-08", matricule: "1999070898765"), nil),
    .init(
      "a common name", People.fields("Da Silva", "Maria", "1970-01-02"),
      People.fields("da Silva", "Maria", "1988-10-25"), nil),
    .init(
      "the same day alone", anna, People.fields("Kowalski", "Piotr", "1974-02-03"), nil),
    .init(
      "the same matricule under a new name",
      People.fields("Klein", "Eva", "1981-03-05", matricule: "1981 0305 12345"),
      People.fields("Thill", "Eva", "1981-03-05", matricule: "1981030512345"),
      ["same matricule", sameDay, "family names differ", "same given name"]),
    .init(
      "transposed digits of the matricule", People.fields(nil, nil, "1981-03-05", matricule: "1981030512345"),
      People.fields(nil, nil, "1981-03-05", matricule: "1981030521345"),
      ["digits of the matricule transposed", sameDay]),
    .init(
      "another family name and the same telephone",
      People.fields("Klein", "Eva", "1981-03-05", telephone: "+352 621 123 456"),
      People.fields("Thill", "Eva", "1981-03-05", telephone: "621123456"),
      [sameDay, "family names differ", "same given name", "same e-mail or telephone"]),
    .init("no birth date", People.fields("Müller", "Anna", nil), People.fields("Müller", "Anna", nil), nil),
  ]

  @Test(arguments: cases)
  func `two records are a pair, or none, for the reasons given`(pair: Case) async throws {
    try await TestCohort.use { cohort in
      try await People.enrol(Example.anna, pair.left, in: cohort)
      try await People.enrol(Example.ben, pair.right, in: cohort)
      let found = try await People.waiting(in: cohort)
      #expect(found.map(\.reasons) == (pair.reasons.map { [$0] } ?? []))
      #expect(found.allSatisfy { $0.score >= 50 && $0.score <= 99 })
      #expect(found.allSatisfy { $0.first.codes == [Example.anna] && $0.second.codes == [Example.ben] })
    }
  }

  @Test func `more evidence gives a higher score`() async throws {
    try await TestCohort.use { cohort in
      for (code, fields) in [
        ("A1", Self.anna), ("A2", Self.anna), ("B1", People.fields("Hoffmann", "Léa", "1999-07-08")),
        ("B2", People.fields("Hoffmann", "Tom", "1999-07-08")),
      ] {
        try await People.enrol(Example.code(code), fields, in: cohort)
      }
      #expect(try await People.waiting(in: cohort).map { $0.first.codes[0].text } == ["A1", "B1"])
    }
  }

  @Test func `a decided pair is not shown again unless the facts change`() async throws {
    try await TestCohort.use { cohort in
      try await People.enrol(Example.anna, Self.anna, in: cohort)
      let number = try await People.enrol(Example.ben, Self.anna, in: cohort)
      #expect(try await People.waiting(in: cohort).count == 1)
      try await cohort.write { study in
        try study.duplicates.keepApart(Example.ben, Example.anna, reason: "both were called")
      }
      #expect(try await People.waiting(in: cohort).isEmpty)
      let all = try await cohort.write { try $0.duplicates.list(all: true) }
      #expect(all.map(\.decision) == [.different])
      // Others change, and the same is told again: nothing is asked twice.
      try await People.enrol(Example.code("LUX-9"), People.fields("Weber", "Luc", "1950-01-01"), in: cohort)
      let keys = cohort.keys
      try await cohort.write { study in
        try study.run { try People.identify(number, Self.anna, keys, on: &$0) }
      }
      #expect(try await People.waiting(in: cohort).isEmpty)
      try await cohort.write { study in
        try study.run { try People.identify(number, ["family-name": "Muller-Weber"], keys, on: &$0) }
      }
      let reopened = try await People.waiting(in: cohort)
      #expect(reopened.map(\.decision) == [.different])
      #expect(reopened.map(\.isOpen) == [true])
    }
  }

  @Test func `a decision is forgotten on demand, and the trail names no one`() async throws {
    try await TestCohort.use { cohort in
      try await People.enrol(Example.anna, Self.anna, in: cohort)
      try await People.enrol(Example.ben, Self.anna, in: cohort)
      try await cohort.write { try $0.duplicates.keepApart(Example.anna, Example.ben, reason: "called") }
      #expect(try await People.waiting(in: cohort).isEmpty)
      #expect(
        try await cohort.write {
          try $0.duplicates.forgetDecision(Example.anna, Example.ben, reason: "wrong")
        })
      #expect(try await People.waiting(in: cohort).count == 1)
      #expect(
        try await cohort.write { try !$0.duplicates.forgetDecision(Example.anna, Example.ben, reason: "x") })
      let events = try await cohort.auditEvents(limit: 100)
      #expect(events.map(\.kind).contains("duplicate-different"))
      #expect(events.allSatisfy { !$0.detail.contains("LUX") && !$0.detail.contains("ller") })
    }
  }

  @Test func `a corrected name takes the pair out of the queue`() async throws {
    try await TestCohort.use { cohort in
      try await People.enrol(Example.anna, Self.anna, in: cohort)
      let number = try await People.enrol(Example.ben, Self.anna, in: cohort)
      #expect(try await People.waiting(in: cohort).count == 1)
      let keys = cohort.keys
      try await cohort.write { study in
        try study.run {
          try People.identify(number, People.fields("Kowalski", "Piotr", "1944-10-10"), keys, on: &$0)
        }
      }
      #expect(try await People.waiting(in: cohort).isEmpty)
    }
  }

  @Test func `erasing a participant removes the hashes and the pairs`() async throws {
    try await TestCohort.use { cohort in
      try await People.enrol(Example.anna, Self.anna, in: cohort)
      try await People.enrol(Example.ben, Self.anna, in: cohort)
      _ = try await People.waiting(in: cohort)
      let receipt = try await cohort.write { try $0.participants.erase(Example.anna, reason: "request") }
      #expect(receipt.isComplete)
      let before = Dictionary(uniqueKeysWithValues: receipt.tables.map { ($0.table, $0.before) })
      #expect(before["identity.likeness"] == 1)
      #expect(before["identity.duplicate"] == 1)
      #expect(try await People.waiting(in: cohort).isEmpty)
    }
  }

  @Test func `no table holds a name in the clear, nor a hash that another key makes`() async throws {
    try await TestCohort.use { cohort in
      try await People.enrol(
        Example.anna, People.fields("Canaryname", "Canarygiven", "1974-02-03"), in: cohort)
      #expect(
        try People.contents().allSatisfy { !$0.lowercased().contains("canary") && !$0.contains("1974-02-03") }
      )
      var connection = try TestCohort.connect()
      let first: Int64 = try connection.query("select birth from identity.likeness").only()[0]
      let other = try await TestCohort.open(keyDirectory: nil)
      #expect(first != other.cohort.keys.shortCode(of: "likeness/birth/19740203", .pseudonym))
      #expect(first == cohort.keys.shortCode(of: "likeness/birth/19740203", .pseudonym))
      await other.cohort.close()
    }
  }
}
