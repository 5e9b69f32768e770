import Fuzzing

@testable import CSV

/// What a file is found to be depends on no read, and a file that was found to decode is read without an undecodable
/// byte.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDialect(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = FuzzInput(start, count)
  let encodings = TextEncoding.allCases
  let declared = input.choice < encodings.count ? encodings[input.choice] : nil
  let bytes = declared == nil ? input.bytes : input.text
  let whole = found(in: bytes, declared)
  for cut in input.cuts where cut <= bytes.count {
    require(found(in: bytes, declared, cuts: [cut]) == whole, "the dialect depends on where a read ends")
  }
  if bytes.count <= 8192 {
    require(
      found(in: bytes, declared, cuts: Array(1..<max(1, bytes.count))) == whole,
      "the dialect depends on reads")
  }
  guard case .success(let dialect) = whole else { return 0 }
  var reader = RecordReader(MemorySource(bytes), dialect: dialect)
  var record = Record()
  do {
    while try reader.next(&record) {}
  } catch let error as CSVError {
    switch error.kind {
    case .textAfterClosingQuote, .unclosedQuote, .fieldTooLong, .rowTooLong, .tooManyColumns: break
    default: require(false, "a file that was proven to be text is found not to be")
    }
  } catch {
    require(false, "the reader throws an error of the source, which has none")
  }
  return 0
}

private func found(in bytes: [UInt8], _ declared: TextEncoding?, cuts: [Int] = []) -> Result<
  Dialect, CSVError
> {
  var detector = DialectDetector(encoding: declared)
  var start = 0
  for cut in cuts + [bytes.count] {
    detector.consume(bytes.span.bytes.extracting(start..<cut))
    start = cut
  }
  let detected = detector
  return Result { () throws(CSVError) in try detected.conclude() }
}
