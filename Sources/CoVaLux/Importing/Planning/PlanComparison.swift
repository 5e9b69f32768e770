import Reporting

/// Compares what an import is about to do with a plan, byte by byte, and refuses to go on where they differ.
final class PlanComparison: JournalOutput {
  private let plan: ImportPlan
  private let lines: PlanLines
  /// The first place where they differ, without any value.
  private var difference: String?

  init(plan: ImportPlan) throws {
    self.plan = plan
    lines = try PlanLines(path: plan.path)
  }

  func begin(_ header: ImportPlan) throws {
    if let moved = plan.whatMoved(to: header) { throw PlanRefusal.moved(plan: plan.path, moved) }
    difference = nil
    lines.rewind()
    _ = try lines.next()
  }

  func put(_ line: JSONValue) throws {
    guard difference == nil else { return }
    let planned = try lines.next() ?? []
    guard planned != Array(line.text.utf8) else { return }
    let place = Self.place(of: line)
    let before = PlainJSON.value(planned).map { Self.place(of: $0) } ?? place
    difference = before == place ? place : "\(before) was planned, \(place) comes now"
  }

  func end(_ totals: JSONValue) throws {
    let last = try lines.next()
    if difference == nil, last == Array(totals.text.utf8) {
      guard try lines.next() == nil else { throw PlanRefusal.notAPlan(path: plan.path) }
      return
    }
    throw PlanRefusal.differs(plan: plan.path, try differences(from: last, to: totals))
  }

  func publish() {}

  /// The last line of the plan.
  private func plannedTotals(_ line: [UInt8]?) throws -> JSONValue? {
    var last = line
    while let line = try lines.next() { last = line }
    return last.flatMap { PlainJSON.value($0) }
  }

  private func differences(from last: [UInt8]?, to found: JSONValue) throws -> [String] {
    let planned = try plannedTotals(last)
    var differences: [String] = []
    for name in ["new", "changed", "same", "rejected"] {
      let (before, now) = (planned?["rows"]?[name]?.asInteger ?? 0, found["rows"]?[name]?.asInteger ?? 0)
      if before != now { differences.append("rows \(name): \(before) planned, \(now) now") }
    }
    let tables = Set(Self.names(planned?["changed_cells"]) + Self.names(found["changed_cells"])).sorted()
    for table in tables {
      let before = planned?["changed_cells"]?[table]?.asInteger ?? 0
      let now = found["changed_cells"]?[table]?.asInteger ?? 0
      if before != now {
        differences.append("changed cells of \(table): \(before) planned, \(now) now")
      }
    }
    if difference == nil, let last, let json = PlainJSON.value(last) {
      let place = Self.place(of: json)
      if json["rows"] == nil { difference = "\(place) was planned, nothing more comes now" }
    }
    if let difference { differences.append("first difference: \(difference)") }
    if differences.isEmpty { differences.append("other rows of the file are new or stored already") }
    if planned?["stored"] == found["stored"] {
      differences.append("what is stored is the same: the plan was edited")
    }
    return differences
  }

  private static func names(_ value: JSONValue?) -> [String] {
    if case .object(let members) = value { members.map(\.key) } else { [] }
  }

  private static func place(of line: JSONValue) -> String {
    if line["rows"] != nil { return "nothing more" }
    let number = line["line"]?.asInteger ?? line["lines"]?.elements.first?.asInteger ?? 0
    let table = line["table"]?.asText ?? line["new"]?.asText ?? ""
    let column = line["column"]?.asText.map { ".\($0)" } ?? ", a new row"
    return "\(table)\(column), line \(number) of the file"
  }
}
