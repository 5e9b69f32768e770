import ArgumentParser
import CoVaLux

/// The two participants that a command is about.
struct PairOptions: ParsableArguments {
  @Argument(help: "A code of the one; @FILE reads it, so that it stays out of the shell's history.")
  var first: String
  @Argument(help: "A code of the other.")
  var second: String
  @Option(help: "Study that gave the codes.")
  var study: String = ParticipantCode.defaultStudy
  @Option(help: "Study that gave the second code (default: the same).")
  var otherStudy: String?

  func codes() throws -> (first: ParticipantCode, second: ParticipantCode) {
    (
      try ParticipantCode(argument: first, study: study),
      try ParticipantCode(argument: second, study: otherStudy ?? study)
    )
  }

  /// The code of the pair that an option names; nil if it names none.
  func code(named argument: String?, option: String) throws -> ParticipantCode? {
    guard let argument else { return nil }
    let (first, second) = try codes()
    let wanted = try ParticipantCode(argument: argument, study: study).text
    guard first.text != second.text else {
      throw UsageError(description: "both codes are spelled alike, so that \(option) cannot name one of them")
    }
    guard let code = [first, second].first(where: { $0.text == wanted }) else {
      throw UsageError(description: "\(option) names one of the two codes")
    }
    return code
  }
}
