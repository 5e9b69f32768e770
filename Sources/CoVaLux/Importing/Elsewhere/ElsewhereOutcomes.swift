import CSV
import Questionnaires

/// What the conditions that look at other rows give for each record of a file, by its number.
///
/// They lie in a file, so that they take no more memory the more rows there are.
final class ElsewhereOutcomes {
  private var spool: SpoolFile
  private let width: Int
  private var count = 0

  /// Makes an empty file for so many conditions.
  init(count: Int) throws {
    spool = try SpoolFile()
    width = count * ElsewhereOutcome.byteCount
  }

  deinit {
    spool.close()
  }

  /// Writes the outcomes of a record behind those of records with lower numbers.
  func append(_ outcomes: ArraySlice<UInt8>, of number: Int) throws {
    while count < number { try appendNothing() }
    try spool.append(outcomes)
    count += 1
  }

  /// Ends writing; before anything is read.
  func end() throws { try spool.flush() }

  /// The bytes of a record's outcomes; nil for one that nobody asks about.
  func bytes(of number: Int) throws -> ArraySlice<UInt8>? {
    guard number < count else { return nil }
    return try spool.bytes(at: Int64(number) * Int64(width), count: width)
  }

  private func appendNothing() throws {
    // No kind of outcome has these bits: what nobody decided is undecided.
    try spool.append(repeatElement(0x0F, count: width))
    count += 1
  }
}

/// Rows whose conditions look at other rows.
extension ImportAttempt {
  /// Takes what was found out about a row into account, also for whether the row is what it was.
  mutating func decideElsewhere(_ record: borrowing Record, _ digest: inout RowDigest) throws {
    guard let found = try elsewhere?.bytes(of: record.number) else {
      bound.outcomes = []
      return
    }
    let bytes = Array(found)
    bound.outcomes = stride(from: 0, to: bytes.count, by: ElsewhereOutcome.byteCount).map { start in
      ElsewhereOutcome(bytes[start..<start + ElsewhereOutcome.byteCount])
    }
    digest.add(bytes, in: 0..<bytes.count)
  }
}
