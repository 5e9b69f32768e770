/// A way to write a result: it takes what `SmallCells` let through and nothing else.
public protocol TableFormat: Sendable {
  /// The word after `--format`.
  var name: String { get }

  /// Writes a table, with a line feed at its end.
  func write(_ table: DisclosedTable) -> String
}

/// The formats, in the order of the help.
public enum TableFormats {
  /// Every format.
  public static let all: [any TableFormat] = [
    TextFormat(), CSVFormat(), TSVFormat(), JSONFormat(), MarkdownFormat(), HTMLFormat(),
  ]

  /// The format of a name.
  public static func named(_ name: String) -> (any TableFormat)? {
    all.first { $0.name == name }
  }
}

extension DisclosedTable {
  /// The table in a format: `table.formatted(.text)`.
  public func formatted(_ format: some TableFormat) -> String { format.write(self) }
}

/// The columns of the machine formats, one row of the long table each.
enum LongRow {
  static func members(_ row: DisclosedRow) -> [JSONValue.Member] {
    let shown = row.shown
    var undefined: JSONValue = .null
    if case .undefined(let reason) = shown.value { undefined = .string(reason) }
    return [
      .init("group", .string(shown.group)), .init("level", .string(shown.level)),
      .init("measure", .string(shown.measure)), .init("value", JSONValue(shown.value.number)),
      .init("lower", JSONValue(shown.lower)), .init("upper", JSONValue(shown.upper)),
      .init("count", JSONValue(shown.count)), .init("n", JSONValue(shown.n)),
      .init("unit", .string(shown.unit.rawValue)), .init("method", .string(shown.method)),
      .init("note", .string(shown.note)), .init("section", .string(shown.section)),
      .init("limits", .string(shown.lower == nil && shown.upper == nil ? "" : shown.interval.machineWord)),
      .init("suppressed", row.isSuppressed ? .string(SmallCells.mark) : .null), .init("undefined", undefined),
    ]
  }

  static let names = [
    "group", "level", "measure", "value", "lower", "upper", "count", "n", "unit", "method", "note", "section",
    "limits", "suppressed", "undefined",
  ]
}

extension IntervalKind {
  fileprivate var machineWord: String {
    switch self {
    case .confidence: "confidence-0.95"
    case .quartiles: "quartiles"
    case .range: "range"
    }
  }
}
