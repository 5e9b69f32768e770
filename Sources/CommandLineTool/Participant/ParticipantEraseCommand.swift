import ArgumentParser
import CoVaLux

struct ParticipantEraseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "erase",
    abstract: "Remove everything that is stored of a participant; the code stays refused.",
    discussion: """
      On a terminal the code is asked for again; elsewhere --confirm gives it again. \
      There is no way back. Backups keep what they hold until they are overwritten.
      """)

  @OptionGroup var participant: ParticipantOptions
  @Option(help: "The participant's code again; @FILE reads it.")
  var confirm: String?
  @Option(help: "Why, for the audit trail.")
  var reason: String
  @OptionGroup var databaseOptions: DatabaseOptions

  func run() async throws {
    let code = try participant.code()
    guard let again = confirm ?? asked() else {
      throw UsageError(description: "erasing needs the code a second time: add --confirm CODE")
    }
    guard try ParticipantCode(argument: again, study: participant.study) == code else {
      throw UsageError(description: "the two codes differ; nothing was erased")
    }
    let reason = reason
    let receipt = try await databaseOptions.open().write(reason: reason) { study in
      try study.participants.erase(code, reason: reason)
    }
    Terminal.put(Self.text(of: receipt))
    if !receipt.isComplete { throw ExitStatusError(status: .findings) }
  }

  private func asked() -> String? {
    guard Terminal.isInputWatched else { return nil }
    return Terminal.ask("This removes everything stored of the participant for ever. Type the code again: ")
  }

  /// The receipt without the code, as it is kept longer than what was erased.
  private static func text(of receipt: ErasureReceipt) -> String {
    var rows = [["table", "rows before", "rows left"]]
    rows += receipt.tables.map { [$0.table, String($0.before), String($0.left)] }
    var lines = ["erased  participant number \(receipt.participant)", ColumnText.aligned(rows)]
    lines.append("codes that stay refused: \(receipt.refusedCodes)")
    lines += receipt.releases.map { release in
      "release \(release.number) (\(release.profile), \(release.releasedAt)) held the data; tell its recipients"
    }
    lines.append("audit head \(receipt.auditHead.count):\(receipt.auditHead.hash)")
    return lines.joined(separator: "\n")
  }
}
