import Foundation

// The sources are some megabytes of text, and searching characters is slow where nothing is optimised.
extension String {
  /// Whether the bytes of a phrase occur.
  func holds(_ phrase: String) -> Bool {
    withCString { text in phrase.withCString { strstr(text, $0) != nil } }
  }

  /// Runs of ASCII letters, digits and underscores.
  var identifiers: [String] {
    utf8.split { byte in
      let isLetter = (0x61...0x7A).contains(byte | 0x20)
      return !isLetter && byte != UInt8(ascii: "_") && !(0x30...0x39).contains(byte)
    }.compactMap { String($0) }
  }

  /// The lines, without the bytes that end them.
  var lines: [String] { utf8.split(separator: UInt8(ascii: "\n")).compactMap { String($0) } }
}
