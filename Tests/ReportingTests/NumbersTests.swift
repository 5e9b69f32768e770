import Reporting
import Testing

@Suite struct NumbersTests {
  @Test(arguments: [
    (0.595155, 1, 2, "59.5"), (39.0 / 290, 1, 2, "13.4"), (0.125, 2, 0, "0.12"), (0.375, 2, 0, "0.38"),
    (0.9996, 1, 2, "100.0"), (1e-7, 1, 2, "0.0"), (9.96, 1, 0, "10.0"), (-0.04, 1, 0, "0.0"),
    (-0.06, 1, 0, "−0.1"), (1234567.5, 0, 0, "1234568"), (1e21, 0, 0, "1000000000000000000000"),
    (0.05, 1, 2, "5.0"), (0.5, 0, 0, "0"), (1.5, 0, 0, "2"), (0.6, 0, 0, "1"), (1, 1, 2, "100.0"),
  ])
  func `numbers are rounded half to even on their decimal text`(
    number: Double, decimals: Int, shift: Int, expected: String
  ) {
    #expect(Numbers.fixed(number, decimals: decimals, shift: shift) == expected)
  }

  // tableone issue 189: 0.0116 must not be shown as 0.011.
  @Test(arguments: [
    (0.0116, "0.01"), (0.0496, "0.050"), (0.0494, "0.049"), (0.0004, "<0.001"), (0.0054, "0.005"),
    (0.6127, "0.61"), (0.999, ">0.99"), (0.2, "0.20"),
  ])
  func `p-values follow the journals`(p: Double, expected: String) {
    #expect(Numbers.probability(p) == expected)
  }

  @Test func `limits are joined by a dash, or by a word where one is negative`() {
    #expect(Numbers.interval(0.231, 0.291, .proportion) == "23.1–29.1")
    #expect(Numbers.interval(-0.0673, -0.0349, .proportionDifference) == "−6.7 to −3.5")
    #expect(Numbers.interval(0.1, 0.472, .ratio) == "0.10–0.47")
    #expect(Numbers.text(0.0497, .ratio) == "0.050")
  }

  @Test func `thousands are parted`() {
    #expect(Numbers.grouped(999) == "999")
    #expect(Numbers.grouped(1934) == "1\u{202F}934")
    #expect(Numbers.grouped(-1_234_567) == "−1\u{202F}234\u{202F}567")
  }

  @Test(arguments: [0.1, 1.0 / 3, 5e-324, 1.7976931348623157e308, -2, 1e16, 123456.789])
  func `machine numbers read back as the same bits`(number: Double) {
    #expect(Double(Numbers.shortest(number)) == number)
  }
}

@Suite struct TextSafetyTests {
  @Test func `control and bidirectional characters show and do nothing`() {
    #expect(TerminalText.escaped("a\u{1B}[2Jb\u{202E}c\n") == "a\\u{1B}[2Jb\\u{202E}c\\u{A}")
    #expect(TerminalText.escaped("é – 日本\n", keepsNewlines: true) == "é – 日本\n")
  }

  @Test func `JSON escapes what RFC 8259 and terminals ask for`() {
    let value: JSONValue = ["k\"": ["a\\\u{1}\n", 1, 1.5, true, .null, .number(.nan), "\u{202E}\u{E0041}"]]
    #expect(value.text == #"{"k\"":["a\\\u0001\n",1,1.5,true,null,null,"\u202e\udb40\udc41"]}"#)
  }

  @Test(arguments: ["=1+1", "+1", "-1", "@x", "|x", "＝1", " =1", "\u{FEFF}=1", "\"=1", "\u{200B}@x", "\tx"])
  func `text that a spreadsheet would compute is made text`(label: String) {
    let table = ResultTable(
      statistic: "s", title: "t", question: "", denominator: "", asOf: "",
      rows: [ResultRow(group: label, measure: "m", value: -7, n: 50, unit: .points)])
    let disclosed = SmallCells.inHouse.apply(to: table)
    for text in [disclosed.formatted(.csv), disclosed.formatted(.tsv)] {
      let line = text.split(separator: "\n")[1]
      #expect(line.hasPrefix("'") || line.hasPrefix("\"'"))
      #expect(line.contains("-7"))
    }
  }

  @Test func `markup in labels stays text`() {
    #expect(HTMLFragment.escaped("<b a='1' c=\"2\">&") == "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;")
  }
}
