public import CohortStore
public import Reporting

/// What taking a batch back did, free of any participant's value.
public struct UndoReport: Hashable, Sendable {
  /// How many rows or cells of one table.
  public struct TableCount: Hashable, Sendable {
    /// The table, with its schema.
    public let table: String
    /// Rows or cells.
    public let count: Int
  }

  /// Number of the batch.
  public let batch: Int64
  /// Rows that the batch had stored and that were removed.
  public let removedRows: [TableCount]
  /// Cells that the batch had changed and that have their old values again.
  public let restoredCells: [TableCount]
  /// Responses that the batch had stored and that were gone before: their participants were erased, or they were
  /// removed.
  public let absentResponses: Int
  /// Cells that the batch had changed and whose participants were erased since.
  public let absentCells: Int
  /// The audit trail after the entry about it.
  public let auditHead: AuditHead

  /// The report for programs; keys are only ever added to.
  public var json: JSONValue {
    func counts(_ tables: [TableCount]) -> JSONValue {
      .object(tables.map { .init($0.table, .integer($0.count)) })
    }
    return [
      "schema": 1, "batch": .integer(Int(batch)), "removed_rows": counts(removedRows),
      "restored_cells": counts(restoredCells), "absent_responses": .integer(absentResponses),
      "absent_cells": .integer(absentCells),
      "audit_head": ["count": .integer(Int(auditHead.count)), "hash": .string(auditHead.hash)],
    ]
  }
}

/// Why a batch is not taken back; nothing is changed then.
public enum UndoRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// Something that came after the batch and builds on what it stored.
  public enum Obstacle: String, Hashable, Sendable {
    case changedAgain = "cells that it changed were changed again"
    case changedRow = "rows that it stored were changed since"
    case addedRow = "rows were added since to participants or responses that it stored"
    case merged =
      "participants it is about were merged with others since, which participant duplicates undo takes back"
    case released = "participants that it enrolled are in a release"
    case otherCode = "participants that it enrolled have further codes"
  }

  /// How often something stands in the way in one table.
  public struct Count: Hashable, Sendable {
    /// The table, with its schema.
    public let table: String
    /// What stands in the way.
    public let obstacle: Obstacle
    /// How often.
    public let count: Int
  }

  /// The batch was taken back before.
  case alreadyUndone(Int64)
  /// Later changes build on the batch.
  case builtUpon(Int64, [Count])

  /// The refusal in a sentence, with what to do.
  public var description: String {
    switch self {
    case .alreadyUndone(let batch):
      "batch \(batch) was taken back before; covalux batch show \(batch) says when"
    case .builtUpon(let batch, let counts):
      ([
        "batch \(batch): nothing was changed, because other changes came after it; undo the later batches first, or correct by hand"
      ]
        + counts.map { "  \($0.table): \($0.count) \($0.obstacle.rawValue)" }).joined(separator: "\n")
    }
  }
}
