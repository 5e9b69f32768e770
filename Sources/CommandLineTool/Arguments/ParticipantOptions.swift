import ArgumentParser
import CoVaLux

/// The participant that a command is about.
struct ParticipantOptions: ParsableArguments {
  @Argument(help: "Participant's code; @FILE or - reads it, so that it stays out of the shell's history.")
  var participant: String
  @Option(help: "Study that gave the code.")
  var study: String = ParticipantCode.defaultStudy

  func code() throws -> ParticipantCode {
    try ParticipantCode(argument: participant, study: study)
  }
}
