/// What a condition or a calculation that looks at other rows gives for one row.
public struct ElsewhereOutcome: Hashable, Sendable {
  enum Value: Hashable, Sendable {
    case blank
    case number(Double)
    /// A text that is no number.
    case text
    /// Neither the file nor what is stored has a column that decides.
    case undecided
  }

  let value: Value
  /// True if a value that is looked at is missing for a reason.
  let isUncertain: Bool

  /// Bytes of every outcome.
  public static let byteCount = 9

  /// Whether a condition holds; one that cannot be decided does.
  var holds: Bool {
    switch value {
    case .blank: false
    case .number(let number): number != 0
    case .text, .undecided: true
    }
  }

  init(_ value: Value, isUncertain: Bool) {
    self.value = value
    self.isUncertain = isUncertain
  }

  /// Reads what ``append(to:)`` wrote.
  public init(_ bytes: ArraySlice<UInt8>) {
    let kind = bytes.first ?? 3
    let bits = bytes.dropFirst().prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    isUncertain = kind & 0x10 != 0
    value =
      switch kind & 0xF {
      case 0: .blank
      case 1: .number(Double(bitPattern: bits))
      case 2: .text
      default: .undecided
      }
  }

  /// Writes ``byteCount`` bytes.
  public func append(to bytes: inout [UInt8]) {
    var kind: UInt8 = isUncertain ? 0x10 : 0
    var bits: UInt64 = 0
    switch value {
    case .blank: break
    case .number(let number):
      kind |= 1
      bits = number.bitPattern
    case .text: kind |= 2
    case .undecided: kind |= 3
    }
    bytes.append(kind)
    for shift in [56, 48, 40, 32, 24, 16, 8, 0] as [UInt64] {
      bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
    }
  }
}
