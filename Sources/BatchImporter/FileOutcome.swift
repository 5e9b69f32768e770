import CSV
import CoVaLux
import CommandLineBehaviour

/// What became of a file.
enum FileOutcome: Sendable {
  case imported(ImportReport)
  case refused(message: String, findings: [Finding])

  /// What an error says about the file; nil if it is about something else, such as the database.
  init?(refusing name: String, because error: any Error) {
    var findings: [Finding] = []
    switch error {
    case ImportRefusal.unusable(_, let found): findings = found
    case is SourceFileError, is QuestionnaireChoiceError: break
    default: guard ExitStatus(of: error) == .refused else { return nil }
    }
    // The findings are said one by one, and the name of the file beside the message.
    let message = "\(error)".prefix { !$0.isNewline }
    let prefix = "\(name): "
    self = .refused(
      message: String(message.hasPrefix(prefix) ? message.dropFirst(prefix.count) : message),
      findings: findings)
  }

  /// Whether there is something that somebody should look at.
  var hasFindings: Bool {
    switch self {
    case .imported(let report): report.hasFindings
    case .refused: true
    }
  }
}
