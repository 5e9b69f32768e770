import ArgumentParser
import CSV
import CoVaLux
import CohortSchema
import Foundation
import PrivateServer

/// The exit codes that scripts rely on, and the sentences that go with them.
public enum ExitStatus: Int32, Sendable {
  case done = 0
  case findings = 1
  case usage = 2
  case database = 3
  case refused = 4
  case file = 5
  case unknownOutcome = 6
  case defect = 70
  case interrupted = 130
  case terminated = 143

  /// Says what went wrong on standard error and leaves with the code for it.
  static func end(with error: any Error, of root: (some ParsableCommand).Type) -> Never {
    if let status = error as? ExitStatusError { Foundation.exit(status.status.rawValue) }
    // What the signal means was said when it came.
    if error is CancellationError { Foundation.exit(interruption.rawValue) }
    let name = root.configuration.commandName ?? "covalux"
    guard let status = (error as? any ErrorWithExitStatus)?.exitStatus ?? ExitStatus(of: error) else {
      let text = root.fullMessage(for: error)
      let code = root.exitCode(for: error)
      if code == .success {
        Terminal.put(text)
        Foundation.exit(done.rawValue)
      }
      Terminal.complain(text)
      Foundation.exit(code == .validationFailure ? usage.rawValue : defect.rawValue)
    }
    Terminal.complain("\(name): \(error)")
    Foundation.exit(status.rawValue)
  }

  /// The code of an error; nil if it is none of ours.
  public init?(of error: any Error) {
    switch error {
    case let error as PostgresError: self = Self.status(of: error)
    case is CancellationError: self = Self.interruption
    case is MigrationError, is PrivateServerError, is KeyError: self = .database
    case is ImportRefusal, is CSVError, is RegistryError, is ExportRefusal, is PlanRefusal,
      is PersonMergeRefusal,
      is UndoRefusal:
      self = .refused
    case is SourceFileError, is OutputError, is DirectoryError, is DemonstrationError: self = .file
    case is UnknownQuestionnaire, is QuestionnaireError, is ParticipantCodeError, is StatisticError,
      is PrivacyProfileError, is UsageError:
      self = .usage
    default: return nil
    }
  }

  private static var interruption: ExitStatus {
    Interruption.signalNumber == SIGTERM ? .terminated : .interrupted
  }

  private static func status(of error: PostgresError) -> ExitStatus {
    switch error.kind {
    case .cancelled: interruption
    case .outcomeUnknown: .unknownOutcome
    case .server(let state) where state.stateClass == .integrityConstraintViolation: .refused
    default: .database
    }
  }
}

/// An error of a program of ours that knows its exit code.
public protocol ErrorWithExitStatus: Error {
  /// The code.
  var exitStatus: ExitStatus { get }
}

/// Ends a command that has said everything with a code.
public struct ExitStatusError: Error {
  let status: ExitStatus

  /// Ends with a code.
  public init(status: ExitStatus) {
    self.status = status
  }
}

/// The command line asks for something that cannot be.
public struct UsageError: Error, CustomStringConvertible {
  /// What is wrong with it, and what to do.
  public let description: String

  /// Makes an error that says what to do.
  public init(description: String) {
    self.description = description
  }
}
