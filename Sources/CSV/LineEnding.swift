/// How the lines of a file end.
///
/// Reading accepts every kind at any place; the kind found is kept so that a file
/// written beside the input looks like it.
public enum LineEnding: String, Hashable, Sendable {
  case lineFeed = "LF"
  case carriageReturnLineFeed = "CRLF"
  case carriageReturn = "CR"
  /// More than one kind was found; LF is written.
  case mixed = "mixed"

  var bytes: [UInt8] {
    switch self {
    case .lineFeed, .mixed: [0x0A]
    case .carriageReturnLineFeed: [0x0D, 0x0A]
    case .carriageReturn: [0x0D]
    }
  }
}
