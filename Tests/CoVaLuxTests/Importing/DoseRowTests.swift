import CoVaLux
import CohortTesting
import Foundation
import Testing

/// Rules about doses of which each has a row, and rows that contradict each other.
@Suite(.freshDatabase) struct DoseRowTests {
  /// One row for each dose; the row has a number of its own beside that of the dose.
  private static func form(_ rules: String) -> String {
    """
    questionnaire: doses
    version: 1
    study: test
    form: doses
    enrols: true
    participant: { column: code }
    event: vaccination
    instance: { column: row }
    slots: { dose: { column: dose } }
    date-format: [yyyy-MM-dd, yyyy-MM]
    writes:
      vaccination(dose).product: { column: product }
      vaccination(dose).given: { column: given }
    rules: [\(rules)]
    """
  }

  private func importing(
    _ rows: [String], rules: String, into bench: ImportBench
  ) async throws -> ImportReport {
    let text = (["code,row,dose,product,given"] + rows).joined(separator: "\n") + "\n"
    return try await bench.cohort.importing(
      bench.write(text), as: bench.questionnaire(Self.form(rules)),
      options: ImportOptions(today: "2024-01-01"))
  }

  private func found(_ report: ImportReport) -> [String] {
    report.findings.map { "\($0.line) \($0.rule) \($0.column ?? "-") \($0.severity.word)" }
  }

  private let stored = """
    select concat_ws(' ', x.code, v.slot, v.product, v.given) from cohort.vaccination v
      join intake.crosswalk x using (participant_id) order by 1
    """

  @Test func `a second dose before the first is found across rows in any order`() async throws {
    let bench = try await ImportBench()
    let rows = [
      "A,2,2,comirnaty,2021-04-11", "B,1,1,comirnaty,2021-04-11", "A,1,1,comirnaty,2021-05-09",
      "B,2,2,comirnaty,2021-05-09",
    ]
    let warned = try await importing(rows, rules: "{ rule: dose-order, severity: warning }", into: bench)
    #expect(found(warned) == ["2 dose-order given warning"])
    #expect(warned.rows == .init(read: 4, new: 4, changed: 0, same: 0, rejected: 0))
    // The same file again says the same.
    let again = try await importing(rows, rules: "{ rule: dose-order, severity: warning }", into: bench)
    #expect(found(again) == found(warned))
    #expect(again.rows.same == 4)
  }

  @Test func `as an error the misplaced dose is refused and nothing of it is stored`() async throws {
    let bench = try await ImportBench()
    let rows = ["A,2,2,comirnaty,2021-04-11", "A,1,1,comirnaty,2021-05-09", "B,1,1,,2021-05-09"]
    let report = try await importing(rows, rules: "dose-order", into: bench)
    #expect(found(report) == ["2 dose-order given error"])
    #expect(report.findings.map(\.record) == [2])
    #expect(report.rows == .init(read: 3, new: 2, changed: 0, same: 0, rejected: 1))
    #expect(try await bench.texts(stored) == ["A 1 comirnaty 2021-05-09", "B 1 2021-05-09"])
    #expect(try await bench.texts("select count(*)::text from cohort.response") == ["2"])
  }

  @Test func `a dose is held against those that are stored`() async throws {
    let bench = try await ImportBench()
    _ = try await importing(["A,2,2,comirnaty,2021-04-11"], rules: "dose-order", into: bench)
    let report = try await importing(["A,1,1,comirnaty,2021-05-09"], rules: "dose-order", into: bench)
    #expect(found(report) == ["2 dose-order given error"])
    #expect(try await bench.texts(stored) == ["A 2 comirnaty 2021-04-11"])
  }

  @Test func `a refused change leaves the stored dose, which may refuse another row`() async throws {
    let bench = try await ImportBench()
    let first = ["A,1,1,comirnaty,2021-03-01", "A,2,2,comirnaty,2021-04-01", "A,3,3,comirnaty,2021-12-01"]
    _ = try await importing(first, rules: "dose-order", into: bench)
    // Dose 2 is moved before dose 1 and refused; the stored one of April is after the new dose 3.
    let second = ["A,2,2,comirnaty,2021-02-01", "A,3,3,comirnaty,2021-03-20"]
    let report = try await importing(second, rules: "dose-order", into: bench)
    #expect(found(report) == ["2 dose-order given error", "3 dose-order given error"])
    #expect(report.rows == .init(read: 2, new: 0, changed: 0, same: 0, rejected: 2))
    #expect(
      try await bench.texts(stored) == [
        "A 1 comirnaty 2021-03-01", "A 2 comirnaty 2021-04-01", "A 3 comirnaty 2021-12-01",
      ])
  }

  // Intervals of Schema/reference/vaccine.csv, after the product information: Comirnaty 21 days, Spikevax 28.
  @Test(
    arguments: [
      ("comirnaty", "2021-05-02", []), ("comirnaty", "2021-05-01", ["3 dose-interval given warning"]),
      ("spikevax", "2021-05-09", []), ("spikevax", "2021-05-08", ["3 dose-interval given warning"]),
      // Without a product the shortest interval of Comirnaty's trial, 19 days.
      ("", "2021-04-30", []), ("", "2021-04-29", ["3 dose-interval given warning"]),
      ("spikevax", "2021-05", []), ("spikevax", "2021-04", ["3 dose-interval given warning"]),
    ] as [(String, String, [String])])
  func `each product has its interval`(product: String, second: String, findings: [String]) async throws {
    let bench = try await ImportBench()
    let report = try await importing(
      ["A,1,1,\(product),2021-04-11", "A,2,2,\(product),\(second)"], rules: "dose-interval", into: bench)
    #expect(found(report) == findings)
  }

  @Test func `one dose under two numbers is found once`() async throws {
    let bench = try await ImportBench()
    let rows = [
      "A,1,1,comirnaty,2021-04-11", "A,2,2,comirnaty,2021-04-11",
      "B,1,1,comirnaty,2021-04-11", "B,2,2,spikevax,2021-04-11",
      "C,1,1,comirnaty,2021-04-11", "C,2,last,comirnaty,2021-04-11",
    ]
    let report = try await importing(rows, rules: "duplicate-dose, dose-interval", into: bench)
    #expect(found(report) == ["3 duplicate-dose given warning", "5 dose-interval given warning"])
    let refused = try await importing(
      ["D,1,1,comirnaty,2021-04-11", "D,2,2,,2021-04-11", "D,3,3,comirnaty,2021-06-11"],
      rules: "{ rule: duplicate-dose, severity: error }", into: bench)
    #expect(found(refused) == ["3 duplicate-dose given error"])
    #expect(refused.rows == .init(read: 3, new: 2, changed: 0, same: 0, rejected: 1))
  }

  @Test func `rows about one dose with different values are both refused, identical ones stored once`()
    async throws
  {
    let bench = try await ImportBench()
    let report = try await importing(
      [
        "A,1,1,comirnaty,2021-04-11", "A,2,1,comirnaty,2021-04-12", "A,3,2,comirnaty,2021-06-01",
        "B,1,1,comirnaty,2021-04-11", "B,2,1,comirnaty,2021-04-11", "C,1,1,comirnaty,", "C,2,1,,2021-04-11",
      ], rules: "future-date", into: bench)
    #expect(found(report) == ["2 contradiction given error", "3 contradiction given error"])
    #expect(report.rows == .init(read: 7, new: 5, changed: 0, same: 0, rejected: 2))
    #expect(
      try await bench.texts(stored) == [
        "A 2 comirnaty 2021-06-01", "B 1 comirnaty 2021-04-11", "C 1 comirnaty 2021-04-11",
      ])
  }

  @Test func `two rows about a dose of somebody known are refused too, and the stored dose stays`()
    async throws
  {
    let bench = try await ImportBench()
    _ = try await importing(["A,1,1,comirnaty,2021-04-01"], rules: "future-date", into: bench)
    let report = try await importing(
      ["A,2,1,comirnaty,2021-04-11", "A,3,1,comirnaty,2021-04-12"], rules: "future-date", into: bench)
    #expect(report.rows == .init(read: 2, new: 0, changed: 0, same: 0, rejected: 2))
    #expect(try await bench.texts(stored) == ["A 1 comirnaty 2021-04-01"])
  }

  @Test func `somebody all of whose rows are refused can be imported once they are corrected`() async throws {
    let bench = try await ImportBench()
    let wrong = ["A,1,1,comirnaty,2021-04-11", "A,2,1,comirnaty,2021-04-12"]
    #expect(try await importing(wrong, rules: "future-date", into: bench).rows.rejected == 2)
    #expect(try await bench.texts("select code from intake.crosswalk") == [])
    let report = try await importing([wrong[0]], rules: "future-date", into: bench)
    #expect(report.rows == .init(read: 1, new: 1, changed: 0, same: 0, rejected: 0))
  }

  @Test func `a severity in the questionnaire goes first`() async throws {
    let bench = try await ImportBench()
    let rows = ["A,1,1,comirnaty,2021-04-11", "A,2,1,comirnaty,2021-04-12"]
    let report = try await importing(
      rows, rules: "{ rule: contradiction, severity: warning }", into: bench)
    #expect(found(report) == ["3 contradiction given warning"])
    #expect(try await bench.texts(stored) == ["A 1 comirnaty 2021-04-11"])
    // Different years of birth are a warning unless the questionnaire says otherwise.
    let strict = ImportBench.form + "\nrules: [contradiction]"
    let people = try await bench.importing(
      "A-1,baseline,2021-03-01,1980,F,1,2,0,,,,,", "A-1,month-1,2021-04-01,1981,F,,1,0,,,,,",
      "A-1,month-2,2021-05-01,,F,,1,0,,,,,", form: strict)
    #expect(people.rows == .init(read: 3, new: 1, changed: 0, same: 0, rejected: 2))
    #expect(people.findings.map { "\($0.line) \($0.rule)" } == ["2 contradiction", "3 contradiction"])
  }
}
