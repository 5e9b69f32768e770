import Fuzzing

@testable import CSV

/// Records, lines and errors are the same wherever reads end, the same as the slow twin's, and what is written of them
/// is read back.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzReader(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = FuzzInput(start, count)
  let setting = Setting(input.choice)
  let whole = reading(of: input.text, setting)
  for cut in input.cuts {
    let parts = reading(of: input.text, setting, cut: cut)
    require(parts == whole, "the records depend on where a read ends")
  }
  require(
    reading(of: input.text, setting, largestRead: 1) == whole, "the records depend on the size of reads")
  compareWithTwin(input.text, setting)
  if whole.error == nil { requireRoundTrip(whole.fields, setting) }
  return 0
}

/// One of the ways to read: encoding, delimiter, limits.
private struct Setting {
  let dialect: Dialect
  let limits: ReadingLimits

  init(_ choice: Int) {
    let encodings = TextEncoding.allCases
    let delimiters = Delimiter.allCases
    dialect = Dialect(
      encoding: encodings[choice / delimiters.count % encodings.count],
      delimiter: delimiters[choice % delimiters.count])
    limits =
      choice % 4 == 3 ? ReadingLimits(fieldBytes: 12, rowBytes: 70, columns: 6) : ReadingLimits()
  }
}

/// Bytes of which the first read gives those before a place.
private struct CutSource: ByteSource {
  let bytes: [UInt8]
  let cut: Int
  var position = 0

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let end = position < cut ? cut : bytes.count
    let count = min(buffer.count, min(end, bytes.count) - position)
    buffer.copyBytes(from: bytes[position..<position + count])
    position += count
    return count
  }
}

private func reading(
  of bytes: [UInt8], _ setting: Setting, cut: Int? = nil, largestRead: Int = .max
) -> Reading {
  // UTF-8 is read until the buffer is full, so its size is what cuts the text.
  let bufferSize = cut ?? (largestRead < .max ? 8 : 256 * 1024)
  let source: any ByteSource =
    if let cut { CutSource(bytes: bytes, cut: cut) } else { MemorySource(bytes, largestRead: largestRead) }
  let reader = RecordReader(
    source, dialect: setting.dialect, limits: setting.limits, bufferSize: bufferSize)
  guard let reading = try? Reading(of: reader) else {
    require(false, "the reader throws an error of the source, which has none")
    return Reading()
  }
  return reading
}

/// The twin wants valid text without byte order mark and NUL.
private func compareWithTwin(_ bytes: [UInt8], _ setting: Setting) {
  let text = String(decoding: bytes, as: UTF8.self).unicodeScalars.filter { $0 != "\u{FEFF}" && $0 != "\0" }
  let valid = Array(String(String.UnicodeScalarView(text)).utf8)
  let delimiter = setting.dialect.delimiter
  let twin = CheckedReader.read(valid, delimiter: delimiter, limits: setting.limits)
  var plain = setting
  plain = Setting(plain, encoding: .utf8)
  require(reading(of: valid, plain) == twin, "the reader and its slow twin differ")
}

extension Setting {
  fileprivate init(_ other: Setting, encoding: TextEncoding) {
    dialect = Dialect(encoding: encoding, delimiter: other.dialect.delimiter)
    limits = other.limits
  }
}

private func requireRoundTrip(_ records: [[String]], _ setting: Setting) {
  for isFormulaSafe in [false, true] {
    var writer = CSVWriter(dialect: setting.dialect, isFormulaSafe: isFormulaSafe)
    do throws(CSVError) {
      for record in records { try writer.writeRecord(record) }
    } catch {
      require(false, "what was read in an encoding cannot be written in it")
    }
    let again = reading(of: writer.bytes, Setting(setting, limits: ReadingLimits()))
    require(again.error == nil, "what was written cannot be read")
    let texts = isFormulaSafe ? again.fields.map { $0.map(withoutPrefix) } : again.fields
    // Scalar by scalar: equal texts may be spelled otherwise.
    require(
      texts.map { $0.map { Array($0.utf8) } } == records.map { $0.map { Array($0.utf8) } },
      "what was written is not what is read")
  }
}

extension Setting {
  fileprivate init(_ other: Setting, limits: ReadingLimits) {
    dialect = other.dialect
    self.limits = limits
  }
}

private func withoutPrefix(_ text: String) -> String {
  let bytes = Array(text.utf8)
  return FormulaPrefix.isPresent(in: bytes.span) ? String(text.unicodeScalars.dropFirst()) : text
}
