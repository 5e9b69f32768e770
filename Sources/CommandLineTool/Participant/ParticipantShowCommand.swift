import ArgumentParser
import CoVaLux
import Reporting

struct ParticipantShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what is stored of a participant, which the audit trail notes.")

  @OptionGroup var participant: ParticipantOptions
  @Option(help: "Why you look, for the audit trail.")
  var reason: String
  @Option(help: "Result format: text or json.")
  var format: ResultFormat = .text
  @OptionGroup var databaseOptions: DatabaseOptions

  func run() async throws {
    let code = try participant.code()
    let record = try await databaseOptions.open().record(of: code, reason: reason)
    Terminal.put(
      format == .json ? ParticipantRecordText.json(record).text : ParticipantRecordText.text(record))
  }
}
