/// Counts, for each possible delimiter, the fields of the first records.
struct DelimiterEvidence {
  struct Choice {
    var delimiter: Delimiter
    var sentence: String
  }

  private struct Candidate {
    var delimiter: Delimiter
    /// Fields of the header and of each row after it.
    var counts: [Int]

    var header: Int { counts.first ?? 0 }
    var rows: ArraySlice<Int> { counts.dropFirst() }
    var agreeing: Int { rows.count { $0 == header } }
    var agreement: Double { rows.isEmpty ? 1 : Double(agreeing) / Double(rows.count) }
    /// The number of fields that all rows have, if they agree among themselves.
    var constantInRows: Int? { Set(rows).count == 1 ? rows.first : nil }
  }

  private static let mostRecords = 200

  private let text: [UInt8]
  private let isWhole: Bool
  private let candidates: [Candidate]

  /// Counts in a text that is the whole file or its beginning.
  init(text: [UInt8], isWhole: Bool, declared: Delimiter?) {
    self.text = text
    self.isWhole = isWhole
    candidates = (declared.map { [$0] } ?? Delimiter.detectable).map {
      Candidate(delimiter: $0, counts: Self.fieldCounts(in: text, delimiter: $0, isWhole: isWhole))
    }
  }

  func concluded(isDeclared: Bool) throws(CSVError) -> Choice {
    if candidates.count == 1 {
      let reason = isDeclared ? "as declared" : "as the first line says"
      return Choice(
        delimiter: candidates[0].delimiter,
        sentence: "delimiter \(candidates[0].delimiter): \(reason), \(Self.summary(of: candidates[0]))")
    }
    let viable = candidates.filter { $0.header >= 2 }
      .sorted { ($0.agreement, $0.header) > ($1.agreement, $1.header) }
    guard let best = viable.first else {
      if let carets = caretColumns() { return carets }
      return try singleColumn()
    }
    if let other = candidates.first(where: { ($0.constantInRows ?? 0) >= 2 }),
      other.delimiter != best.delimiter, best.agreeing == 0, !best.rows.isEmpty
    {
      throw CSVError(.delimiterChanges(header: best.delimiter, rows: other.delimiter))
    }
    let rivals = viable.filter { candidate in
      best.agreement - candidate.agreement < 0.05 && best.header < 2 * candidate.header
    }
    guard rivals.count == 1 else { throw CSVError(.ambiguousDelimiter(rivals.map(\.delimiter))) }
    return Choice(
      delimiter: best.delimiter, sentence: "delimiter \(best.delimiter): \(Self.summary(of: best))")
  }

  /// REDCap writes a caret where it is asked to, and elsewhere a caret is hardly ever in every row as often as in the
  /// header.
  private func caretColumns() -> Choice? {
    let caret = Candidate(
      delimiter: .caret, counts: Self.fieldCounts(in: text, delimiter: .caret, isWhole: isWhole))
    guard caret.header > 1, caret.agreeing == caret.rows.count, !caret.rows.isEmpty,
      candidates.allSatisfy({ ($0.constantInRows ?? 1) == 1 })
    else { return nil }
    return Choice(delimiter: .caret, sentence: "delimiter \(Delimiter.caret): \(Self.summary(of: caret))")
  }

  private func singleColumn() throws(CSVError) -> Choice {
    if let other = candidates.first(where: { ($0.constantInRows ?? 0) >= 2 }) {
      throw CSVError(.delimiterChanges(header: nil, rows: other.delimiter))
    }
    return Choice(
      delimiter: .comma,
      sentence: "delimiter ',' by default: one column, no delimiter in the header")
  }

  /// Which line ends the first records have; breaks inside quotes do not count.
  func lineEnding(with delimiter: Delimiter) -> LineEnding {
    var machine = RecordStateMachine(delimiter: delimiter)
    var found: Set<LineEnding> = []
    for (index, byte) in text.enumerated() where machine.step(byte) != .fieldByte {
      switch byte {
      case 0x0A:
        let isPair = index > 0 && text[index - 1] == 0x0D
        found.insert(isPair ? .carriageReturnLineFeed : .lineFeed)
      case 0x0D where index + 1 == text.count || text[index + 1] != 0x0A:
        found.insert(.carriageReturn)
      default: break
      }
    }
    return found.count > 1 ? .mixed : found.first ?? .lineFeed
  }
}

extension DelimiterEvidence {
  private static func summary(of candidate: Candidate) -> String {
    let header = "\(candidate.header) fields in the header"
    guard !candidate.rows.isEmpty else { return header }
    return "\(header) and in \(candidate.agreeing) of the first \(candidate.rows.count) rows"
  }

  private static func fieldCounts(in text: [UInt8], delimiter: Delimiter, isWhole: Bool) -> [Int] {
    var machine = RecordStateMachine(delimiter: delimiter)
    var counts: [Int] = []
    var fields = 1
    for byte in text {
      switch machine.step(byte) {
      case .fieldEnd: fields += 1
      case .recordEnd:
        counts.append(fields)
        fields = 1
        if counts.count > mostRecords { return counts }
      // Where the quoting is broken, reading will say so; what was counted so far still holds.
      case .textAfterClosingQuote: return counts
      case .nothing, .fieldByte: break
      }
    }
    // A record cut by the end of the sample has too few fields, unless it is all there is.
    if machine.isInRecord, isWhole || counts.isEmpty { counts.append(fields) }
    return counts
  }
}
