import Questionnaires
import Testing

@Suite struct FindingSinkTests {
  @Test func `a value that is too low is not counted under the complaint that one is too high`() {
    var sink = FindingSink()
    func add(_ line: Int, _ message: String) {
      sink.add(Finding(rule: "range", severity: .warning, line: line, column: "weight", message: message))
    }
    add(2, "more than 300")
    add(3, "less than 20")
    add(4, "more than 300")
    #expect(
      sink.groups.map { "\($0.message) \($0.count) \($0.firstLines)" } == [
        "more than 300 2 [2, 4]", "less than 20 1 [3]",
      ])
    #expect(sink.groups[1].holds(sink.samples[1]) && !sink.groups[1].holds(sink.samples[2]))
  }

  @Test func `complaints that differ in numbers only are one`() {
    var sink = FindingSink()
    for fields in 1...3 {
      sink.add(Finding(rule: "field-count", severity: .error, line: fields, message: "\(fields) fields of 8"))
    }
    #expect(sink.groups.map(\.count) == [3] && sink.groups[0].message == "1 fields of 8")
  }
}
