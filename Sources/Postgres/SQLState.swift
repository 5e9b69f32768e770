/// A five-character SQLSTATE code of the server.
///
/// The set is open: a code without a constant here is still a valid value.
public struct SQLState: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  /// The first two characters of a code, which name the kind of condition.
  public struct Class: RawRepresentable, Hashable, Sendable {
    /// The two characters.
    public let rawValue: String

    /// Makes a class from its two characters.
    public init(rawValue: String) {
      self.rawValue = rawValue
    }
  }

  /// The five characters.
  public let rawValue: String

  /// Makes a code from its five characters.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// The class of the code.
  public var stateClass: Class {
    Class(rawValue: String(rawValue.prefix(2)))
  }

  /// The code itself.
  public var description: String { rawValue }

  /// Tells whether a code belongs to a class.
  public static func ~= (pattern: Class, value: SQLState) -> Bool {
    value.stateClass == pattern
  }
}

// Source: PostgreSQL 15 documentation, Appendix A "PostgreSQL Error Codes".
// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension SQLState {
  public static let connectionFailure = SQLState(rawValue: "08006")
  public static let featureNotSupported = SQLState(rawValue: "0A000")
  public static let stringTruncation = SQLState(rawValue: "22001")
  public static let numericOutOfRange = SQLState(rawValue: "22003")
  public static let invalidDateFormat = SQLState(rawValue: "22007")
  public static let dateOutOfRange = SQLState(rawValue: "22008")
  public static let divisionByZero = SQLState(rawValue: "22012")
  public static let characterNotInRepertoire = SQLState(rawValue: "22021")
  public static let invalidTextRepresentation = SQLState(rawValue: "22P02")
  public static let invalidBinaryRepresentation = SQLState(rawValue: "22P03")
  public static let badCopyFileFormat = SQLState(rawValue: "22P04")
  public static let notNullViolation = SQLState(rawValue: "23502")
  public static let foreignKeyViolation = SQLState(rawValue: "23503")
  public static let uniqueViolation = SQLState(rawValue: "23505")
  public static let checkViolation = SQLState(rawValue: "23514")
  public static let exclusionViolation = SQLState(rawValue: "23P01")
  public static let readOnlyTransaction = SQLState(rawValue: "25006")
  public static let inFailedTransaction = SQLState(rawValue: "25P02")
  public static let idleInTransactionTimeout = SQLState(rawValue: "25P03")
  public static let invalidAuthorization = SQLState(rawValue: "28000")
  public static let invalidPassword = SQLState(rawValue: "28P01")
  public static let undefinedDatabase = SQLState(rawValue: "3D000")
  public static let undefinedSchema = SQLState(rawValue: "3F000")
  public static let serializationFailure = SQLState(rawValue: "40001")
  public static let deadlockDetected = SQLState(rawValue: "40P01")
  public static let insufficientPrivilege = SQLState(rawValue: "42501")
  public static let syntaxError = SQLState(rawValue: "42601")
  public static let undefinedColumn = SQLState(rawValue: "42703")
  public static let undefinedObject = SQLState(rawValue: "42704")
  public static let duplicateObject = SQLState(rawValue: "42710")
  public static let undefinedFunction = SQLState(rawValue: "42883")
  public static let undefinedTable = SQLState(rawValue: "42P01")
  public static let duplicateDatabase = SQLState(rawValue: "42P04")
  public static let duplicateSchema = SQLState(rawValue: "42P06")
  public static let duplicateTable = SQLState(rawValue: "42P07")
  public static let diskFull = SQLState(rawValue: "53100")
  public static let outOfMemory = SQLState(rawValue: "53200")
  public static let tooManyConnections = SQLState(rawValue: "53300")
  public static let objectInUse = SQLState(rawValue: "55006")
  public static let lockNotAvailable = SQLState(rawValue: "55P03")
  public static let queryCanceled = SQLState(rawValue: "57014")
  public static let adminShutdown = SQLState(rawValue: "57P01")
  public static let crashShutdown = SQLState(rawValue: "57P02")
  public static let cannotConnectNow = SQLState(rawValue: "57P03")
  public static let raisedException = SQLState(rawValue: "P0001")
}

// swift-format-ignore: AllPublicDeclarationsHaveDocumentation
extension SQLState.Class {
  public static let connectionException = Self(rawValue: "08")
  public static let dataException = Self(rawValue: "22")
  public static let integrityConstraintViolation = Self(rawValue: "23")
  public static let invalidTransactionState = Self(rawValue: "25")
  public static let invalidAuthorization = Self(rawValue: "28")
  public static let transactionRollback = Self(rawValue: "40")
  public static let syntaxOrAccess = Self(rawValue: "42")
  public static let insufficientResources = Self(rawValue: "53")
  public static let programLimitExceeded = Self(rawValue: "54")
  public static let notInPrerequisiteState = Self(rawValue: "55")
  public static let operatorIntervention = Self(rawValue: "57")
  public static let systemError = Self(rawValue: "58")
  public static let internalError = Self(rawValue: "XX")
}
