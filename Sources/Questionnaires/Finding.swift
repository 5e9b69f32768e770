/// Something that checking a file found: where and what, never the content of a cell.
public struct Finding: Hashable, Sendable {
  /// What a finding means for its row.
  public enum Severity: UInt8, Comparable, Sendable, CaseIterable {
    /// Worth knowing; nothing needs to be done.
    case note
    /// Stored, and somebody should look at it.
    case warning
    /// The row or the cell is not stored.
    case error

    /// The word used in questionnaire files and reports.
    public var word: String {
      switch self {
      case .note: "note"
      case .warning: "warning"
      case .error: "error"
      }
    }

    /// The severity that `word` names; nil if it names none.
    public init?(word: String) {
      guard let severity = Self.allCases.first(where: { $0.word == word }) else { return nil }
      self = severity
    }

    /// Orders severities from the mildest to the gravest.
    public static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
  }

  /// Word of the rule, such as `range`; see ``RuleCatalogue``.
  public let rule: String
  /// What it means for the row.
  public let severity: Severity
  /// Line of the file on which the record begins, counted from 1; 0 if it is about the whole file.
  public let line: Int
  /// Number of the record, 1 for the header; 0 if it is about the whole file.
  public let record: Int
  /// Name of the column in the file; nil if it is about the row or the file.
  public let column: String?
  /// What is wrong, in words that do not quote the cell.
  public let message: String
  /// What to do about it; nil if the message says it all.
  public let hint: String?

  /// Makes a finding.
  public init(
    rule: String, severity: Severity, line: Int = 0, record: Int = 0, column: String? = nil, message: String,
    hint: String? = nil
  ) {
    self.rule = rule
    self.severity = severity
    self.line = line
    self.record = record
    self.column = column
    self.message = message
    self.hint = hint
  }
}

extension Finding: CustomStringConvertible {
  /// One line for people: `line 88, q12_days_off: more than 366 days`.
  public var description: String {
    let place = [line > 0 ? "line \(line)" : nil, column].compactMap(\.self).joined(separator: ", ")
    return (place.isEmpty ? "" : "\(place): ") + message + (hint.map { " (\($0))" } ?? "")
  }
}
