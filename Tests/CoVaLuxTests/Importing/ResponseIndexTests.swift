import Testing

@testable import CoVaLux

@Suite struct ResponseIndexTests {
  @Test(arguments: [1, 1024, 5000, 60_000])
  func `the index holds what a dictionary holds, however much room it began with`(capacity: Int) {
    var index = ResponseIndex(minimumCapacity: capacity)
    var expected: [UInt64: UInt64] = [:]
    for participant in 1...3000 {
      for event in 0..<10 {
        let key = ResponseIndex.key(
          participant: Int64(participant * 37), event: event * 211, instance: 1 + event % 3)
        let low = UInt64(participant &* 7919 &+ event) &* 0x9E37_79B9_7F4A_7C15
        let isKnown = participant % 5 > 0
        let digest = RowDigest(high: ~low, low: low)
        index.insert(key, isKnown ? digest : nil)
        expected[key] = isKnown ? digest.half : 0
        // Noted again, as nothing forbids it.
        if participant % 7 == 0 { index.insert(key, isKnown ? digest : nil) }
      }
    }
    #expect(index.count == expected.count)
    for (key, low) in expected {
      switch index[key] {
      case .digest(let found): #expect(found == low)
      case .response: #expect(low == 0)
      case .nothing: Issue.record("a key is lost")
      }
    }
    for participant in 1...3000 {
      let key = ResponseIndex.key(participant: Int64(participant * 37 + 1), event: 0, instance: 1)
      guard case .nothing = index[key] else {
        Issue.record("a key that was never noted is found")
        return
      }
    }
  }

  @Test func `the instances of a form that is repeated thousands of times are told from each other`() {
    var index = ResponseIndex()
    let parts = [1, 2, 4095, 4096, 4097, 8193, 32_766, 32_767]
    for event in parts {
      for instance in parts {
        index.insert(ResponseIndex.key(participant: 1 << 33, event: event, instance: instance), nil)
      }
    }
    #expect(index.count == parts.count * parts.count)
    var found: Set<[Int]> = []
    index.forEach { participant, event, instance, _ in
      if participant == 1 << 33 { found.insert([event, instance]) }
    }
    #expect(found == Set(parts.flatMap { event in parts.map { [event, $0] } }))
  }
}
