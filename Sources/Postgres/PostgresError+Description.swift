extension PostgresError {
  /// One sentence of our own: what happened and where, never a value.
  public var description: String {
    var text = sentence
    if let place { text += " (\(place))" }
    if case .server(let state) = kind { text += " [SQLSTATE \(state)]" }
    return text
  }

  private var sentence: String {
    if let explanation { return explanation }
    switch kind {
    case .connection: return "the connection to the database was lost or could not be made"
    case .timeout: return "the database server stopped answering"
    case .cancelled: return "the statement was cancelled on request"
    case .outcomeUnknown:
      return
        "the answer to COMMIT was lost: whether the changes were stored is unknown; running again is safe"
    case .decoding: return "a value of the database cannot be read as the expected type"
    case .encoding: return "a value cannot be sent to the database"
    case .usage: return "the connection was used in a way that it does not allow"
    case .server(let state): return Self.sentence(for: state)
    }
  }

  private var place: String? {
    var parts: [String] = []
    if let constraint { parts.append("constraint \(constraint)") }
    if let table { parts.append("table \(schema.map { "\($0)." } ?? "")\(table)") }
    if let column { parts.append("column \(column)") }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  private static func sentence(for state: SQLState) -> String {
    switch state {
    case .stringTruncation: "a text is longer than its column allows"
    case .numericOutOfRange: "a number is outside the range of its type"
    case .invalidDateFormat, .dateOutOfRange: "a date or time is malformed or out of range"
    case .divisionByZero: "a division by zero"
    case .characterNotInRepertoire: "a text holds bytes that are not valid in the database's encoding"
    case .invalidTextRepresentation, .invalidBinaryRepresentation:
      "a value does not have the form of its type"
    case .badCopyFileFormat: "the rows sent do not have the form that COPY expects"
    case .notNullViolation: "a required value is missing"
    case .foreignKeyViolation: "a row refers to one that does not exist, or is still referred to"
    case .uniqueViolation: "a row with the same key exists already"
    case .checkViolation: "a value breaks a rule of its table"
    case .exclusionViolation: "a row conflicts with one that exists already"
    case .readOnlyTransaction: "the transaction or the server is read-only"
    case .inFailedTransaction: "an earlier statement of the transaction failed, so it was rolled back"
    case .idleInTransactionTimeout: "the transaction was left idle for too long and was ended by the server"
    case .invalidPassword: "the password was refused; check the password file and the user's name"
    case .undefinedDatabase: "the database does not exist"
    case .undefinedSchema: "a schema does not exist"
    case .serializationFailure: "the transaction conflicted with another one and can be run again"
    case .deadlockDetected: "two transactions waited for each other; this one was ended and can be run again"
    case .insufficientPrivilege: "the role has no privilege for this"
    case .syntaxError: "the statement has a syntax error"
    case .undefinedColumn: "a column does not exist"
    case .undefinedTable: "a table or view does not exist"
    case .undefinedFunction: "a function or operator does not exist for these types"
    case .undefinedObject: "a named object of the database does not exist"
    case .duplicateObject, .duplicateDatabase, .duplicateSchema, .duplicateTable:
      "an object of this name exists already"
    case .diskFull: "the disk of the database server is full"
    case .outOfMemory: "the database server is out of memory"
    case .tooManyConnections: "the database server has no connection left"
    case .objectInUse: "an object of the database is in use"
    case .lockNotAvailable: "a lock was not obtained in time; another session holds it"
    case .queryCanceled: "the statement took longer than allowed, or was cancelled"
    case .adminShutdown, .crashShutdown: "the connection was ended by the server's administrator or a crash"
    case .cannotConnectNow: "the database server is starting up or shutting down"
    default: sentence(for: state.stateClass)
    }
  }

  private static func sentence(for stateClass: SQLState.Class) -> String {
    switch stateClass {
    case .connectionException: "the connection to the database failed"
    case .dataException: "a value is not valid for its type or function"
    case .integrityConstraintViolation: "a row breaks a constraint"
    case .invalidTransactionState: "the statement is not allowed in this state of the transaction"
    case .invalidAuthorization:
      "the server refused this user; check the user's name and the server's access rules"
    case .transactionRollback: "the transaction was rolled back by the server and can be run again"
    case .syntaxOrAccess: "the statement names something wrongly or is not allowed"
    case .insufficientResources: "the database server lacks resources"
    case .programLimitExceeded: "a limit of the database server was exceeded"
    case .notInPrerequisiteState: "an object of the database is not in the state that the statement needs"
    case .operatorIntervention: "an operator of the database server intervened"
    case .systemError: "the database server met an error of its operating system"
    case .internalError: "the database server met an internal error or found damaged data"
    default: "the database server refused the statement"
    }
  }
}
