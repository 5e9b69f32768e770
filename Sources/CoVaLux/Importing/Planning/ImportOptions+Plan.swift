import CSV
import CohortModel
import Questionnaires
import Reporting

extension ImportOptions {
  /// Options that decide what is stored, and so are part of a plan.
  var planned: JSONValue {
    var rows: Int?
    var share: Double?
    switch rejectionLimit {
    case .rows(let limit): rows = limit
    case .share(let limit): share = limit
    case nil: break
    }
    return [
      "today": .string(today.description), "max_rejected_rows": JSONValue(rows),
      "max_rejected_share": JSONValue(share),
      "encoding": JSONValue(encoding?.rawValue), "delimiter": JSONValue(delimiter.map { Int($0.rawValue) }),
      "allows_unknown_columns": .bool(allowsUnknownColumns), "reason": JSONValue(reason),
      "clear": .array((clearing?.columns ?? []).map { .string($0) }),
      "clear_limit": JSONValue(clearing?.limit),
      "dates": JSONValue(notation.dates?.text), "decimal": JSONValue(notation.decimal?.rawValue),
      "language": JSONValue(notation.language?.rawValue),
      "missing": .array(
        notation.missing.map { ["code": .string($0.cell), "reason": .string($0.reason.word)] }),
    ]
  }

  /// The options of a plan; nil if they are none.
  init?(planned: JSONValue) {
    guard let today = planned["today"]?.asText.flatMap({ StudyDay(iso: $0) }) else { return nil }
    self.init(today: today)
    // A whole number is read as one, whatever it was written from.
    switch (planned["max_rejected_rows"], planned["max_rejected_share"]) {
    case (.integer(let rows), _): rejectionLimit = .rows(rows)
    case (_, .number(let share)): rejectionLimit = .share(share)
    case (_, .integer(let share)): rejectionLimit = .share(Double(share))
    default: rejectionLimit = nil
    }
    encoding = planned["encoding"]?.asText.flatMap { TextEncoding(rawValue: $0) }
    delimiter = planned["delimiter"]?.asInteger.flatMap { UInt8(exactly: $0) }.flatMap {
      Delimiter(rawValue: $0)
    }
    allowsUnknownColumns = planned["allows_unknown_columns"] == .bool(true)
    reason = planned["reason"]?.asText
    let cleared = planned["clear"]?.elements.compactMap(\.asText) ?? []
    if !cleared.isEmpty {
      clearing = Clearing(columns: cleared, limit: planned["clear_limit"]?.asInteger)
    }
    notation.dates = planned["dates"]?.asText.map(Notation.Dates.init(text:))
    notation.decimal = planned["decimal"]?.asText.flatMap { Notation.DecimalMark(rawValue: $0) }
    notation.language = planned["language"]?.asText.flatMap { Language(rawValue: $0) }
    notation.missing = (planned["missing"]?.elements ?? []).compactMap { code in
      guard let cell = code["code"]?.asText,
        let reason = code["reason"]?.asText.flatMap(MissingReason.init(word:))
      else { return nil }
      return .init(cell, reason: reason)
    }
  }
}
