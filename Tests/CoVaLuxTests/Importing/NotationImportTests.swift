import CSV
import CoVaLux
import CohortTesting
import Foundation
import Testing

/// Files whose dates and numbers are written in ways that the questionnaire leaves open.
@Suite(.freshDatabase) struct NotationImportTests {
  private static let form = """
    questionnaire: visit
    version: 1
    study: test
    form: visit
    enrols: true
    language: fr
    participant: { column: code }
    event: baseline
    date-format: proven
    decimal: proven
    date: { column: day }
    missing: { "NA": unknown }
    writes:
      participant.birth-year: { column: born }
      answer.platelets: { column: weight, type: number, range: 1...4000 }
      symptom.cough: { column: cough }
    """

  private func importing(
    _ bench: ImportBench, _ rows: String..., change: (inout ImportOptions) -> Void = { _ in }
  ) async throws -> ImportReport {
    let path = try bench.write("code;day;born;weight;cough\n" + rows.joined(separator: "\n") + "\n")
    var options = ImportOptions(today: "2024-01-01")
    change(&options)
    return try await bench.cohort.importing(path, as: bench.questionnaire(Self.form), options: options)
  }

  private func days(_ bench: ImportBench) async throws -> [String?] {
    try await bench.texts("select completed::text from cohort.response order by participant_id")
  }

  private func weights(_ bench: ImportBench) async throws -> [String?] {
    try await bench.texts("select numbers::text from cohort.answer order by participant_id")
  }

  private func refusal(_ body: () async throws -> ImportReport) async -> [Finding] {
    do {
      _ = try await body()
      return []
    } catch let ImportRefusal.unusable(_, findings) {
      return findings
    } catch {
      return [Finding(rule: "\(error)", severity: .error, message: "")]
    }
  }

  @Test func `one date and one number prove the notation of their columns`() async throws {
    let bench = try await ImportBench()
    let report = try await importing(
      bench, "A-1;03/02/2021;1974;72,5;oui", "A-2;25/02/2021;1975;1.234,5;non", "A-3;2021-02-03;1976;1 072;1")
    #expect(report.rows == .init(read: 3, new: 3, changed: 0, same: 0, rejected: 0))
    #expect(try await days(bench) == ["2021-02-03", "2021-02-25", "2021-02-03"])
    #expect(try await weights(bench) == ["{72.5}", "{1234.5}", "{1072}"])
    #expect(
      try await bench.texts("select cough::text from cohort.response order by participant_id") == [
        "4", "0", "1",
      ])
    #expect(
      report.findingGroups.map { "\($0.rule) \($0.column ?? "") \($0.severity.word): \($0.message)" } == [
        "date-order day note: dates are read day first: 1 of 3 prove it, first line 3",
        "decimal-mark weight note: numbers are read with a decimal comma: 2 of 3 prove it, first line 2",
      ])
    #expect(!report.hasFindings)
  }

  @Test func `a column that cannot be proven refuses the file, and a flag decides`() async throws {
    let bench = try await ImportBench()
    let row = "A-1;03/02/2021;1974;1.072;oui"
    let reasons = await refusal { try await importing(bench, row) }
    #expect(
      reasons.map { "\($0.rule) \($0.column ?? "") \($0.line)" } == [
        "date-order day 2", "decimal-mark weight 2",
      ])
    #expect(try await days(bench) == [])
    for reason in reasons {
      #expect(!reason.description.contains("03/02") && !reason.description.contains("1.072"))
    }
    let report = try await importing(bench, row) {
      $0.notation.dates = .order(.monthDayYear)
      $0.notation.decimal = .comma
    }
    #expect(report.rows.new == 1)
    #expect(try await days(bench) == ["2021-03-02"])
    #expect(try await weights(bench) == ["{1072}"])
    #expect(report.findingGroups.map(\.rule) == ["thousands"])
  }

  @Test func `the same rows in another notation are compared again`() async throws {
    let bench = try await ImportBench()
    let row = "A-1;03/02/2021;1974;72,5;1"
    var report = try await importing(bench, row, "A-2;25/02/2021;1975;72,5;1")
    #expect(report.rows.new == 2)
    report = try await importing(bench, row, "A-2;25/02/2021;1975;72,5;1")
    #expect(report.rows.same == 2 && report.wasAlreadyImported)
    // The text of the first row is what it was; another row proves that it means another day.
    report = try await importing(bench, row, "A-2;02/25/2021;1975;72,5;1")
    #expect(report.rows.changed == 1 && report.rows.same == 1)
    #expect(try await days(bench) == ["2021-03-02", "2021-02-25"])
    report = try await importing(bench, row) { $0.notation.dates = .order(.dayMonthYear) }
    #expect(report.rows.changed == 1)
    #expect(try await days(bench) == ["2021-02-03", "2021-02-25"])
  }

  @Test func `cells against the proof and damage by spreadsheets are findings of their rows`() async throws {
    let bench = try await ImportBench()
    let report = try await importing(
      bench, "A-1;25/02/2021;1974;72,5;oui", "A-2;02/25/2021;1974;72,5;oui", "A-3;44000;1974;72,5;oui",
      "A-4;25/02/21;1974;72,5;oui", "A-5;25/02/2021;1974;1. Mai;oui", "A-6;25/02/2021;1974;7,10E+16;ja",
      "7,10E+16;26/02/2021;1974;72,5;oui")
    #expect(report.rows == .init(read: 7, new: 1, changed: 0, same: 0, rejected: 6))
    #expect(
      report.findings.filter { $0.severity == .error }.map { "\($0.line) \($0.rule)" } == [
        "3 date", "4 date-serial", "5 two-digit-year", "6 number-as-date", "7 exponent", "7 coding",
        "8 exponent",
      ])
  }

  @Test func `a plan keeps the notation, and applying it reads alike`() async throws {
    let bench = try await ImportBench()
    let file = try bench.write("code;day;born;weight;cough\nA-1;03/02/2021;-99;72,5;ja\n")
    var options = ImportOptions(today: "2024-01-01")
    options.notation.dates = .pattern("MM/dd/yyyy")
    options.notation.language = .german
    options.notation.missing = [.init("-99", reason: .refused)]
    let plan = bench.folder.appending(path: "plan.json").path
    _ = try await bench.cohort.planning(
      file, as: bench.questionnaire(Self.form), from: "visit", writing: plan, options: options)
    let read = try ImportPlan(contentsOf: plan)
    #expect(read.options.notation == options.notation)
    let report = try await bench.cohort.applying(read, as: bench.questionnaire(Self.form))
    #expect(report.rows.new == 1)
    #expect(try await days(bench) == ["2021-03-02"])
  }

  @Test func `rows of another questionnaire in the same file prove nothing`() async throws {
    let bench = try await ImportBench()
    let form = Self.form + "\nonly: { column: kind, values: [visit] }\n"
    let path = try bench.write(
      "code,kind,day,born,weight,cough\nA-1,visit,03/02/2021,1974,72,1\nA-1,other,25/02/2021,1974,72,1\n")
    let reasons = await refusal {
      try await bench.cohort.importing(
        path, as: bench.questionnaire(form), options: ImportOptions(today: "2024-01-01"))
    }
    #expect(reasons.map(\.rule) == ["date-order"])
  }
}
