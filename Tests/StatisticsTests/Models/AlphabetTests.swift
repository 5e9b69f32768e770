import Testing

@testable import Statistics

@Suite struct AlphabetTests {
  /// Sorted by R 4.2 with ICU's root collation.
  @Test(arguments: [
    [
      "a", "A", "a b", "a_b", "a-b", "ab", "aB", "Ab", "b", "B", "e", "E", "é", "É", "f", "o", "ö", "Ö", "P",
      "ss", "ß", "st", "z",
    ],
    ["<5", ">=80", "10-19", "100+", "5-9", "ea", "éa", "eb", "ee", "eé", "no", "nO", "No", "NO", "non"],
    [
      " ", "_", "-", ",", ";", ":", "!", "?", ".", "'", "\"", "(", ")", "[", "]", "{", "}", "@", "*", "/",
      "\\", "&",
      "#", "%", "`", "^", "+", "<", "=", ">", "|", "~", "$", "0", "9", "a", "A", "b", "B",
    ],
  ])
  func `levels stand in the order of a dictionary`(sorted: [String]) {
    #expect(sorted.reversed().map(Alphabet.init).sorted().map(\.text) == sorted)
    guard case .factor(let codes, let levels) = ModelColumn.texts(sorted.reversed() + [nil]) else {
      Issue.record("texts are no factor")
      return
    }
    #expect(levels == sorted)
    #expect(codes == sorted.indices.reversed().map { Int32($0) } + [-1])
  }
}
