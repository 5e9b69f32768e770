/// The code by which one study knows a participant, such as `LUX-000417`.
///
/// A code is trimmed of surrounding white space and upper-cased, as the same code is spelled in several ways in
/// the files of one study.
public struct ParticipantCode: Hashable, Sendable {
  /// The study that gave the code.
  public let study: String
  /// The code, trimmed and upper-cased.
  public let text: String

  /// The study of codes that were given without one.
  public static let defaultStudy = "covalux"

  /// Makes a code of 1 to 64 printable ASCII characters without white space inside.
  ///
  /// - Throws: ``ParticipantCodeError`` if the text is not such a code.
  public init(_ text: some StringProtocol, study: String = defaultStudy) throws(ParticipantCodeError) {
    let trimmed = text.drop(while: Self.isIgnorable).reversed().drop(while: Self.isIgnorable).reversed()
    let code = String(trimmed).uppercased()
    guard !code.isEmpty else { throw .empty }
    guard code.utf8.count <= 64 else { throw .tooLong }
    guard code.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .unexpectedCharacter }
    self.study = study
    self.text = code
  }

  private static func isIgnorable(_ character: Character) -> Bool {
    character.isWhitespace || character == "\u{FEFF}" || character == "\u{200B}"
  }
}

extension ParticipantCode: CustomStringConvertible {
  /// The code alone.
  public var description: String { text }
}

/// Why a text is no participant code; never holds the text.
public enum ParticipantCodeError: Error, Hashable, CustomStringConvertible {
  /// Nothing is left after trimming.
  case empty
  /// More than 64 characters.
  case tooLong
  /// A character other than printable ASCII.
  case unexpectedCharacter

  /// What a code must look like.
  public var description: String {
    switch self {
    case .empty: "a participant code must not be empty"
    case .tooLong: "a participant code has at most 64 characters"
    case .unexpectedCharacter:
      "a participant code consists of printable ASCII characters without spaces, such as LUX-000417"
    }
  }
}
