/// Splits one record off a buffer of UTF-8 bytes, eight bytes at a time.
///
/// `RecordStateMachine` says what a record is; this is the same, fast. The scan keeps no state: a
/// record whose end is not in the buffer yet is scanned again from its beginning once it is.
enum RecordScanner {
  enum Outcome {
    /// The record has `fields` fields; `textEnd` is where its line end begins, `next` where that ends.
    case record(fields: Int, textEnd: Int, next: Int, innerLineBreaks: Int)
    /// The buffer ends before the record does.
    case needsInput
    /// There are more fields than room for their ends.
    case needsEnds(at: Int)
    case failure(CSVError.Kind, at: Int, seenAt: Int)
  }

  /// Scans the record that begins at `start`, which is no line break.
  ///
  /// `bytes` reaches eight bytes beyond `limit`; what stands there does not matter. `isFinal` says
  /// that the text ends at `limit`.
  static func scan(
    _ bytes: RawSpan,
    from start: Int,
    to limit: Int,
    isFinal: Bool,
    delimiter: UInt8,
    packedEnds: inout [Int],
    output: inout [UInt8]
  ) -> Outcome {
    let delimiters = WordScan.broadcast(delimiter)
    let quotes = WordScan.broadcast(0x22)
    let lineFeeds = WordScan.broadcast(0x0A)
    let carriageReturns = WordScan.broadcast(0x0D)
    var ends = packedEnds.mutableSpan
    let room = ends.count
    var fields = 0
    var fieldStart = start
    var isQuoted = 0
    var innerLineBreaks = 0
    // Everything before `copied` is in the output; an index minus `shift` is its place there.
    var copied = start
    var shift = start
    var cursor = start
    output.removeAll(keepingCapacity: true)

    scanning: while cursor < limit {
      let word = WordScan.load(bytes, at: cursor)
      var marks =
        WordScan.zeroMarks(word ^ delimiters) | WordScan.zeroMarks(word ^ quotes)
        | WordScan.zeroMarks(word ^ lineFeeds) | WordScan.zeroMarks(word ^ carriageReturns)
      while marks != 0 {
        let bit = marks.trailingZeroBitCount
        let index = cursor + bit >> 3
        let byte = UInt8(truncatingIfNeeded: word >> UInt64(truncatingIfNeeded: bit - 7))
        marks &= marks &- 1
        if index >= limit { break scanning }
        if byte == delimiter {
          if fields == room { return .needsEnds(at: index) }
          ends[fields] = (index - shift) << 1 | isQuoted
          fields += 1
          isQuoted = 0
          fieldStart = index + 1
        } else if byte == 0x0A || byte == 0x0D {
          if byte == 0x0D && index + 1 == limit && !isFinal { return .needsInput }
          if fields == room { return .needsEnds(at: index) }
          ends[fields] = (index - shift) << 1 | isQuoted
          append(bytes, from: copied, to: index, to: &output)
          let isPair = byte == 0x0D && index + 1 < limit && WordScan.byte(bytes, at: index + 1) == 0x0A
          return .record(
            fields: fields + 1, textEnd: index, next: index + (isPair ? 2 : 1),
            innerLineBreaks: innerLineBreaks)
        } else if byte == 0x22 && index == fieldStart {
          append(bytes, from: copied, to: index, to: &output)
          copied = index + 1
          shift += 1
          while true {
            let quote = WordScan.firstIndex(of: 0x22, in: bytes, from: copied, to: limit)
            if quote == limit {
              return isFinal ? .failure(.unclosedQuote, at: index, seenAt: limit) : .needsInput
            }
            if quote + 1 == limit && !isFinal { return .needsInput }
            let isDoubled = quote + 1 < limit && WordScan.byte(bytes, at: quote + 1) == 0x22
            append(bytes, from: copied, to: isDoubled ? quote + 1 : quote, to: &output)
            shift += 1
            copied = isDoubled ? quote + 2 : quote + 1
            if !isDoubled { break }
          }
          if copied < limit {
            let after = WordScan.byte(bytes, at: copied)
            guard after == delimiter || after == 0x0A || after == 0x0D else {
              return .failure(.textAfterClosingQuote, at: copied, seenAt: copied)
            }
          }
          var previousWasCarriageReturn = false
          innerLineBreaks +=
            PositionTracker.lineBreaks(
              in: bytes.extracting(index + 1..<copied - 1), after: &previousWasCarriageReturn
            ).count
          isQuoted = 1
          cursor = copied
          continue scanning
        }
      }
      cursor += WordScan.width
    }
    guard isFinal else { return .needsInput }
    if fields == room { return .needsEnds(at: limit) }
    ends[fields] = (limit - shift) << 1 | isQuoted
    append(bytes, from: copied, to: limit, to: &output)
    return .record(fields: fields + 1, textEnd: limit, next: limit, innerLineBreaks: innerLineBreaks)
  }

  @inline(__always)
  private static func append(_ bytes: RawSpan, from start: Int, to end: Int, to output: inout [UInt8]) {
    bytes.extracting(start..<end).withUnsafeBytes { output.append(contentsOf: $0) }
  }
}
