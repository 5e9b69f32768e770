import CSV
import CohortStore
import Postgres
import Questionnaires
import Reporting

/// What an import is about to change, line by line: written to a plan, or compared with one.
///
/// Cells that change are told one by one and in an order that depends on nothing but them. New rows are told by the
/// runs of the file's lines that give them, as the file, whose digest the plan holds, has their values.
final class ChangeJournal {
  /// What was found for a row of the file.
  enum RowKind: UInt64 {
    case newOfNew = 1
    case newOfKnown = 2
    case compared = 3
    case same = 4
    case rejected = 5
  }

  /// A stored cell that is about to change.
  struct Cell {
    let line: Int64
    let participant: Int64
    let row: String
    let column: String
    let change: ChangedCell
    /// True if a blank cell empties it.
    var isCleared = false
  }

  /// Rows of the file, one after the other, that give new rows of the same kind.
  private struct Run {
    let kind: RowKind
    let firstLine: Int
    var lastLine: Int
    var lastRecord: Int
  }

  private let output: any JournalOutput
  private let options: ImportOptions
  private var header: ImportPlan?
  private let paths: ImportPlan.Paths
  private var run: Run?
  private var changedCells: [String: Int] = [:]
  /// Digests of what the import found stored and of what it makes of it.
  private var stored = RowDigest(seed: 2)
  private var changes = RowDigest(seed: 3)

  init(output: any JournalOutput, options: ImportOptions, paths: ImportPlan.Paths) {
    self.output = output
    self.options = options
    self.paths = paths
  }

  /// Says what is imported, before its rows.
  func begin(
    file: SourceFile, survey: FileSurvey, questionnaire: Questionnaire, definition: String
  ) throws {
    let header = ImportPlan(
      paths: paths, fileSHA256: survey.hexadecimalDigest, fileBytes: file.givenSize,
      questionnaire: questionnaire,
      definition: definition, options: options)
    self.header = header
    try output.begin(header)
  }

  /// Forgets everything after the beginning, for another reading of the file.
  func restart() throws {
    run = nil
    changedCells = [:]
    stored = RowDigest(seed: 2)
    changes = RowDigest(seed: 3)
    if let header { try output.begin(header) }
  }

  /// Notes a row of the file.
  func noteRow(_ kind: RowKind, _ record: borrowing Record, _ digest: RowDigest) throws {
    let line = record.line
    let number = record.number
    stored.add(UInt64(truncatingIfNeeded: line) << 3 | kind.rawValue)
    changes.add(digest.high)
    guard kind == .newOfNew || kind == .newOfKnown else { return }
    if run?.kind == kind, run?.lastRecord == number - 1 {
      run?.lastLine = line
      run?.lastRecord = number
      return
    }
    try endRun()
    run = Run(kind: kind, firstLine: line, lastLine: line, lastRecord: number)
  }

  /// Notes the lines, in order, that give a table rows of participants who are stored.
  func noteNewRows(_ table: String, lines: [Int64]) throws {
    try endRun()
    for line in lines {
      stored.add(UInt64(truncatingIfNeeded: line))
      try put(["new": .string(table), "lines": [.integer(Int(line)), .integer(Int(line))]])
    }
  }

  /// Notes cells of one table that are about to change.
  func note(_ cells: [Cell], table: String, on connection: inout Connection) throws {
    try endRun()
    let codes = try codes(of: cells, on: &connection)
    changedCells[table, default: 0] += cells.count
    for cell in cells {
      for text in [table, cell.row, cell.column, cell.change.old ?? "\0"] {
        let bytes = Array(text.utf8)
        stored.add(bytes, in: 0..<bytes.count)
      }
      let new = cell.isCleared ? JSONValue.null : JSONValue(cell.change.new)
      var line: [JSONValue.Member] = [
        .init("table", .string(table)), .init("participant", JSONValue(codes[cell.participant])),
        .init("row", .string(cell.row)), .init("column", .string(cell.column)),
        .init("old", JSONValue(cell.change.old)), .init("new", new), .init("line", .integer(Int(cell.line))),
      ]
      if cell.isCleared { line.append(.init("cleared", .bool(true))) }
      try put(.object(line))
    }
  }

  /// Ends with the counts and digests; throws if the import is not what was planned.
  func end(_ rows: ImportReport.Rows, changedCells count: Int) throws {
    try endRun()
    let cells = changedCells.sorted { $0.key < $1.key }
    try output.end(
      [
        "rows": [
          "read": .integer(rows.read), "new": .integer(rows.new), "changed": .integer(rows.changed),
          "same": .integer(rows.same), "rejected": .integer(rows.rejected),
        ],
        "changed_cells": .object(cells.map { .init($0.key, .integer($0.value)) }),
        "stored": .string(Self.text(of: stored)), "changes": .string(Self.text(of: changes)),
      ])
  }

  /// Gives a plan its name, once nothing of the trial is left in the database.
  func publish() throws { try output.publish() }

  private func endRun() throws {
    guard let run else { return }
    self.run = nil
    try put(
      [
        "new": "cohort.response", "enrols": .bool(run.kind == .newOfNew),
        "lines": [.integer(run.firstLine), .integer(run.lastLine)],
      ])
  }

  private func put(_ line: JSONValue) throws {
    let bytes = Array(line.text.utf8)
    changes.add(bytes, in: 0..<bytes.count)
    try output.put(line)
  }

  private func codes(of cells: [Cell], on connection: inout Connection) throws -> [Int64: String] {
    guard let study = header?.study, !cells.isEmpty else { return [:] }
    let rows = try connection.query(
      """
      select participant_id, min(code) as code from intake.crosswalk where study = $1 and participant_id = any($2)
      group by participant_id
      """, [study, Array(Set(cells.map(\.participant)))])
    var codes: [Int64: String] = [:]
    for row in rows { codes[try row["participant_id"]] = try row.value("code", as: String.self) }
    return codes
  }

  private static func text(of digest: RowDigest) -> String {
    var bytes = [UInt8](repeating: 0, count: 16)
    digest.write(to: &bytes)
    return bytes.hexadecimalText
  }
}

/// Where a journal goes.
protocol JournalOutput: AnyObject {
  /// Takes the first line, forgetting what came before.
  func begin(_ header: ImportPlan) throws
  func put(_ line: JSONValue) throws
  func end(_ totals: JSONValue) throws
  func publish() throws
}
