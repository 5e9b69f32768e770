import Foundation

@testable import CSV

/// Python's csv module, an independent reader of the same format.
enum PythonReader {
  static let isInstalled = !run(["-c", "print(1)"]).isEmpty

  private static let script = """
    import csv, io, json, sys
    csv.field_size_limit(1 << 30)
    text = open(sys.argv[1], "rb").read().decode(sys.argv[2])
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=sys.argv[3])
    json.dump([row for row in rows if row], sys.stdout)
    """

  /// The records of a file without blank lines; nil if Python cannot read it.
  static func records(of file: URL, dialect: Dialect) throws -> [[String]]? {
    let encoding =
      switch dialect.encoding {
      case .utf8: "utf-8-sig"
      case .windows1252: "cp1252"
      case .latin1: "latin-1"
      case .utf16LittleEndian, .utf16BigEndian:
        dialect.hasByteOrderMark ? "utf-16" : dialect.encoding.rawValue
      case .utf32LittleEndian, .utf32BigEndian:
        dialect.hasByteOrderMark ? "utf-32" : dialect.encoding.rawValue
      }
    let delimiter = String(Unicode.Scalar(dialect.delimiter.rawValue))
    let output = run(["-c", script, file.path, encoding, delimiter])
    return try JSONSerialization.jsonObject(with: output) as? [[String]]
  }

  private static func run(_ arguments: [String]) -> Data {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return Data() }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? data : Data()
  }
}
