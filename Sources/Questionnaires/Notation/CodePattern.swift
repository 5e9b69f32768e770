/// A pattern for codes, in a small part of the language of regular expressions, matched in linear time.
///
/// There are literal characters, classes such as `[A-Z0-9]` and `[^ ]`, `\d` for a digit, `.` for any character, and
/// counts behind each: `{4}`, `{5,7}`, `{2,}`, `?`, `*`, `+`. It is about the whole text; `^` and `$` around it
/// change nothing. There are no groups, no alternatives and nothing to go back to.
struct CodePattern: Hashable, Sendable {
  struct Problem: Error {
    let message: String
  }

  /// Most places of a pattern with its counts written out; one bit each.
  private static let mostPlaces = 127

  let text: String
  /// By character of ASCII, the places that take it; behind them those that take any other character.
  private var takers = [UInt128](repeating: 0, count: 129)
  /// Places that may be left out.
  private var optional: UInt128 = 0
  /// Places that may be repeated.
  private var repeating: UInt128 = 0
  private var count = 0

  init(_ text: String) throws(Problem) {
    self.text = text
    guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }), !text.isEmpty else {
      throw Problem(message: "only printable characters of ASCII can stand in it")
    }
    var parser = CodePatternParser(Array(text.utf8))
    while let item = try parser.next() {
      let (least, most) = try parser.counts()
      guard count + max(most ?? least, least, 1) <= Self.mostPlaces else {
        throw Problem(message: "it is longer than \(Self.mostPlaces) characters with its counts written out")
      }
      for _ in 0..<least { add(item, isOptional: false) }
      if let most {
        for _ in 0..<(most - least) { add(item, isOptional: true) }
      } else {
        if least == 0 { add(item, isOptional: true) }
        repeating |= 1 << UInt128(count - 1)
      }
    }
  }

  private mutating func add(_ item: CodePatternParser.Item, isOptional: Bool) {
    let bit: UInt128 = 1 << UInt128(count)
    for byte in 0..<129 where item.takes[byte] { takers[byte] |= bit }
    if isOptional { optional |= bit }
    count += 1
  }

  /// Whether a whole text has the pattern.
  func matches(_ bytes: some Sequence<UInt8>) -> Bool {
    // Bit n: the first n places are done.
    var done = skippingOptional(1)
    for byte in bytes {
      // A character of several bytes counts by its first.
      if byte & 0xC0 == 0x80 { continue }
      let taken = done & takers[byte < 0x80 ? Int(byte) : 128]
      done = skippingOptional(taken << 1 | ((taken & repeating)))
      if done == 0 { return false }
    }
    return done >> UInt128(count) & 1 == 1
  }

  private func skippingOptional(_ done: UInt128) -> UInt128 {
    var all = done
    while case let more = (all & optional) << 1 & ~all, more != 0 { all |= more }
    return all
  }
}

/// Takes the text of a pattern apart.
struct CodePatternParser {
  struct Item {
    var takes = [Bool](repeating: false, count: 129)
  }

  private let bytes: [UInt8]
  private var index = 0
  private var end: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    end = bytes.count
    if bytes.first == UInt8(ascii: "^") { index = 1 }
    if end > index, bytes[end - 1] == UInt8(ascii: "$"), end < 2 || bytes[end - 2] != UInt8(ascii: "\\") {
      end -= 1
    }
  }

  /// The next character or class; nil at the end.
  mutating func next() throws(CodePattern.Problem) -> Item? {
    guard index < end else { return nil }
    var item = Item()
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "."): item.takes = [Bool](repeating: true, count: 129)
    case UInt8(ascii: "["): try readClass(into: &item)
    case UInt8(ascii: "\\"): try readEscape(into: &item)
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "|"):
      throw problem("there are no groups and no alternatives; give a list of patterns")
    case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"),
      UInt8(ascii: "^"), UInt8(ascii: "$"), UInt8(ascii: "]"):
      throw problem(
        "\"\(Character(UnicodeScalar(byte)))\" stands where a character is expected; write \\ before it")
    default: item.takes[Int(byte)] = true
    }
    return item
  }

  /// How often the item before may stand; nil for no end.
  mutating func counts() throws(CodePattern.Problem) -> (least: Int, most: Int?) {
    guard index < end else { return (1, 1) }
    switch bytes[index] {
    case UInt8(ascii: "?"):
      index += 1
      return (0, 1)
    case UInt8(ascii: "*"):
      index += 1
      return (0, nil)
    case UInt8(ascii: "+"):
      index += 1
      return (1, nil)
    case UInt8(ascii: "{"):
      index += 1
      guard let least = number() else { throw problem("a count is written {4}, {5,7} or {2,}") }
      var most: Int? = least
      if index < end, bytes[index] == UInt8(ascii: ",") {
        index += 1
        most = number()
      }
      guard index < end, bytes[index] == UInt8(ascii: "}"), most ?? least >= least, most ?? 1 > 0 else {
        throw problem("a count is written {4}, {5,7} or {2,}")
      }
      index += 1
      return (least, most)
    default: return (1, 1)
    }
  }

  private mutating func number() -> Int? {
    var value = 0
    let start = index
    while index < end, case let digit = bytes[index] &- 0x30, digit <= 9, index - start < 3 {
      value = value * 10 + Int(digit)
      index += 1
    }
    return index > start ? value : nil
  }

  private mutating func readEscape(into item: inout Item) throws(CodePattern.Problem) {
    guard index < end else { throw problem("\\ stands at its end") }
    let byte = bytes[index]
    index += 1
    if byte == UInt8(ascii: "d") {
      for digit in 0x30...0x39 { item.takes[digit] = true }
    } else if (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) {
      throw problem("of letters behind \\ there is \\d only")
    } else {
      item.takes[Int(byte)] = true
    }
  }

  private mutating func readClass(into item: inout Item) throws(CodePattern.Problem) {
    let isNegated = index < end && bytes[index] == UInt8(ascii: "^")
    if isNegated { index += 1 }
    var isFirst = true
    while index < end, isFirst || bytes[index] != UInt8(ascii: "]") {
      isFirst = false
      if bytes[index] == UInt8(ascii: "\\") {
        index += 1
        try readEscape(into: &item)
        continue
      }
      let first = bytes[index]
      index += 1
      guard index + 1 < end, bytes[index] == UInt8(ascii: "-"), bytes[index + 1] != UInt8(ascii: "]") else {
        item.takes[Int(first)] = true
        continue
      }
      let last = bytes[index + 1]
      guard first <= last else { throw problem("a range of a class is reversed") }
      for byte in first...last { item.takes[Int(byte)] = true }
      index += 2
    }
    guard index < end else { throw problem("a class is not closed with ]") }
    index += 1
    if isNegated { item.takes = item.takes.map { !$0 } }
  }

  private func problem(_ message: String) -> CodePattern.Problem { .init(message: message) }
}
