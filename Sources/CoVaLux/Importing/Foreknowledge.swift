import Questionnaires

/// What earlier readings of a file found out, for the reading that follows.
///
/// Sound files are read once. Only where rows turn out to contradict each other is the file read again, with what
/// is needed to name the rows, or to refuse them.
struct Foreknowledge {
  /// How much is remembered of the keys of rows.
  enum Keys {
    /// Nothing: the tables' own constraints notice a key that occurs twice.
    case trusted
    /// They are to be found, by a reading that stores nothing.
    case sought
    /// The rows that share a key are known: identical ones are stored once, and nobody can say which of others is right.
    case known(RepeatedRows)
  }

  var keys = Keys.trusted
  /// What forbids storing a row, by its line.
  var objections: [Int: [Finding]] = [:]
  /// Bounds of participants that a later row than the first gives, by the hash of their code.
  var bounds: [UInt64: LifeRules.Bounds] = [:]
  /// Participants who refuse consent in some row, by the hash of their code.
  var withoutConsent: Set<UInt64> = []
  /// Participants whose rows are staged with their lines, to find those that contradict each other; the reading
  /// that does so stores nothing.
  var staged: Set<UInt64> = []
  /// Stored instances that rows which asked for a new one turned out to be, by line.
  var instances: [Int: Int] = [:]
  /// True once rows that contradict each other have been looked for in that way.
  var hasSoughtContradictions = false

  var remembersKeys: Bool {
    if case .trusted = keys { return false }
    return true
  }

  /// Lets rows that share a key be found anew, as other rows of them are stored with what is known now.
  mutating func forgetRepeats() {
    if case .known = keys { keys = .sought }
  }

  /// Adds findings that forbid storing their rows.
  mutating func object(_ findings: [Finding]) {
    if !findings.isEmpty { forgetRepeats() }
    for finding in findings where objections[finding.line]?.contains(finding) != true {
      objections[finding.line, default: []].append(finding)
    }
  }
}

/// Thrown where a file must be read again with more care.
struct Reread: Error {
  let next: Foreknowledge
}

extension Finding {
  /// The finding at a record whose number was not known when it was made.
  func at(record: Int) -> Finding {
    self.record > 0 ? self : at(line: line, record: record)
  }
}
