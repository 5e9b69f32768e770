import Foundation

@testable import CSV

/// A record as a plain value, for comparison.
struct PlainRecord: Equatable, CustomStringConvertible {
  var fields: [String]
  var line: Int
  var quoted: [Bool]

  var description: String { "\(line): \(fields) \(quoted)" }
}

/// What reading a file to its end came to.
struct Reading: Equatable {
  var records: [PlainRecord] = []
  var error: CSVError?

  var fields: [[String]] { records.map(\.fields) }
}

extension Reading {
  /// Reads to the end or the first error of the text; the source's own errors pass through.
  init(of reader: RecordReader) throws {
    var reader = reader
    var record = Record()
    do {
      while try reader.next(&record) {
        let quoted = (0..<record.count).map { record.wasQuoted($0) }
        records.append(PlainRecord(fields: record.strings, line: record.line, quoted: quoted))
      }
    } catch let error as CSVError {
      self.error = error
    }
  }
}

/// Reads bytes to the end or the first error, through small buffers if asked for.
func read(
  _ bytes: [UInt8],
  dialect: Dialect = Dialect(),
  limits: ReadingLimits = ReadingLimits(),
  bufferSize: Int = 256 * 1024,
  largestRead: Int = .max
) throws -> Reading {
  let source = MemorySource(bytes, largestRead: largestRead)
  return try Reading(of: RecordReader(source, dialect: dialect, limits: limits, bufferSize: bufferSize))
}

func read(
  _ text: String, delimiter: Delimiter = .comma, limits: ReadingLimits = ReadingLimits()
) throws -> Reading {
  try read(Array(text.utf8), dialect: Dialect(delimiter: delimiter), limits: limits)
}

func detect(
  _ bytes: [UInt8], encoding: TextEncoding? = nil, delimiter: Delimiter? = nil, largestRead: Int = .max
) throws -> Dialect {
  var source = MemorySource(bytes, largestRead: largestRead)
  return try Dialect.detect(in: &source, encoding: encoding, delimiter: delimiter)
}

/// The optional folder of reference files beside the package.
let sharedFolder = URL(fileURLWithPath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appendingPathComponent("shared")

func exists(_ url: URL) -> Bool {
  FileManager.default.fileExists(atPath: url.path)
}

/// SplitMix64 (Steele, Lea and Flood 2014), so that a failing case can be repeated.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
