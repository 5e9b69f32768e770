import Testing

@testable import CoVaLux

struct SpilledEntriesTests {
  @Test(arguments: [1 << 20, 4096, 64]) func `entries come in the order of their keys, however many are held`(
    memory: Int
  ) throws {
    var sort = SpilledEntries(memory: memory)
    var expected: [[UInt8]] = []
    for number in 0..<2000 {
      let key = Array(String(number &* 7919 % 2000).utf8)
      expected.append(key)
      try sort.append(key: key, payload: Array("of \(String(decoding: key, as: UTF8.self))".utf8))
    }
    expected.sort { $0.lexicographicallyPrecedes($1) }
    var found: [[UInt8]] = []
    var areWhole = true
    try sort.forEach { entry in
      found.append(Array(entry.key))
      areWhole = areWhole && Array(entry.payload) == Array("of ".utf8) + Array(entry.key)
    }
    #expect(found == expected)
    #expect(areWhole)
  }

  @Test func `nothing sorted is nothing`() throws {
    var sort = SpilledEntries(memory: 16)
    var count = 0
    try sort.forEach { _ in count += 1 }
    #expect(count == 0)
  }
}
