import ArgumentParser
import CSV
import CoVaLux
import CohortSchema
import Foundation
import PrivateServer

/// The exit codes that scripts rely on, and the sentences that go with them.
enum ExitStatus: Int32 {
  case done = 0
  case findings = 1
  case usage = 2
  case database = 3
  case refused = 4
  case file = 5
  case unknownOutcome = 6
  case defect = 70
  case interrupted = 130

  /// Says what went wrong on standard error and leaves with the code for it.
  static func end(with error: any Error) -> Never {
    if let status = error as? ExitStatusError { Foundation.exit(status.status.rawValue) }
    let code = Covalux.exitCode(for: error)
    guard let status = status(for: error) else {
      let text = Covalux.fullMessage(for: error)
      if code == .success {
        print(text)
        Foundation.exit(0)
      }
      Terminal.complain(text)
      Foundation.exit(code == .validationFailure ? usage.rawValue : defect.rawValue)
    }
    Terminal.complain("covalux: \(error)")
    Foundation.exit(status.rawValue)
  }

  private static func status(for error: any Error) -> ExitStatus? {
    switch error {
    case let error as PostgresError:
      switch error.kind {
      case .cancelled: .interrupted
      case .outcomeUnknown: .unknownOutcome
      default: .database
      }
    case is MigrationError, is PrivateServerError, is KeyError: .database
    case is ImportRefusal, is CSVError, is RegistryError: .refused
    case is SourceFileError, is OutputError: .file
    case is UnknownQuestionnaire, is QuestionnaireError, is ParticipantCodeError, is UsageError: .usage
    default: nil
    }
  }
}

/// Ends a command that has said everything with a code.
struct ExitStatusError: Error {
  let status: ExitStatus
}

/// The command line asks for something that cannot be.
struct UsageError: Error, CustomStringConvertible {
  let description: String
}
