/// A reason why a file cannot be read, or a record not be written, as delimited text.
///
/// It says where, what was expected, what kind of thing was found and what to do; it never
/// carries the text of a cell.
public struct CSVError: Error, Hashable, Sendable {
  /// A place in a file as an editor shows it.
  public struct Position: Hashable, Sendable {
    /// The line of the file, from 1; CR, LF and CRLF each end one.
    public var line: Int
    /// The character of the line, from 1, counted in Unicode scalars.
    public var column: Int
    /// The byte of the file, from 0, byte order mark included.
    public var byteOffset: Int

    /// Creates a position.
    public init(line: Int, column: Int, byteOffset: Int) {
      self.line = line
      self.column = column
      self.byteOffset = byteOffset
    }
  }

  /// What is wrong.
  public enum Kind: Hashable, Sendable {
    /// The file is of another format.
    case notText(FileFormat)
    /// Nothing but white space.
    case emptyFile
    /// These bytes mean nothing in the encoding.
    case undecodable(TextEncoding, bytes: [UInt8])
    /// No UTF-8, and plausible in an encoding that nothing proves; these bytes are the first that are no UTF-8.
    case undeclaredEncoding(TextEncoding, bytes: [UInt8])
    /// Neither valid UTF-8 nor plausible Windows-1252; these bytes are the first that fail.
    case unknownEncoding(bytes: [UInt8])
    /// A NUL character.
    case nulCharacter
    /// The byte order mark says otherwise than the user.
    case encodingContradicted(declared: TextEncoding, found: TextEncoding)
    /// Several delimiters explain the first records equally well.
    case ambiguousDelimiter([Delimiter])
    /// The header is delimited otherwise than the rows.
    case delimiterChanges(header: Delimiter?, rows: Delimiter)
    /// A `sep=` line that names a character we do not read as a delimiter.
    case unsupportedSeparator
    /// A closing quote followed by something else than a delimiter or a line end.
    case textAfterClosingQuote
    /// A quote that is open at the end of the file.
    case unclosedQuote
    /// A field of more bytes than allowed.
    case fieldTooLong(limitBytes: Int)
    /// A record of more bytes than allowed.
    case rowTooLong(limitBytes: Int)
    /// A record of more fields than allowed.
    case tooManyColumns(limit: Int)
    /// A character to be written that the encoding lacks.
    case unencodable(TextEncoding)
  }

  /// What is wrong.
  public let kind: Kind
  /// Where, if the error belongs to a place.
  public let position: Position?

  init(_ kind: Kind, at position: Position? = nil) {
    self.kind = kind
    self.position = position
  }
}
