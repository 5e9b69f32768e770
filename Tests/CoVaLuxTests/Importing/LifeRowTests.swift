import CoVaLux
import CohortTesting
import Foundation
import Testing

/// What is held against deaths, enrolments and withdrawals that other rows or files give.
@Suite(.freshDatabase) struct LifeRowTests {
  private static func form(_ rules: String) -> String {
    """
    questionnaire: life
    version: 1
    study: test
    form: life
    enrols: true
    participant: { column: code }
    event: { column: event }
    date: { column: day }
    writes:
      participant.enrolled: { column: enrolled }
      participant.died: { column: died }
      consent.status: { column: consent, codes: { 1: given, 0: refused } }
      consent.participation-ended: { column: ended }
      infection(event).tested: { column: tested }
    rules: [\(rules)]
    """
  }

  private func importing(
    _ rows: String..., rules: String, into bench: ImportBench
  ) async throws -> ImportReport {
    let text = (["code,event,day,enrolled,died,consent,ended,tested"] + rows).joined(separator: "\n") + "\n"
    return try await bench.cohort.importing(
      bench.write(text), as: bench.questionnaire(Self.form(rules)),
      options: ImportOptions(today: "2024-01-01"))
  }

  private func found(_ report: ImportReport) -> [String] {
    report.findings.map { "\($0.line) \($0.rule) \($0.column ?? "-") \($0.severity.word)" }
  }

  @Test func `what is dated after a stored death is refused`() async throws {
    let bench = try await ImportBench()
    _ = try await importing(
      "A,baseline,2021-03-01,,2021-06-01,1,,", rules: "death-after-events", into: bench)
    let report = try await importing(
      "A,month-1,2021-04-01,,,,,2021-03-20", "A,month-3,2021-06-01,,,,,", "A,month-6,2021-06-02,,,,,",
      "A,month-12,,,,,,2021-07-01", rules: "death-after-events", into: bench)
    #expect(
      found(report) == ["4 death-after-events day error", "5 death-after-events tested error"])
    #expect(report.rows == .init(read: 4, new: 2, changed: 0, same: 0, rejected: 2))
  }

  @Test func `a death further down in the file is held against the rows above it`() async throws {
    let bench = try await ImportBench()
    let report = try await importing(
      "A,month-6,2021-09-01,,,,,", "A,month-1,2021-04-01,,,,,", "A,baseline,2021-03-01,,2021-06-01,1,,",
      "B,month-6,2021-09-01,,,1,,", rules: "death-after-events", into: bench)
    #expect(found(report) == ["2 death-after-events day error"])
    #expect(report.rows == .init(read: 4, new: 3, changed: 0, same: 0, rejected: 1))
  }

  @Test func `a new death before something stored is found at the death`() async throws {
    let bench = try await ImportBench()
    _ = try await importing("A,month-6,2021-09-01,,,1,,", rules: "death-after-events", into: bench)
    let report = try await importing(
      "A,baseline,2021-03-01,,2021-06-01,,,", rules: "death-after-events", into: bench)
    #expect(found(report) == ["2 death-after-events died error"])
    #expect(try await bench.texts("select died::text from cohort.participant") == [nil])
    let warned = try await importing(
      "A,baseline,2021-03-01,,2021-06-01,,,", rules: "{ rule: death-after-events, severity: warning }",
      into: bench)
    #expect(found(warned) == ["2 death-after-events died warning"])
    #expect(try await bench.texts("select died::text from cohort.participant") == ["2021-06-01"])
  }

  @Test func `a follow-up is held against the enrolment of another row or file`() async throws {
    let bench = try await ImportBench()
    let report = try await importing(
      "A,month-1,2021-02-28,,,,,", "A,baseline,2021-03-01,2021-03-01,,1,,", "A,month-3,2021-02-27,,,,,",
      rules: "follow-up-after-enrolment", into: bench)
    #expect(
      found(report) == [
        "2 follow-up-after-enrolment day error", "4 follow-up-after-enrolment day error",
      ])
    #expect(report.rows == .init(read: 3, new: 1, changed: 0, same: 0, rejected: 2))
    let later = try await importing(
      "A,month-6,2021-02-28,,,,,", rules: "follow-up-after-enrolment", into: bench)
    #expect(found(later) == ["2 follow-up-after-enrolment day error"])
  }

  @Test func `rows after the end of taking part are refused, and later files altogether`() async throws {
    let bench = try await ImportBench()
    let report = try await importing(
      "A,month-6,2021-09-01,,,,,", "A,baseline,2021-03-01,,,1,2021-06-01,", "A,month-1,2021-04-01,,,,,",
      rules: "withdrawal-after-events", into: bench)
    #expect(found(report) == ["2 withdrawal-after-events day error"])
    #expect(report.rows == .init(read: 3, new: 2, changed: 0, same: 0, rejected: 1))
    // A row of a day before the withdrawal is new data too.
    let later = try await importing(
      "A,month-3,2021-05-01,,,,,", rules: "withdrawal-after-events", into: bench)
    #expect(found(later) == ["2 consent - error"])
  }

  @Test func `whoever refuses consent in one row has no row stored`() async throws {
    let bench = try await ImportBench()
    let report = try await importing(
      "A,baseline,2021-03-01,,,1,,", "B,baseline,2021-03-01,,,1,,", "A,month-1,2021-04-01,,,0,,",
      rules: "future-date", into: bench)
    #expect(found(report) == ["2 consent - error", "4 consent - error"])
    #expect(try await bench.texts("select code from intake.crosswalk") == ["B"])
  }
}
