import Foundation
import Reporting

/// Standard output and standard error as our programs use them.
public enum Terminal {
  /// Whether people watch standard error.
  public static var isWatched: Bool { isatty(STDERR_FILENO) == 1 }

  /// Whether people read standard output.
  public static var isOutputWatched: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether somebody can be asked.
  public static var isInputWatched: Bool { isatty(STDIN_FILENO) == 1 }

  /// Writes a message for people; what a file's name or header may hold cannot command the terminal.
  public static func complain(_ text: String) {
    FileHandle.standardError.write(Data((TerminalText.escaped(text, keepsNewlines: true) + "\n").utf8))
  }

  /// Asks on standard error and reads one line; nil at the end of input.
  public static func ask(_ question: String) -> String? {
    FileHandle.standardError.write(Data(question.utf8))
    return readLine()
  }

  /// Writes a result; a reader that went away, as `head` does, ends the program quietly.
  public static func put(_ text: String) {
    let bytes = Array((text.hasSuffix("\n") ? text : text + "\n").utf8)
    var offset = 0
    while offset < bytes.count {
      let count = bytes.withUnsafeBytes {
        write(STDOUT_FILENO, $0.baseAddress?.advanced(by: offset), $0.count - offset)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { Foundation.exit(0) }
      offset += count
    }
  }
}
