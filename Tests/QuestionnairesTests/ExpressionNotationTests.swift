import CSV
import CohortModel
import Questionnaires
import Testing

/// Conditions and calculations look at cells as the file writes them.
@Suite struct ExpressionNotationTests {
  private static func questionnaire(_ lines: String, _ notation: Notation = Notation()) throws
    -> Questionnaire
  {
    try .load(
      text: "questionnaire: test\nversion: 1\nparticipant: { column: id }\nevent: baseline\n" + lines,
      fileName: "test.yaml", vocabulary: TestVocabulary.shared, notation: notation)
  }

  /// Findings of a file once it has proven what the questionnaire leaves open.
  private func found(_ questionnaire: Questionnaire, _ text: String) throws -> [String] {
    let table = try Table(text)
    guard case .bound(let bound, _) = questionnaire.bind(header: table.header, today: "2026-01-01") else {
      throw Reading.Refusal()
    }
    var survey = NotationSurvey(bound)
    for record in table.records { survey.note(record) }
    guard case .settled(let settled, _, _) = survey.conclude(questionnaire) else { throw Reading.Refusal() }
    return try Reading(settled, text).sink.samples.map { "\($0.rule) \($0.line)" }
  }

  private static let sum = """
    writes:
      answer.n: { column: n, type: number, decimal: proven }
      answer.m: { column: m, type: number, decimal: proven }
      answer.total: { column: total, type: number, decimal: proven, calculated: "[n] + [m]" }
      answer.why: { column: why, type: text, asked-if: "[n] > 1000" }
    """

  @Test func `a sum of numbers with separators of thousands is no finding`() throws {
    let text = """
      id,n,m,total,why
      A,"1.234,5","2,5","1.237,0",x
      B,"999,5","0,25","999,75",
      C,"1.000,5","1","1.000,5",x
      D,"2,5","1","3,5",x

      """
    // C has another sum, and D an answer that was not asked for.
    #expect(try found(Self.questionnaire(Self.sum), text) == ["calculated 4", "hidden-field 5"])
  }

  @Test func `numbers are read by the mark that a command line gives`() throws {
    var notation = Notation()
    notation.decimal = .comma
    let text = "id,n,m,total,why\nA,\"1.234\",\"1,5\",\"1.235,5\",x\nB,\"1 500\",\"1\",\"1501\",\n"
    #expect(try found(Self.questionnaire(Self.sum, notation), text) == ["thousands 2", "thousands 2"])
  }

  private static let days = """
    date-format: proven
    writes:
      answer.from: { column: from, type: date }
      answer.to: { column: to, type: date, valid-if: "[from] <= [to]" }
      answer.days: { column: days, type: number, calculated: "datediff([from], [to], 'd')" }
      answer.late: { column: late, type: text, asked-if: "[to] >= '2021-03-01'" }
    """

  @Test func `days are compared and counted in the order that the file proves`() throws {
    let text = """
      id,from,to,days,late
      A,25/02/2021,01/03/2021,4,x
      B,2021-02-26,27.02.2021 10:00,1,
      C,03/04/2021,13/03/2021,21,x
      D,01/02/2021,28/02/2021,27,x

      """
    // B is 34 hours and not 24, C ends before it begins, and D was not asked.
    #expect(
      try found(Self.questionnaire(Self.days), text) == ["calculated 3", "range 4", "hidden-field 5"])
  }

  @Test func `a time of day and a zone count where hours are asked for`() throws {
    let questionnaire = try Self.questionnaire(
      """
      writes:
        answer.a: { column: a, type: text }
        answer.b: { column: b, type: date, format: ymd }
        answer.h: { column: h, type: number, calculated: "datediff([a], [b], 'h', true)" }
      """)
    let text = """
      id,a,b,h
      A,2021-03-02T10:00:00.000+01:00,2021-03-02T12:30:00.000+01:00,2.5
      B,2021-03-02T10:00:00Z,2021-03-02T12:00:00+02:00,0
      C,2021-03-02 10:00,2021/03/02 09:00,-1

      """
    #expect(try found(questionnaire, text) == [])
  }

  private static let options = """
    writes:
      answer.aid: { column: [aids, aides], separator: " ", codes: { a: inhaler, "-b": oxygen, "À": oxygen, 99: refused } }
      answer.litres: { column: litres, type: number, asked-if: "[aids(-b)] = '1'" }
      answer.none: { column: none, type: text, asked-if: "[aides(a)] = '0' and [aids(-b)] <> '1'" }
    """

  @Test(arguments: ["aids", "aides"])
  func `an option that stands in one cell with others can be asked for`(column: String) throws {
    let text = """
      id,\(column),litres,none
      A,a -b,2,
      B,a,2,
      C,"",,x
      D,-b,,x
      E,À,2,
      F,99,,x

      """
    #expect(
      try found(Self.questionnaire(Self.options), text) == [
        "hidden-field 3", "hidden-field 5", "hidden-field 7",
      ])
  }

  @Test func `an option that the question does not have is a problem`() throws {
    #expect(throws: QuestionnaireError.self) {
      try Self.questionnaire(Self.options.replacing("[aids(-b)] =", with: "[aids(c)] ="))
    }
  }

  @Test func `an option that cannot be chosen makes a question that is never asked`() throws {
    let never = Self.options.replacing("[aids(-b)] = '1'", with: "[aids(-b)] = '2'")
    #expect(try Self.questionnaire(never).remarks.map(\.rule).contains("asked-if-never"))
    #expect(try !Self.questionnaire(Self.options).remarks.map(\.rule).contains("asked-if-never"))
  }
}
