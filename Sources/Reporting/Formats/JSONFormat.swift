/// One JSON object: what the numbers rest on, and the long rows, one a line.
public struct JSONFormat: TableFormat {
  /// The word after `--format`.
  public let name = "json"

  /// Makes the format.
  public init() {}

  /// Writes the object; keys are only ever added.
  public func write(_ table: DisclosedTable) -> String {
    let head = JSONValue.object([
      .init("schema", 1), .init("statistic", .string(table.head.statistic)),
      .init("as_of", .string(table.head.asOf)), .init("title", .string(table.head.title)),
      .init("question", .string(table.head.question)),
      .init(
        "definition", .object(table.head.definition.lines.map { .init($0.key, .string($0.value)) })),
      .init("denominator", .string(table.head.denominator)),
      .init(
        "small_cells",
        [
          "threshold": .integer(table.rule.threshold),
          "smallest_summarised": .integer(table.rule.smallestSummarised),
          "public": .bool(table.rule.isPublic), "suppressed_rows": .integer(table.suppressedRows),
        ]),
    ])
    let rows = table.rows.map { JSONValue.object(LongRow.members($0)).text }
    let list = rows.isEmpty ? "[]" : "[\n " + rows.joined(separator: ",\n ") + "]"
    return String(head.text.dropLast()) + ",\"rows\":" + list + "}\n"
  }
}

extension TableFormat where Self == JSONFormat {
  /// One JSON object.
  public static var json: JSONFormat { JSONFormat() }
}
