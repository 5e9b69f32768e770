import CoVaLux
import Reporting

/// A pair and its merge as people and programs read them.
enum DuplicateText {
  static func json(_ pair: DuplicatePair?, _ merge: PersonMerge) -> JSONValue {
    [
      "schema": 1, "score": .integer(pair?.score ?? 0),
      "reasons": .array((pair?.reasons ?? []).map { .string($0) }), "found": JSONValue(pair?.foundAt),
      "decision": JSONValue(pair?.decision?.rawValue), "decided": JSONValue(pair?.decidedAt),
      "waits": .bool(pair?.isOpen ?? false), "merge": json(merge),
    ]
  }

  static func json(_ merge: PersonMerge) -> JSONValue {
    [
      "moved_rows": counts(merge.movedRows), "combined_rows": counts(merge.combinedRows),
      "filled_cells": counts(merge.filledCells), "settled_cells": counts(merge.settledCells),
      "conflicts": counts(merge.conflicts),
      "differing_identifiers": .array(merge.differingIdentifiers.map { .string($0) }),
      "standing": .string(merge.standing.rawValue),
    ]
  }

  private static func counts(_ counts: [PersonMerge.Count]) -> JSONValue {
    .object(
      counts.map { count in
        .init(count.table + (count.column.map { ".\($0)" } ?? ""), .integer(count.count))
      })
  }
}
