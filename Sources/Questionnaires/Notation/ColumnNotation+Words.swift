/// What is proven of a column, in words and for programs.
extension ColumnNotation {
  /// What was decided about the notation.
  public enum Decision: Hashable, Sendable {
    /// `dmy`, `mdy`, `ymd`, `comma` or `point`, with the cells that prove it.
    case proven(String, TwoWayEvidence.Count)
    /// It makes no difference.
    case indifferent
    /// Nothing decides, or cells contradict each other; the flag to give.
    case open(flag: String)
  }

  /// What was decided; nil for a column of which there is nothing to decide.
  public var decision: Decision? {
    switch kind {
    case .dates:
      if dates.readable == 0 { return yearFirst.cells > 0 ? .proven("ymd", yearFirst) : .indifferent }
      return decision(dates, "dmy", "mdy", flag: "--dates")
    case .numbers: return decision(decimals, "comma", "point", flag: "--decimal")
    case .wholeNumbers:
      return decimals.verdict == .either ? nil : decision(decimals, "comma", "point", flag: "--decimal")
    case .blank, .yesNo, .text: return nil
    }
  }

  private func decision(
    _ evidence: TwoWayEvidence, _ first: String, _ second: String, flag: String
  ) -> Decision {
    switch evidence.verdict {
    case .first: .proven(first, evidence.first)
    case .second: .proven(second, evidence.second)
    case .either: .indifferent
    case .undecided, .contradictory: .open(flag: flag)
    }
  }

  /// What is known of the column in one line, with counts and lines and no cell.
  public var sentence: String {
    let parts: [String?]
    switch kind {
    case .blank: return "blank"
    case .text: parts = ["text"]
    case .yesNo: parts = ["yes or no\(inLanguages)"]
    case .dates:
      parts = [
        dates.readable + yearFirst.cells > 0 ? "dates \(words(dates, "dmy", "mdy"))" : "dates",
        times.cells > 0 ? "\(times.cells) with a time of day" : nil,
        monthWords.cells > 0 ? "\(monthWords.cells) with the month as a word\(inLanguages)" : nil,
        Self.remark(shortYears, "a year of two digits"),
      ]
    case .numbers: parts = ["decimal \(words(decimals, "comma", "point"))"]
    case .wholeNumbers:
      parts = [
        decision == nil ? "whole numbers" : "numbers, decimal \(words(decimals, "comma", "point"))",
        serials.cells * 2 >= cells ? Self.remark(serials, "a date as spreadsheets count it") : nil,
      ]
    }
    let damage: [String?] =
      kind == .dates
      ? [Self.remark(serials, "a date as spreadsheets count it")]
      : [
        Self.remark(exponents, "a number rounded to a power of ten"),
        kind == .text || kind == .yesNo ? nil : Self.remark(partialDates, "a number turned into a date"),
      ]
    return (parts + damage).compactMap(\.self).joined(separator: "; ")
  }

  private func words(_ evidence: TwoWayEvidence, _ first: String, _ second: String) -> String {
    switch decision {
    case .proven(let word, let proofs)?:
      let all = kind == .dates ? evidence.readable + yearFirst.cells : evidence.readable
      return "\(word) (proven by \(proofs.cells) of \(all), first line \(proofs.firstLine))"
    case .open(let flag)?:
      let reason =
        evidence.verdict == .contradictory
        ? "\(evidence.first.cells) prove the one (first line \(evidence.first.firstLine)), "
          + "\(evidence.second.cells) the other (first line \(evidence.second.firstLine))"
        : "nothing decides (\(evidence.different.cells) of \(evidence.readable), first line "
          + "\(evidence.different.firstLine))"
      return "\(first) or \(second): \(reason); give \(flag)"
    case .indifferent?, nil: return "\(first) or \(second), the same by both"
    }
  }

  private var inLanguages: String {
    languages.isEmpty ? "" : " in " + languages.map(\.name).joined(separator: " or ")
  }

  private static func remark(_ count: TwoWayEvidence.Count, _ what: String) -> String? {
    guard count.cells > 0 else { return nil }
    return count.cells == 1
      ? "1 looks like \(what) (line \(count.firstLine))"
      : "\(count.cells) look like \(what) (first line \(count.firstLine))"
  }
}
