import CSV
import CohortModel
import Foundation
import Questionnaires
import Testing

/// The evidence of random columns against readings by regular expressions.
@Suite struct NotationOracleTests {
  private struct Counts: Equatable {
    var first = 0
    var second = 0
    var different = 0
    var same = 0
    var neither = 0

    mutating func note<Value: Equatable>(_ one: Value?, _ other: Value?) {
      switch (one, other) {
      case (nil, nil): neither += 1
      case (_?, nil): first += 1
      case (nil, _?): second += 1
      case let (one?, other?): if one == other { same += 1 } else { different += 1 }
      }
    }
  }

  private func counts(_ evidence: TwoWayEvidence?) -> Counts? {
    evidence.map {
      Counts(
        first: $0.first.cells, second: $0.second.cells, different: $0.different.cells, same: $0.same.cells,
        neither: $0.neither.cells)
    }
  }

  private func survey(_ type: String, _ cells: [String]) throws -> NotationSurvey.Column {
    let questionnaire = try Questionnaire.test(
      "date-format: proven\ndecimal: proven\nwrites:\n  answer.c: { column: c, type: \(type) }\n")
    let table = try Table("id,c\n" + cells.map { "A,\"\($0)\"\n" }.joined())
    guard case .bound(let bound, _) = questionnaire.bind(header: table.header, today: "2026-01-01") else {
      throw Reading.Refusal()
    }
    var survey = NotationSurvey(bound)
    for record in table.records { survey.note(record) }
    return try #require(survey.columns.first)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `dates are read as a slow reader reads them`(seed: UInt64) throws {
    var random = Seeded(state: seed)
    var cells: [String] = []
    for _ in 0..<3000 {
      let separator = ["/", ".", "-", " ", ". ", "//", ","][min(6, random.below(9))]
      let numbers = [random.below(35), random.below(16), 1990 + random.below(40)]
      let year = random.below(8) == 0 ? String(numbers[2] % 100) : String(numbers[2])
      let padded = numbers.prefix(2).map { random.below(2) == 0 && $0 < 10 ? "0\($0)" : "\($0)" }
      var parts = [padded[0], padded[1], year]
      if random.below(4) == 0 { parts = [year, padded[1], padded[0]] }
      let time = ["", "", "", " 12:30", "T00:00:00", " 24:00", " 1:05:07.5", " 12"][random.below(8)]
      cells.append(parts.joined(separator: separator) + time)
    }
    var expected = Counts()
    for cell in cells { expected.note(Self.day(cell, isDayFirst: true), Self.day(cell, isDayFirst: false)) }
    #expect(counts(try survey("date", cells).dates) == expected)
    #expect(expected.first > 0 && expected.second > 0 && expected.different > 0 && expected.neither > 0)
  }

  private static func day(_ text: String, isDayFirst: Bool) -> StudyDay? {
    let time = #"([ T]([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?)?"#
    func parts(_ pattern: String) -> [Int]? {
      guard let expression = try? NSRegularExpression(pattern: "^" + pattern + time + "$"),
        let match = expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text))
      else { return nil }
      return ["a", "b", "c"].compactMap { name in
        Range(match.range(withName: name), in: text).flatMap { Int(text[$0]) }
      }
    }
    for separator in ["/", "-", " ", #"\. ?"#] {
      if let found = parts(#"(?<a>\d{1,2})\#(separator)(?<b>\d{1,2})\#(separator)(?<c>\d{4})"#) {
        return StudyDay(
          year: found[2], month: found[isDayFirst ? 1 : 0], day: found[isDayFirst ? 0 : 1])
      }
      if let found = parts(#"(?<a>\d{4})\#(separator)(?<b>\d{1,2})\#(separator)(?<c>\d{1,2})"#) {
        return StudyDay(year: found[0], month: found[1], day: found[2])
      }
    }
    return nil
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `numbers are read as a slow reader reads them`(seed: UInt64) throws {
    var random = Seeded(state: seed)
    let pieces = [
      "0", "1", "12", "123", "234", "567", "7890", ",", ".", " ", "\u{A0}", "\u{202F}", "'", "’", "-",
    ]
    let cells = (0..<6000).map { _ in
      (0..<(1 + random.below(6))).map { place in
        pieces[place % 2 == 0 ? random.below(7) : 7 + random.below(8)]
      }.joined()
    }
    var expected = Counts()
    for cell in cells { expected.note(Self.number(cell, mark: ","), Self.number(cell, mark: ".")) }
    let column = try survey("number", cells)
    #expect(counts(column.decimals) == expected)
    #expect(expected.first > 0 && expected.second > 0 && expected.different > 0 && expected.neither > 0)
  }

  private static func number(_ text: String, mark: String) -> Double? {
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    for separator in ["", ",", ".", " ", "\u{A0}", "\u{202F}", "'", "’"] where separator != mark {
      let group = NSRegularExpression.escapedPattern(for: separator)
      let whole = separator.isEmpty ? #"\d+"# : #"[1-9]\d{0,2}(\#(group)\d{3})+"#
      let fraction = NSRegularExpression.escapedPattern(for: mark) + #"\d+"#
      let isMatch =
        trimmed.range(of: "^[+-]?\(whole)(\(fraction))?$", options: .regularExpression) != nil
        || trimmed.range(of: "^[+-]?\(fraction)$", options: .regularExpression) != nil
      guard isMatch else { continue }
      let plain = separator.isEmpty ? trimmed : trimmed.replacingOccurrences(of: separator, with: "")
      return Double(plain.replacingOccurrences(of: mark, with: "."))
    }
    return nil
  }
}
