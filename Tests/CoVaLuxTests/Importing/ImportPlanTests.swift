import CSV
import CohortTesting
import Foundation
import Testing

@testable import CoVaLux

@Suite(.freshDatabase) struct ImportPlanTests {
  private let a = "A-1,baseline,2021-03-01,1980,F,1,2,0,comirnaty,2021-02-01,3,1,first"
  private let b = "A-2,baseline,2021-03-02,1990,M,1,0,1,,,NA,2,"
  /// Changes A-1, brings A-3 and a dose of A-2, keeps nothing of a wrong row.
  private let changes = [
    "A-1,baseline,2021-03-05,1981,F,1,3,0,spikevax,2021-02-01,4,2,second",
    "A-2,baseline,2021-03-02,1990,M,1,0,1,comirnaty,2021-05-01,,,",
    "A-3,baseline,2021-03-03,1960,M,1,1,1,,,,,",
    "A-4,baseline,2021-02-30,1960,M,1,1,1,,,,,",
  ]

  private func planning(_ rows: [String], in bench: ImportBench, named name: String = "plan.json")
    async throws
    -> ImportPlan
  {
    let form = try bench.write(ImportBench.form, to: "small.yaml")
    let path = try bench.write(
      ([ImportBench.header] + rows).joined(separator: "\n") + "\n", to: "planned.csv")
    let plan = bench.folder.appending(path: name).path
    let report = try await bench.cohort.planning(
      path, as: LoadedQuestionnaire(contentsOf: form), from: form, writing: plan,
      options: ImportOptions(today: "2024-01-01"))
    #expect(report.isDryRun && report.batch == nil)
    return try ImportPlan(contentsOf: plan)
  }

  private func apply(_ plan: ImportPlan, in bench: ImportBench) async throws -> ImportReport {
    try await bench.cohort.applying(
      plan, as: LoadedQuestionnaire(contentsOf: plan.paths.questionnaire), reason: "as planned")
  }

  private func differences(_ plan: ImportPlan, in bench: ImportBench) async throws -> [String] {
    let before = try await bench.contents()
    let error = await #expect(throws: PlanRefusal.self) { _ = try await apply(plan, in: bench) }
    #expect(try await bench.contents() == before)
    guard case .differs(_, let differences) = error else { return [] }
    return differences
  }

  @Test func `a plan stores nothing, says every change, and can be read by its owner alone`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(a, b)
    let before = try await bench.contents()
    let plan = try await planning(changes, in: bench)
    #expect(try await bench.contents() == before)
    let attributes = try FileManager.default.attributesOfItem(atPath: plan.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let lines = try String(contentsOfFile: plan.path, encoding: .utf8).split(separator: "\n").map(String.init)
    let cells = lines.filter { $0.contains("\"table\"") }
    #expect(cells.count == 7)
    #expect(
      cells.contains(
        #"{"table":"cohort.participant","participant":"A-1","row":"","column":"birth_year","old":"1980","new":"1981","line":2}"#
      ))
    #expect(
      cells.contains(
        #"{"table":"cohort.answer","participant":"A-1","row":"small/baseline/1","column":"texts[note]","old":"first","new":"second","line":2}"#
      ))
    #expect(lines.contains(#"{"new":"cohort.response","enrols":true,"lines":[4,4]}"#))
    #expect(lines.contains(#"{"new":"cohort.vaccination","lines":[3,3]}"#))
    #expect(lines.last?.hasPrefix(#"{"rows":{"read":4,"new":1,"changed":2,"same":0,"rejected":1}"#) == true)
  }

  @Test func `what is applied is what a direct import stores`() async throws {
    let bench = try await ImportBench()
    let first = try await planning([a, b], in: bench)
    #expect(try await apply(first, in: bench).rows.new == 2)
    let stored = try await bench.contents()
    let plan = try await planning(changes, in: bench, named: "second.json")
    let report = try await apply(plan, in: bench)
    #expect(report.rows == .init(read: 4, new: 1, changed: 2, same: 0, rejected: 1))
    #expect(try await bench.cohort.auditEvents(limit: 1).map(\.reason) == ["as planned"])
    let applied = try await bench.contents()
    _ = try await bench.cohort.undoBatch(try #require(report.batch), reason: "test")
    #expect(try await bench.contents() == stored)
    try await bench.importing(changes[0], changes[1], changes[2], changes[3])
    #expect(try await bench.contents() == applied)
  }

  @Test func `rows that share a key are planned as they are imported`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(b)
    let plan = try await planning([a, a, b.replacing(",2,", with: ",1,")], in: bench)
    #expect(
      try await apply(plan, in: bench).rows == .init(read: 3, new: 1, changed: 1, same: 1, rejected: 0))
  }

  @Test func `a plan is refused once another import has changed a cell of it`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(a, b)
    let plan = try await planning(changes, in: bench)
    try await bench.importing(a.replacing(",1980,", with: ",1975,"))
    #expect(
      try await differences(plan, in: bench) == [
        "first difference: cohort.participant.birth_year, line 2 of the file"
      ])
    // Back as it was, the plan holds again.
    try await bench.importing(a)
    #expect(try await apply(plan, in: bench).rows.changed == 2)
    // What was applied is no longer to be done.
    #expect(try await differences(plan, in: bench).first == "rows new: 1 planned, 0 now")
  }

  @Test func `what the plan does not depend on may move`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(a, b)
    let plan = try await planning(changes, in: bench)
    try await bench.importing("A-9,baseline,2021-03-02,1991,F,1,0,1,,,,,")
    #expect(try await apply(plan, in: bench).rows.changed == 2)
  }

  @Test func `a plan is refused when a participant withdrew or a new row is there already`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(a, b)
    let plan = try await planning(changes, in: bench)
    try await bench.importing("A-3,baseline,2021-03-03,1960,M,1,1,1,,,,,")
    #expect(
      try await differences(plan, in: bench) == [
        "rows new: 1 planned, 0 now", "rows same: 0 planned, 1 now",
        "first difference: cohort.response, a new row, line 4 of the file was planned, "
          + "cohort.participant.birth_year, line 2 of the file comes now",
      ])
    try await bench.cohort.run { connection in
      try connection.execute("update cohort.consent set participation_ended = '2021-06-01'")
    }
    #expect(try await differences(plan, in: bench).contains("rows rejected: 1 planned, 4 now"))
  }

  @Test func `a plan is refused once its file or its questionnaire has other content`() async throws {
    let bench = try await ImportBench()
    let plan = try await planning([a], in: bench)
    try bench.write(ImportBench.form + "# edited\n", to: "small.yaml")
    await #expect(throws: PlanRefusal.moved(plan: plan.path, "the questionnaire small has other content now"))
    {
      _ = try await apply(plan, in: bench)
    }
    try bench.write(ImportBench.form, to: "small.yaml")
    try bench.write("\(ImportBench.header)\n\(b)\n", to: "planned.csv")
    await #expect(throws: PlanRefusal.moved(plan: plan.path, "the file has other content now")) {
      _ = try await apply(plan, in: bench)
    }
    #expect(try await bench.contents().isEmpty)
  }

  @Test func `a plan that was edited or cut is refused`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(a, b)
    let plan = try await planning(changes, in: bench)
    let text = try String(contentsOfFile: plan.path, encoding: .utf8)
    try bench.write(text.replacing("\"1981\"", with: "\"1982\""), to: "plan.json")
    #expect(
      try await differences(plan, in: bench) == [
        "first difference: cohort.participant.birth_year, line 2 of the file",
        "what is stored is the same: the plan was edited",
      ])
    let lines = text.split(separator: "\n")
    try bench.write(lines.dropLast(2).joined(separator: "\n") + "\n", to: "plan.json")
    #expect(try await !differences(plan, in: bench).isEmpty)
    try bench.write(text + "{}\n", to: "plan.json")
    await #expect(throws: PlanRefusal.self) { _ = try await apply(plan, in: bench) }
    try bench.write("pid,day\nA-1,2021-03-02\n", to: "plan.json")
    #expect(throws: PlanRefusal.notAPlan(path: plan.path)) { _ = try ImportPlan(contentsOf: plan.path) }
  }

  @Test func `a plan is never written over another file unasked`() async throws {
    let bench = try await ImportBench()
    let plan = try await planning([a], in: bench)
    let text = try String(contentsOfFile: plan.path, encoding: .utf8)
    await #expect(throws: OutputError.self) { _ = try await planning([b], in: bench) }
    #expect(try String(contentsOfFile: plan.path, encoding: .utf8) == text)
  }

  /// Options that decide what is stored must be in the plan; the others are about the run.
  @Test func `every option of an import is planned or is known to be none of the plan's`() throws {
    let planned = [
      "rejectionLimit", "reason", "encoding", "delimiter", "today", "allowsUnknownColumns", "clearing",
      "notation",
    ]
    let others = ["rejectsPath", "overwritesRejects", "isDryRun", "showsIdentifiers", "showsValues"]
    var options = ImportOptions(today: "2024-02-29")
    let names = Mirror(reflecting: options).children.compactMap(\.label)
    #expect(Set(names) == Set(planned + others))
    for limit in [ImportOptions.RejectionLimit.rows(7), .share(0.05), .share(1)] {
      options.rejectionLimit = limit
      options.reason = "why \"not\""
      options.encoding = .windows1252
      options.delimiter = .caret
      options.notation.dates = .order(.monthDayYear)
      options.notation.decimal = .comma
      options.notation.language = .luxembourgish
      options.notation.missing = [.init("-99", reason: .refused), .init("N\"A")]
      options.allowsUnknownColumns = true
      options.clearing = .init(columns: ["born", "a, b"], limit: limit == .share(1) ? nil : 3)
      let again = try #require(ImportOptions(planned: options.planned))
      for (one, other) in zip(Mirror(reflecting: options).children, Mirror(reflecting: again).children) {
        #expect("\(one.value)" == "\(other.value)", "\(one.label ?? "")")
      }
    }
  }
}
