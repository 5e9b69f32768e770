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

  /// Halves of digests that spread over all bits.
  private static let halves: [UInt64] = (1...20_000).map { $0 &* 0x9E37_79B9_7F4A_7C15 }

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
    var met: Set<UInt64> = []
    for (place, half) in asked.enumerated() {
      #expect(texts.find(half) == (met.insert(half).inserted ? .first : .again))
      // A row that the file had before is known, and what is not stored is not found; neither loses the place.
      if place % 50 == 49 { #expect(texts.find(asked[place / 2]) == .again) }
      if place % 100 == 0 { #expect(texts.find(half &+ 1 << 20) == .unknown) }
    }
    #expect(texts.find(0) == .unknown)
    texts.close()
    for half in Self.halves { #expect(texts.hasMet(half) == met.contains(half)) }
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

  @Test(arguments: [0, 5, 19])
  func `a row that stands twice is said when all rows are stored already`(place: Int) async throws {
    let bench = try await ImportBench()
    let twice = [Self.rows(0..<20), Self.rows(place..<place + 1)].joined(separator: "\n")
    let first = try await bench.importing(twice)
    #expect(first.rows == .init(read: 21, new: 20, changed: 0, same: 1, rejected: 0))
    for _ in 0..<2 {
      let again = try await bench.importing(twice)
      #expect(again.rows == .init(read: 21, new: 0, changed: 0, same: 21, rejected: 0))
      #expect(again.findings.map { "\($0.rule) \($0.severity.word) \($0.line)" } == ["repeated-key note 22"])
    }
    // Also where the second one comes after a row that is not stored, and with a third one.
    let late = try await bench.importing(Self.rows(0..<20), Self.rows(50..<51), Self.rows(place..<place + 1))
    #expect(late.rows == .init(read: 22, new: 1, changed: 0, same: 21, rejected: 0))
    #expect(late.findings.map(\.line) == [23])
    let later = try await bench.importing(
      Self.rows(60..<61), Self.rows(place..<place + 1), Self.rows(place..<place + 1))
    #expect(later.findings.map(\.line) == [4])
  }

  @Test(arguments: [[0, 1], [1, 0], [0, 0, 1], [1, 1, 0]])
  func `a stored row and another one of its key are both refused`(order: [Int]) async throws {
    let bench = try await ImportBench()
    try await bench.importing(Self.rows(0..<5))
    let before = try await bench.contents()
    let rows = order.map { Self.rows(2..<3, fatigue: 1 + $0) }
    let report = try await bench.importing(([Self.rows(0..<1)] + rows).joined(separator: "\n"))
    #expect(report.rows == .init(read: 1 + order.count, new: 0, changed: 0, same: 1, rejected: order.count))
    #expect(Set(report.findings.map(\.rule)) == ["repeated-key"])
    #expect(try await bench.contents() == before)
  }
}
