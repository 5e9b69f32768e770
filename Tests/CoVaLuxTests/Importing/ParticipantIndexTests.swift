import Questionnaires
import Testing

@testable import CoVaLux

/// Codes of participants are found again, however many there are.
@Suite struct ParticipantIndexTests {
  /// As many that several chunks are full.
  private static let count = 50_000

  private static func code(_ number: Int) -> [UInt8] {
    Array("\(String(repeating: "C", count: number % 7))\(number)".utf8)
  }

  private static func filled(bounding isBound: (Int) -> Bool = { _ in false }) -> ParticipantIndex {
    var index = ParticipantIndex()
    for number in 0..<count {
      let code = code(number)
      var entry = ParticipantIndex.Entry(
        number: Int64(number) << 18, standing: number % 5 == 0 ? .refused : .accepted, isNew: number % 3 == 0)
      if isBound(number) { entry.bounds.died = Int32(number) }
      #expect(index.insert(0..<code.count, in: code, entry) == number)
    }
    return index
  }

  @Test func `every code is found with what is known of it, and no other is`() {
    var index = Self.filled()
    #expect(index.count == Self.count)
    var wrong = 0
    for number in (0..<Self.count).reversed() {
      let code = Array("x".utf8) + Self.code(number)
      guard let place = index.place(of: 1..<code.count, in: code) else {
        wrong += 1
        continue
      }
      let entry = index[place]
      let isRight =
        place == number && entry.number == Int64(number) << 18
        && entry.standing == (number % 5 == 0 ? .refused : .accepted) && entry.isNew == (number % 3 == 0)
        && entry.bounds.isEmpty && !entry.hasRows && index.code(at: place).elementsEqual(code[1...])
      if !isRight { wrong += 1 }
      if index.place(of: 0..<code.count, in: code) != nil { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test func `what rows tell of some participants is kept, and of the others nothing is known`() {
    var index = Self.filled { $0 == 20_000 }
    var reach = LifeRules.Reach()
    reach.latestEvent = 7
    var bounds = LifeRules.Bounds()
    bounds.enrolled = 3
    for number in stride(from: 0, to: 30_000, by: 997) { index.note(reach, bounds, of: number) }
    for number in stride(from: 0, to: Self.count, by: 11) { index.noteRows(of: number) }
    var wrong = 0
    for number in 0..<Self.count {
      let entry = index[number]
      let isNoted = number < 30_000 && number % 997 == 0
      if entry.hasRows != (number % 11 == 0) || entry.number != Int64(number) << 18 { wrong += 1 }
      if entry.reach.latestEvent != (isNoted ? 7 : .min) || entry.bounds.enrolled != (isNoted ? 3 : .min) {
        wrong += 1
      }
      if !isNoted, entry.bounds.died != (number == 20_000 ? 20_000 : .max) { wrong += 1 }
    }
    #expect(wrong == 0)
  }
}
