import CohortModel
import Foundation
import Questionnaires
import Testing

/// The fast reader against a slow one that is written with texts and Foundation, on random rows.
@Suite struct OracleTests {
  private static let yaml = """
    decimal: ","
    missing: { "NA": unknown, "-99": refused }
    writes:
      symptom.fatigue: { column: grade, codes: { 0: absent, 1: mild, 2: moderate, 3: severe } }
      participant.asthma: { column: asthma, required: true }
      answer.days: { column: days, type: integer, range: 0...366, severity: warning, asked-if: "[asthma] = '1'" }
      answer.temperature: { column: temperature, type: number, range: 34...43, on-error: cell }
      infection(1).tested: { column: tested, format: [dd/MM/yyyy, MM/yyyy] }
      answer.notes: { column: notes, type: text }
    """
  private static let columns = ["grade", "asthma", "days", "temperature", "tested", "notes"]

  /// What the slow reader makes of a cell: its outcome in words, and the finding.
  private struct Outcome: Equatable {
    var cell: String
    var finding: String?
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `the fast reader says what a slow one says`(seed: UInt64) throws {
    var random = Seeded(state: seed)
    let questionnaire = try Questionnaire.test(Self.yaml)
    var rows: [[String]] = []
    for _ in 0..<4000 {
      rows.append(Self.columns.map { Self.cell($0, &random) })
    }
    let text =
      "id,\(Self.columns.joined(separator: ","))\n"
      + rows.map { "X," + $0.map { "\"\($0)\"" }.joined(separator: ",") + "\n" }.joined()
    let reading = try Reading(questionnaire, text)
    #expect(reading.verdicts.count == rows.count)
    var expectedFindings: [String: Int] = [:]
    for (index, row) in rows.enumerated() {
      let outcomes = Self.outcomes(row)
      for (place, outcome) in outcomes.enumerated() {
        let cell = try reading.cell(index, Self.columns[place])
        #expect(
          Self.words(cell, Self.columns[place], reading.answers[index]) == outcome.cell,
          "seed \(seed), row \(index + 2), column \(Self.columns[place])")
        if row[place].contains("\u{00A0}"), Self.columns[place] != "notes" {
          expectedFindings["trimmed \(Self.columns[place])", default: 0] += 1
        }
        if let finding = outcome.finding {
          expectedFindings["\(finding) \(Self.columns[place])", default: 0] += 1
        }
      }
      let isRejected = zip(outcomes, Self.columns).contains { outcome, column in
        ["coding", "date", "number", "number-as-date", "required"].contains(outcome.finding)
          && column != "temperature"
      }
      #expect(
        reading.verdicts[index] == (isRejected ? .rejected : .accepted), "seed \(seed), row \(index + 2)")
    }
    let found = Dictionary(
      reading.sink.groups.map { ("\($0.rule) \($0.column ?? "-")", $0.count) }, uniquingKeysWith: +)
    #expect(found == expectedFindings)
    #expect(expectedFindings.count >= 8, "the rows are not varied enough")
  }

  private static func cell(_ column: String, _ random: inout Seeded) -> String {
    let odd = [
      "", " ", "NA", "na ", "-99", "x", "1", "7", "38°", "1,5", "01", "\u{00A0}2\u{00A0}", "31/02/2021",
    ]
    if random.below(3) == 0 { return odd[random.below(odd.count)] }
    switch column {
    case "grade": return String(random.below(5))
    case "asthma": return ["0", "1", "yes", "No", "2"][random.below(5)]
    case "days": return String(random.below(500) - 20)
    case "temperature":
      return "\(30 + random.below(16))\([",", "."][random.below(6) / 5])\(random.below(1_000_000_000))"
    case "tested":
      let month = random.below(14)
      return random.below(4) == 0
        ? "\(month < 10 ? "0" : "")\(month)/2021"
        : "\(random.below(22) + 10)/\(month < 10 ? "0" : "")\(month)/\(2019 + random.below(4))"
    default: return ["a note", "Ünïcode", "two\nlines", "tab\tin it"][random.below(4)]
    }
  }

  private static func outcomes(_ row: [String]) -> [Outcome] {
    let trimmed = row.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
    // Every spelling of yes is what the condition calls 1.
    let isAsked =
      ["1", "yes", "true"].contains(trimmed[1].lowercased())
      || Double(trimmed[1].replacingOccurrences(of: ",", with: "?")) == 1
    return zip(columns, zip(row, trimmed)).map { column, texts in
      let (whole, text) = texts
      let isHidden = column == "days" && !isAsked
      if text.isEmpty {
        if isHidden { return Outcome(cell: "skipped") }
        return Outcome(cell: "blank", finding: column == "asthma" ? "required" : nil)
      }
      if text.uppercased() == "NA" { return Outcome(cell: "unknown") }
      if text == "-99" { return Outcome(cell: "refused") }
      // A remark is kept as it stands.
      var outcome = column == "notes" ? Outcome(cell: whole) : value(column, text)
      if isHidden && outcome.finding == nil { outcome.finding = "hidden-field" }
      return outcome
    }
  }

  private static func value(_ column: String, _ text: String) -> Outcome {
    switch column {
    case "grade":
      guard let code = Int(text), (0...3).contains(code) else {
        return Outcome(cell: "unreadable", finding: "coding")
      }
      return Outcome(cell: String(code))
    case "asthma":
      switch text.lowercased() {
      case "0", "no", "false": return Outcome(cell: "0")
      case "1", "yes", "true", "01": return Outcome(cell: "1")
      default: return Outcome(cell: "unreadable", finding: "coding")
      }
    case "days":
      guard let days = Int(text) else { return noNumber(text) }
      return Outcome(cell: String(days), finding: (0...366).contains(days) ? nil : "range")
    case "temperature":
      let isNumber = text.wholeMatch(of: /[0-9]+(,[0-9]+)?/) != nil
      guard isNumber, let number = Double(text.replacingOccurrences(of: ",", with: ".")) else {
        return noNumber(text)
      }
      return (34...43).contains(number)
        ? Outcome(cell: "\(number)") : Outcome(cell: "unreadable", finding: "range")
    default: return date(text)
    }
  }

  private static func noNumber(_ text: String) -> Outcome {
    Outcome(cell: "unreadable", finding: text.contains("/") ? "number-as-date" : "number")
  }

  private static func date(_ text: String) -> Outcome {
    let parts = text.split(separator: "/").compactMap { Int($0) }
    let day: StudyDay? =
      switch parts.count {
      case 3: StudyDay(year: parts[2], month: parts[1], day: parts[0])
      case 2: StudyDay(year: parts[1], month: parts[0], day: 1)
      default: nil
      }
    guard let day else { return Outcome(cell: "unreadable", finding: "date") }
    return Outcome(cell: "\(day) \(parts.count)")
  }

  private static func words(_ cell: Cell, _ column: String, _ answers: Answers) -> String {
    switch cell.state {
    case .blank: return "blank"
    case .skipped: return "skipped"
    case .missing(let reason): return reason.word
    case .value: break
    }
    switch column {
    case "temperature": return "\(cell.double)"
    case "tested": return "\(StudyDay(days: Int32(cell.int))) \(cell.precision == .day ? 3 : 2)"
    case "notes": return answers.string(cell.text)
    default: return String(cell.int)
    }
  }
}

/// SplitMix64, so that a failing row can be made again.
struct Seeded {
  var state: UInt64

  mutating func below(_ limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((mixed ^ (mixed >> 31)) % UInt64(limit))
  }
}
