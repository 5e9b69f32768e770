import Reporting

/// Writes a plan: a file of mode 0600 that gets its name when it is complete.
final class PlanWriter: JournalOutput {
  private static let drainThreshold = 256 * 1024

  private let file: AtomicFile
  private var waiting = ""

  init(path: String, overwrites: Bool) throws(OutputError) {
    file = try AtomicFile(path: path, overwrites: overwrites)
  }

  func begin(_ header: ImportPlan) throws {
    waiting = ""
    try file.truncate()
    try put(header.json)
  }

  func put(_ line: JSONValue) throws {
    waiting += line.text + "\n"
    if waiting.utf8.count > Self.drainThreshold { try drain() }
  }

  func end(_ totals: JSONValue) throws {
    try put(totals)
    try drain()
  }

  func publish() throws { try file.publish() }

  private func drain() throws {
    try file.write(waiting)
    waiting = ""
  }
}
