import CohortStore
import CohortTesting
import Postgres
import Testing

@testable import CoVaLux

/// Rows that are known by their text alone, and those that must not be.
@Suite(.freshDatabase) struct StoredTextTests {
  private static func rows(_ range: Range<Int>, fatigue: Int = 1) -> String {
    range.map { "A-\($0),baseline,2021-03-01,1980,F,1,\(fatigue),0,,,3,1,note \($0)" }.joined(separator: "\n")
  }

  /// Halves of digests that spread over all bits, each of them twice now and then.
  private static let halves: [UInt64] = (1...20_000).flatMap { (number: UInt64) -> [UInt64] in
    let half = number &* 0x9E37_79B9_7F4A_7C15 | 1
    return number % 7 == 0 ? [half, half] : [half]
  }

  @Test(arguments: ["as stored", "backwards", "every third", "turned round in tens", "moved to the end"])
  func `the texts of stored rows are found in whatever order a file has them`(order: String) {
    var texts = StoredTexts()
    for half in Self.halves { texts.insert(half) }
    let asked: [UInt64]
    switch order {
    case "as stored": asked = Self.halves
    case "backwards": asked = Self.halves.reversed()
    case "every third":
      asked = stride(from: 0, to: Self.halves.count, by: 3).map { Self.halves[$0] }
    case "turned round in tens":
      asked = Self.halves.indices.map { place in
        Self.halves[min(place / 10 * 10 + 9 - place % 10, Self.halves.count - 1)]
      }
    default: asked = Array(Self.halves.dropFirst(50)) + Array(Self.halves.prefix(50))
    }
    for (place, half) in asked.enumerated() {
      let isFound = texts.contains(half)
      #expect(isFound)
      // What is not stored is not found, and does not lose the place.
      let isOtherFound = place % 100 == 0 && texts.contains(half &+ 1 << 20)
      #expect(!isOtherFound)
    }
    let isNothingFound = texts.contains(0)
    #expect(!isNothingFound)
  }

  @Test func `rows beside a changed and a new one are the same, wherever these stand`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(Self.rows(0..<30))
    for place in [0, 14, 29] {
      let report = try await bench.importing(
        Self.rows(0..<place), Self.rows(place..<place + 1, fatigue: 2), Self.rows(100 + place..<101 + place),
        Self.rows(place + 1..<30))
      #expect(report.rows == .init(read: 31, new: 1, changed: 1, same: 29, rejected: 0))
      let undone = try await bench.importing(Self.rows(place..<place + 1))
      #expect(undone.rows.changed == 1)
    }
    let again = try await bench.importing(Self.rows(0..<30))
    #expect(again.rows == .init(read: 30, new: 0, changed: 0, same: 30, rejected: 0))
  }

  @Test func `a row that was taken away comes back, and another form's row is not taken for it`() async throws
  {
    let bench = try await ImportBench()
    try await bench.importing(Self.rows(0..<10))
    try await bench.cohort.run { connection in
      try connection.execute(
        "delete from cohort.response where participant_id = (select participant_id from intake.crosswalk where code = 'A-3')"
      )
    }
    let report = try await bench.importing(Self.rows(0..<10))
    #expect(report.rows == .init(read: 10, new: 1, changed: 0, same: 9, rejected: 0))
    let form = ImportBench.form.replacing("form: small", with: "form: other")
    let other = try await bench.importing(Self.rows(0..<10), form: form)
    #expect(other.rows.new == 10)
  }

  @Test func `an unchanged row of somebody who withdrew is refused, and the others are the same`()
    async throws
  {
    let bench = try await ImportBench()
    try await bench.importing(Self.rows(0..<10))
    try await bench.cohort.run { connection in
      try connection.execute(
        """
        insert into cohort.consent (participant_id, participation_ended)
        select participant_id, '2022-01-01' from intake.crosswalk where code = 'A-7'
        on conflict (participant_id) do update set participation_ended = excluded.participation_ended
        """)
    }
    let report = try await bench.importing(Self.rows(0..<10))
    #expect(report.rows == .init(read: 10, new: 0, changed: 0, same: 9, rejected: 1))
    #expect(report.findings.map(\.rule) == ["consent"])
    #expect(report.findings.map(\.line) == [9])
  }
}
