import CohortModel
import CohortStore
import Postgres
import Questionnaires

/// Personal identifiers of a file: they pass through here into the sealed register and touch no other table.
struct IdentityIntake {
  private let fields: [(target: Int, name: String, isDate: Bool)]
  private var waiting: [(participant: Int64, fields: [String: String])] = []

  /// Nil if the questionnaire asks for none.
  init?(targets: [Target]) {
    fields = targets.enumerated().compactMap { index, target in
      guard case .concept(let concept, _) = target.destination, concept.block == .identity else { return nil }
      return (index, concept.field, concept.kind == .date)
    }
    guard !fields.isEmpty else { return nil }
  }

  /// Takes a row's identifiers.
  mutating func append(_ answers: borrowing Answers, participant: Int64) {
    var found: [String: String] = [:]
    for (target, name, isDate) in fields {
      let cell = answers.cells[target]
      guard case .value = cell.state else { continue }
      found[name] =
        isDate
        ? StudyDay(days: Int32(truncatingIfNeeded: cell.int)).description : answers.string(cell.text)
    }
    if !found.isEmpty { waiting.append((participant, found)) }
  }

  /// Seals and stores what was taken.
  mutating func flush(keys: KeyRing, on connection: inout Connection) throws {
    guard !waiting.isEmpty else { return }
    let register = IdentityRegister(keys: keys)
    _ = try connection.execute("set local role covalux_identity")
    try register.merge(waiting, on: &connection)
    _ = try connection.execute("set local role covalux_writer")
    waiting.removeAll()
  }
}
