import CSV
import CohortModel
import Testing

@testable import Questionnaires

/// Cells that are read without their plans, and dates that are read in one go, against the slow reading of the same.
@Suite struct ShortCellTests {
  private static let yaml = """
    missing: { "9": unknown, "-": refused, "NA": not-applicable }
    writes:
      symptom.fatigue: { column: grade, codes: { 0: absent, 1: mild, 2: moderate, 3: severe } }
      participant.asthma: { column: asthma, required: true }
      participant.sex: { column: sex, codes: { f: female, M: male } }
      answer.days: { column: days, type: integer, range: 0...5 }
      answer.shown: { column: shown, type: yes-no, asked-if: "[asthma] = '1'" }
      answer.notes: { column: notes, type: text }
      vaccination(1).product: { column: product, codes: { 1: comirnaty, 2: spikevax } }
    """
  private static let columns = ["grade", "asthma", "sex", "days", "shown", "notes", "product"]

  private static func words(_ reading: Reading, _ row: Int, _ column: String) throws -> String {
    let cell = try reading.cell(row, column)
    // Texts are kept as they stand.
    let text = reading.answers[row].string(cell.text).filter { $0 != " " }
    return "\(cell.state) \(cell.int) \(cell.double) \(text) \(reading.verdicts[row])"
  }

  @Test func `a cell of one byte means the same with a space around it, which only plans trim`() throws {
    let questionnaire = try Questionnaire.test(Self.yaml)
    let header = "id,\(Self.columns.joined(separator: ","))\n"
    var cells = [""]
    for byte in UInt8(0x21)..<0x7F where byte != UInt8(ascii: "\"") && byte != UInt8(ascii: ",") {
      cells.append(String(UnicodeScalar(byte)))
    }
    var values = 0
    for column in Self.columns {
      func text(_ cell: String) -> String {
        let row = Self.columns.map { $0 == column ? cell : $0 == "asthma" ? "1" : "" }
        return "X,\(row.joined(separator: ","))\n"
      }
      let short = try Reading(questionnaire, header + cells.map(text).joined())
      let long = try Reading(questionnaire, header + cells.map { text(" \($0) ") }.joined())
      for row in cells.indices {
        let words = try Self.words(short, row, column)
        let expected = try Self.words(long, row, column)
        #expect(words == expected, "column \(column), cell \(row)")
        if words.hasPrefix("value") { values += 1 }
      }
      #expect(short.found == long.found, "column \(column)")
    }
    #expect(values > 100)
  }

  @Test func `cells beyond the first sixty-four are read too`() throws {
    let count = 130
    let writes = (0..<count).map { "  answer.a\($0): { column: c\($0), type: yes-no }" }.joined(
      separator: "\n")
    let header = "id," + (0..<count).map { "c\($0)" }.joined(separator: ",")
    let row = "X," + (0..<count).map { $0 % 3 == 0 ? "" : $0 % 3 == 1 ? "1" : " 0" }.joined(separator: ",")
    let reading = try Reading(try Questionnaire.test("writes:\n\(writes)"), "\(header)\n\(row)\n")
    #expect(reading.verdicts == [.accepted])
    for place in 0..<count {
      let cell = try reading.cell(0, "c\(place)")
      #expect(cell.state == (place % 3 == 0 ? .blank : .value))
      #expect(cell.int == (place % 3 == 1 ? 1 : 0))
    }
  }

  @Test(arguments: [UInt64(1), 2])
  func `an ISO date read in one go is what the pattern reads part by part`(seed: UInt64) throws {
    let pattern = try #require(DatePattern.iso)
    var random = Seeded(state: seed)
    var dates = 0
    for _ in 0..<20_000 {
      var text = Array("\(1000 + random.below(9000))-\(10 + random.below(4))-\(10 + random.below(23))".utf8)
      if random.below(3) == 0 { text[random.below(text.count)] = UInt8(random.below(256)) }
      if random.below(9) == 0 { text.removeLast(random.below(3)) }
      let whole = [0x78] + text + [0x30]
      let range = 1..<whole.count - 1
      let fast = ISODate.days(whole, range)
      #expect(fast == pattern.days(whole, range), "seed \(seed)")
      if fast != nil { dates += 1 }
    }
    #expect(dates > 1000)
  }

  @Test(arguments: [UInt64(3), 4])
  func `eight bytes at a time say of a text what its characters say`(seed: UInt64) {
    var random = Seeded(state: seed)
    let pieces: [[UInt8]] = [
      [0x41], [0x7E], [0x20], [0x7F], [0x1F], [0x09], [0x0A], Array("é".utf8), Array("漢".utf8),
      Array("🦠".utf8),
      [0xC2, 0x85], [0xC3], [0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0x00],
    ]
    var faults: [CellText.Fault: Int] = [:]
    for _ in 0..<20_000 {
      var text: [UInt8] = []
      for _ in 0..<random.below(24) {
        text += random.below(12) == 0 ? pieces[random.below(pieces.count)] : [UInt8(0x20 + random.below(95))]
      }
      let lines = random.below(2) == 0
      let fault = CellText.fault(of: [0xFF] + text + [0xFF], 1..<text.count + 1, allowsLines: lines)
      #expect(fault == Self.slowFault(text, allowsLines: lines), "seed \(seed)")
      faults[fault, default: 0] += 1
    }
    #expect(faults.values.allSatisfy { $0 > 300 } && faults.count == 3)
  }

  /// The first fault of a text, character by character.
  private static func slowFault(_ text: [UInt8], allowsLines: Bool) -> CellText.Fault {
    var decoder = UTF8()
    var rest = text.makeIterator()
    while true {
      switch decoder.decode(&rest) {
      case .emptyInput: return .none
      case .error: return .encoding
      case .scalarValue(let scalar):
        if allowsLines, scalar == "\n" || scalar == "\r" || scalar == "\t" { continue }
        if scalar.properties.generalCategory == .control { return .control }
      }
    }
  }
}
