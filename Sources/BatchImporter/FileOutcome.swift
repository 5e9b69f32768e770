import CoVaLux
import CommandLineBehaviour

/// What became of a file.
enum FileOutcome: Sendable {
  case imported(ImportReport)
  case refused(RefusedFile)

  /// What an error says about the file; nil if it is about something else, such as the database.
  init?(refusing name: String, because error: any Error) {
    if let refused = RefusedFile(at: name, because: error) {
      self = .refused(refused)
    } else if error is QuestionnaireChoiceError || ExitStatus(of: error) == .refused {
      self = .refused(RefusedFile(file: name, message: "\(error)"))
    } else {
      return nil
    }
  }

  /// Whether there is something that somebody should look at.
  var hasFindings: Bool {
    switch self {
    case .imported(let report): report.hasFindings
    case .refused: true
    }
  }
}
