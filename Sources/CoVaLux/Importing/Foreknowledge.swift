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
    /// Every key with its digest, to find those that occur with different values.
    case remembered
    /// As before; rows of these keys are refused, as nobody can say which is right.
    case refused(Set<UInt64>)
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

  /// Adds findings that forbid storing their rows.
  mutating func object(_ findings: [Finding]) {
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
