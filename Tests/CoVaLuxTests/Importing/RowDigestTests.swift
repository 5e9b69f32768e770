import CSV
import Testing

@testable import CoVaLux

@Suite struct RowDigestTests {
  private static func digest(_ text: String) throws -> RowDigest {
    var reader = RecordReader(MemorySource(text), dialect: Dialect())
    var record = Record()
    #expect(try reader.next(&record))
    var digest = RowDigest(seed: 7)
    digest.add(record)
    return digest
  }

  @Test func `rows differ where their fields do, also where their bytes in a row would not`() throws {
    // Unescaped, the first two are both "a","b","c","d", in three fields each.
    let rows = [
      "\"a\"\",\"\"b\",\"c\",\"d\"", "\"a\",\"b\",\"c\"\",\"\"d\"", "a,b,c,d", "a,b,c,", "a,b,,c", "a,b,c",
      "a,\"b\",c", "12345678,", ",12345678", "1234567,8",
    ]
    var digests: [RowDigest: String] = [:]
    for row in rows {
      let same = digests.updateValue(row, forKey: try Self.digest(row + "\n"))
      #expect(same == nil, "\(row) has the digest of another row")
    }
    #expect(try Self.digest("a,b,c,d\n") == Self.digest("a,b,c,d\r\n"))
  }

  @Test func `loads of eight bytes give what a loop over bytes gives`() {
    let bytes = (0..<40).map { UInt8($0 * 37 % 251) }
    for start in 0..<12 {
      for end in start...40 {
        var fast = RowDigest(seed: 1)
        fast.add(bytes, in: start..<end)
        var slow = RowDigest(seed: 1)
        slow.add(UInt64(end - start))
        var rest = bytes[start..<end]
        func word() -> UInt64 {
          defer { rest = rest.dropFirst(8) }
          return rest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
        while rest.count >= 16 {
          let first = word()
          slow.add(first, word())
        }
        while !rest.isEmpty { slow.add(word()) }
        #expect(fast == slow)
      }
    }
  }

  @Test func `a mark is one bit, and the bytes are read as they are written`() throws {
    let digest = try Self.digest("a,b\n")
    #expect(digest.marked(hasFindings: true) != digest.marked(hasFindings: false))
    #expect(digest.marked(hasFindings: true).marked(hasFindings: false) == digest.marked(hasFindings: false))
    var bytes = [UInt8](repeating: 0, count: 16)
    digest.write(to: &bytes)
    #expect(bytes.withUnsafeBytes { RowDigest(bytes: $0) } == digest)
  }

  @Test func `half of the digest tells every bit of a text of any length`() {
    for length in 1...40 {
      let text = (0..<length).map { UInt8(0x30 + $0 % 10) }
      var halves: Set<UInt64> = []
      for bit in 0..<length * 8 {
        var changed = text
        changed[bit / 8] ^= 1 << UInt8(bit % 8)
        var digest = RowDigest(seed: 3)
        digest.add(changed, in: 0..<length)
        halves.insert(digest.marked(hasFindings: false).half)
      }
      #expect(halves.count == length * 8)
    }
  }
}
