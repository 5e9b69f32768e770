import ArgumentParser
import CoVaLux
import Reporting

struct BatchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch", abstract: "Look at imports that were made, and take them back.",
    subcommands: [List.self, Show.self, BatchUndoCommand.self],
    defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "List the last batches, newest first.")

    @Option(help: "The most to list.")
    var limit: Int = 50
    @OptionGroup var listing: ListingOptions
    @OptionGroup var databaseOptions: DatabaseOptions

    func run() async throws {
      let limit = max(0, limit)
      let batches = try await databaseOptions.open().read { study in try study.batches.list(limit: limit) }
      listing.put(
        Listing(
          name: "batches",
          columns: [
            "batch", "finished_at", "questionnaire", "file", "read", "new", "changed", "same", "rejected",
            "undone_at",
          ],
          rows: batches.map { batch in
            let counts = [
              batch.rowsRead, batch.rowsNew, batch.rowsChanged, batch.rowsSame, batch.rowsRejected,
            ]
            return [
              .integer(Int(batch.number)), .string(batch.finishedAt), .string(batch.questionnaire),
              .string(batch.fileName),
            ] + counts.map { .integer(Int($0)) } + [JSONValue(batch.undoneAt)]
          }))
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show a batch with what was found in its file.")

    @Argument(help: "Number of the batch.")
    var batch: Int64
    @Option(help: "Result format: text or json.")
    var format: ResultFormat = .text
    @OptionGroup var databaseOptions: DatabaseOptions

    func run() async throws {
      let number = batch
      let (batch, findings) = try await databaseOptions.open().read { study in try study.batches.show(number)
      }
      let json: JSONValue = [
        "schema": 1, "batch": .integer(Int(batch.number)), "finished_at": .string(batch.finishedAt),
        "study": .string(batch.study), "form": .string(batch.form),
        "questionnaire": .string(batch.questionnaire),
        "version": .integer(batch.questionnaireVersion), "file": .string(batch.fileName),
        "sha256": .string(batch.fileSHA256), "bytes": .integer(Int(batch.fileBytes)),
        "read": .integer(Int(batch.rowsRead)), "new": .integer(Int(batch.rowsNew)),
        "changed": .integer(Int(batch.rowsChanged)), "same": .integer(Int(batch.rowsSame)),
        "rejected": .integer(Int(batch.rowsRejected)), "changed_cells": .integer(Int(batch.cellsChanged)),
        "reason": JSONValue(batch.reason),
        "undone_at": JSONValue(batch.undoneAt), "undo_reason": JSONValue(batch.undoReason),
        "findings": .array(
          findings.map { finding in
            [
              "rule": .string(finding.rule), "severity": .string(finding.severity),
              "column": .string(finding.column),
              "count": .integer(Int(finding.occurrences)), "first_line": .integer(Int(finding.firstLine)),
            ]
          }),
      ]
      Terminal.put(format == .json ? json.text : json.textLines.joined(separator: "\n"))
    }
  }
}
