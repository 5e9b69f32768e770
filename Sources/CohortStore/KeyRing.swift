import Crypto

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The secret keys of an installation: files of mode 0600 outside the database, made at first use.
///
/// Losing them loses the sealed values and the proof that the audit trail is whole; they must be backed up apart
/// from the database.
public struct KeyRing: Sendable {
  /// What a key is for.
  public enum Purpose: String, Sendable, CaseIterable {
    /// Keyed hashes of codes and identifiers.
    case pseudonym
    /// Encryption of identifiers and of changed values.
    case sealing
    /// The chain of the audit trail.
    case chain
  }

  /// Version of the keys that new values are made with.
  public static let currentVersion: Int16 = 1

  private let directory: String
  private let keys: [Purpose: SymmetricKey]

  /// Reads the keys of a folder, and makes the folder (0700) and the keys that are absent.
  ///
  /// - Throws: ``KeyError`` if a key file is readable by others, has another length or cannot be made.
  public init(directory: String) throws(KeyError) {
    if mkdir(directory, 0o700) != 0 && errno != EEXIST { throw KeyError(directory, .notWritable) }
    var keys: [Purpose: SymmetricKey] = [:]
    for purpose in Purpose.allCases {
      let file = KeyFile(path: Self.path(of: purpose, in: directory), directory: directory)
      keys[purpose] = SymmetricKey(data: try file.key())
    }
    self.directory = directory
    self.keys = keys
  }

  /// HMAC-SHA-256 under a key.
  public func authenticationCode(of bytes: [UInt8], _ purpose: Purpose) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: bytes, using: key(purpose)))
  }

  /// The first eight bytes of the authentication code of a text, for columns that are compared in large numbers.
  ///
  /// Among ten million texts two share one by chance about once in 400,000 databases.
  public func shortCode(of text: String, _ purpose: Purpose) -> Int64 {
    var text = text
    let code = text.withUTF8 { HMAC<SHA256>.authenticationCode(for: $0, using: key(purpose)) }
    return code.withUnsafeBytes { Int64(bigEndian: $0.loadUnaligned(as: Int64.self)) }
  }

  /// Encrypts and authenticates bytes, bound to a context such as table, column and participant.
  public func seal(_ bytes: [UInt8], context: String) throws -> [UInt8] {
    let box = try AES.GCM.seal(bytes, using: key(.sealing), authenticating: Array(context.utf8))
    return Array(box.nonce) + box.ciphertext + box.tag
  }

  /// Reads what ``seal(_:context:)`` made; throws if a bit or the context differs.
  public func open(_ sealed: [UInt8], context: String) throws -> [UInt8] {
    Array(
      try AES.GCM.open(
        AES.GCM.SealedBox(combined: sealed), using: key(.sealing), authenticating: Array(context.utf8)))
  }

  /// The file of a key.
  func path(of purpose: Purpose) -> String {
    Self.path(of: purpose, in: directory)
  }

  private static func path(of purpose: Purpose, in directory: String) -> String {
    "\(directory)/\(purpose.rawValue)-\(currentVersion).key"
  }

  private func key(_ purpose: Purpose) -> SymmetricKey {
    guard let key = keys[purpose] else { preconditionFailure("every purpose has a key since init") }
    return key
  }
}

/// Why a key cannot be used.
public struct KeyError: Error, Hashable, CustomStringConvertible {
  /// What is wrong with the key file.
  public enum Reason: Hashable, Sendable {
    case notReadable
    case notWritable
    case readableByOthers
    case wrongLength
    case differsFromDatabase
  }

  /// The file.
  public let path: String
  /// What is wrong with it.
  public let reason: Reason

  init(_ path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// The error in a sentence, with what to do.
  public var description: String {
    switch reason {
    case .notReadable: "\(path): the key file cannot be read; it must be an ordinary file of this user"
    case .notWritable: "\(path): the key file cannot be made; check that its folder exists and may be written"
    case .readableByOthers: "\(path): the key file can be read by others; run: chmod 600 '\(path)'"
    case .wrongLength: "\(path): a key file has 32 bytes, this one has not; restore it from its backup"
    case .differsFromDatabase:
      "\(path): this is not the key that the database was used with before; restore it from its backup"
    }
  }
}
