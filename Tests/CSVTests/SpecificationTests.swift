import Foundation
import Testing

@testable import CSV

struct SpecificationTests {
  /// Pieces that meet in every way; the longer ones cross word and block boundaries.
  private static let pieces = [
    ",", ",", ",", ";", "\"", "\"", "\"\"", "\n", "\n", "\r", "\r\n", "a", "é", "😀", "\u{1}", " ", "\"a\"",
    "\"x,y\"",
    "12", "2021-03-04", "a longer answer",
    "a free text that reaches well beyond one block of sixty-four bytes, or",
    ",,,,,,,,,,,,,,,,,,", ",1,0,1,0,1,0,2,1,0,", "\n\n", "\"\n\"", "\"q\",", "\"a\"\"b\",", "\"\"\"\"",
    ",\"\",\"\",", "\"\"\"x,\n\"\"\"",
    ",\"a quoted text that reaches well beyond one block of sixty-four bytes, \"\"too\"\"\"",
  ]

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `the fast scan agrees with the specification on random texts`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for round in 0..<200 {
      let count = Int.random(in: 0...60, using: &generator)
      // Half of the texts without stray quotes, or most would end at an early error.
      let usable = round % 2 == 0 ? Self.pieces : Self.pieces.filter { $0 != "\"" && $0 != "\"\"" }
      var text: [UInt8] = []
      for _ in 0..<count {
        text += usable[Int.random(in: 0..<usable.count, using: &generator)].utf8
      }
      let limits = ReadingLimits(
        fieldBytes: round % 5 == 0 ? 20 : 1 << 20, rowBytes: round % 7 == 0 ? 90 : 4 << 20,
        columns: round % 3 == 0 ? 12 : 4096)
      let expected = CheckedReader.read(text, delimiter: .comma, limits: limits)
      let bufferSize = Int.random(in: 1...200, using: &generator)
      let found = try read(
        text, limits: limits, bufferSize: bufferSize, largestRead: Int.random(in: 1...70, using: &generator))
      #expect(
        found == expected,
        "seed \(seed), round \(round), buffer \(bufferSize): \(String(decoding: text, as: UTF8.self))")
      if found != expected { return }
    }
  }

  @Test(arguments: TextEncoding.allCases)
  func `where a read ends changes nothing`(encoding: TextEncoding) throws {
    let text =
      "name;\"né\"\"e\"\r\n\r\n\"a\r\nb\";€\r\"\";\"x;y\"\nœuvre;\"\"\"\"\r\r\nlast;😀é"
    let usable =
      encoding == .windows1252 || encoding == .latin1
      ? text.replacingOccurrences(of: "😀", with: "")
        .replacingOccurrences(of: encoding == .latin1 ? "€" : "\u{0}", with: "E")
        .replacingOccurrences(of: encoding == .latin1 ? "œ" : "\u{0}", with: "oe")
      : text
    let bytes = encoding.byteOrderMark + encode(usable, as: encoding)
    let dialect = Dialect(encoding: encoding, delimiter: .semicolon)
    let whole = try read(bytes, dialect: dialect)
    #expect(whole.error == nil)
    #expect(whole.records.count == 5)
    for size in 1...bytes.count {
      #expect(try read(bytes, dialect: dialect, largestRead: size) == whole)
      #expect(try read(bytes, dialect: dialect, bufferSize: size, largestRead: size) == whole)
    }
    for split in 1..<bytes.count {
      var parts = [Array(bytes[..<split]), Array(bytes[split...])]
      var reader = RecordReader(dialect: dialect) { buffer in
        guard !parts.isEmpty else { return 0 }
        let part = parts.removeFirst()
        buffer.copyBytes(from: part)
        return part.count
      }
      var record = Record()
      var found: [[String]] = []
      while try reader.next(&record) { found.append(record.strings) }
      #expect(found == whole.fields, "split at byte \(split)")
    }
  }
}
