/// What the fuzzer made up for one run.
public struct FuzzInput {
  /// All bytes.
  public let bytes: [UInt8]

  /// Copies what libFuzzer hands over; the pointer is null where there is nothing.
  public init(_ start: UnsafePointer<UInt8>?, _ count: Int) {
    bytes = Array(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
  }

  /// The bytes but the last.
  public var text: [UInt8] { bytes.dropLast() }

  /// The last byte, which chooses between ways of doing the same; at the end, files can be seeds as they are.
  public var choice: Int { Int(bytes.last ?? 0) }

  /// Places to cut the bytes at: every one of a short input, some of a long one, as the bytes say.
  public var cuts: [Int] {
    if bytes.count <= 96 { return Array(1..<max(1, bytes.count)) }
    var sum = 0
    for byte in bytes { sum = sum &* 31 &+ Int(byte) }
    let count = bytes.count <= 4096 ? 12 : 3
    return (1...count).map { 1 + (sum &* $0 & 0xFFFF_FFFF) % (bytes.count - 1) }
  }
}

/// Stops the run as a finding where something does not hold.
public func require(_ holds: Bool, _ what: StaticString) {
  guard holds else { fatalError("fuzz: \(what)") }
}
