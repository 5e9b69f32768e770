/// An error of the server, of the connection to it, or of a value that could not be converted.
///
/// Everything but ``sensitive`` is free of values: the server quotes cells and parameters in its messages,
/// so ``description`` is a sentence of our own.
public struct PostgresError: Error, Sendable {
  /// What went wrong, as far as a program needs to know it.
  public enum Kind: Sendable, Hashable {
    /// The connection could not be made, or was lost.
    case connection
    /// The server refused a statement or a connection.
    case server(SQLState)
    /// The server did not answer in time.
    case timeout
    /// The caller asked for the statement to be cancelled.
    case cancelled
    /// The answer to COMMIT was lost: the transaction may or may not have been stored.
    case outcomeUnknown
    /// A value of the server cannot be read as the type asked for.
    case decoding
    /// A value cannot be sent as a parameter.
    case encoding
    /// The connection was used in a way that it does not allow.
    case usage
  }

  /// The parts of a server's message that may quote values.
  public struct Sensitive: Sendable, Hashable {
    /// The primary message.
    public var message: String?
    /// The detail, which quotes keys and rows.
    public var detail: String?
    /// The hint.
    public var hint: String?
    /// The context, which quotes lines of a COPY.
    public var context: String?

    /// Tells whether there is nothing to show.
    public var isEmpty: Bool {
      message == nil && detail == nil && hint == nil && context == nil
    }
  }

  /// What went wrong.
  public var kind: Kind
  /// The constraint that was violated.
  public var constraint: String?
  /// The schema of the table concerned.
  public var schema: String?
  /// The table concerned.
  public var table: String?
  /// The column concerned.
  public var column: String?
  /// The text of the statement, never its parameters.
  public var statement: String?
  /// The position in the statement, in characters counted from 1.
  public var position: Int?
  /// What may quote values; to be shown only where the operator asks for it.
  public var sensitive: Sensitive
  /// Our own sentence where the kind alone does not say enough.
  var explanation: String?

  init(_ kind: Kind, _ explanation: String? = nil, statement: String? = nil, message: String? = nil) {
    self.kind = kind
    self.explanation = explanation
    self.statement = statement
    sensitive = Sensitive(message: message)
  }

  /// The server's code, where the server gave one.
  public var sqlState: SQLState? {
    switch kind {
    case .server(let state): state
    case .cancelled: .queryCanceled
    default: nil
    }
  }

  /// Tells whether the same transaction may succeed when it is run again on a live connection.
  public var isRetriable: Bool {
    switch sqlState {
    case .serializationFailure, .deadlockDetected, .lockNotAvailable, .tooManyConnections, .cannotConnectNow:
      true
    default: false
    }
  }

  /// Tells whether the connection is of no further use.
  public var isConnectionLost: Bool {
    switch kind {
    case .connection, .timeout, .outcomeUnknown: true
    case .server(let state):
      state.stateClass == .connectionException || state == .adminShutdown || state == .crashShutdown
        || state == .idleInTransactionTimeout
    default: false
    }
  }
}

// Mirrors and debug descriptions print every stored property: without these, an uncaught error or a failed
// assertion would show what `sensitive` holds.
extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The same sentence as ``description``.
  public var debugDescription: String { description }

  /// Shows the sentence only.
  public var customMirror: Mirror {
    Mirror(self, children: ["description": description])
  }
}

extension PostgresError.Sensitive: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Says only that there is something which is not shown.
  public var description: String { isEmpty ? "(nothing)" : "(withheld)" }

  /// Says only that there is something which is not shown.
  public var debugDescription: String { description }

  /// Shows no parts.
  public var customMirror: Mirror {
    Mirror(self, children: [:])
  }
}
