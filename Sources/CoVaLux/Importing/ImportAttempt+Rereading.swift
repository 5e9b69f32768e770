import CohortStore
import Postgres
import Questionnaires

/// When a file is read again, and with what.
extension ImportAttempt {
  /// Throws ``Reread`` if reading the rows brought to light what earlier rows should have been held against.
  func requireNothingNew() throws {
    let discovered = life?.discovered ?? [:]
    guard !withoutConsent.isEmpty || !discovered.isEmpty else { return }
    var next = knowledge
    next.forgetRepeats()
    next.withoutConsent.formUnion(withoutConsent)
    for (hash, bounds) in discovered {
      next.bounds[hash] = (next.bounds[hash] ?? bounds).replaced(by: bounds)
    }
    throw Reread(next: next)
  }

  /// Throws ``Reread`` if rows of the file contradict each other or what was stored, where that costs them.
  mutating func requireAgreement(_ outcome: Merge.Outcome, on connection: inout Connection) throws {
    var next = knowledge
    if !outcome.contradicting.isEmpty, knowledge.staged.isEmpty {
      let codes = try connection.query(
        "select code from intake.crosswalk where study = $1 and participant_id = any($2)",
        [questionnaire.study, Array(outcome.contradicting)])
      for row in codes {
        let code = Array((try row[0] as String).utf8)
        next.staged.insert(ParticipantIndex.hash(code, 0..<code.count))
      }
      throw Reread(next: next)
    }
    var found = try doses?.findings(on: &connection) ?? []
    found += try course?.findings(on: &connection) ?? []
    found += try life?.findingsAboutEnds(stored.participants, on: &connection) ?? []
    let errors = outcome.objections + found.filter { $0.severity == .error }
    guard errors.isEmpty, knowledge.staged.isEmpty else {
      next.object(errors)
      next.staged = []
      next.hasSoughtContradictions = knowledge.hasSoughtContradictions || !knowledge.staged.isEmpty
      throw Reread(next: next)
    }
    for finding in found { findings.add(finding) }
    try steady?.forgetDigests(on: &connection)
  }
}
