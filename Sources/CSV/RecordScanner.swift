/// Splits one record off a buffer of UTF-8 bytes, 64 bytes at a time.
///
/// `RecordStateMachine` says what a record is; this is the same, fast. The scan keeps no state: a
/// record whose end is not in the buffer yet is scanned again from its beginning once it is.
enum RecordScanner {
  enum Outcome {
    /// The record has `fields` fields; `textEnd` is where its line end begins, `next` where that ends.
    case record(fields: Int, textEnd: Int, next: Int, innerLineBreaks: Int)
    /// The buffer ends before the record does.
    case needsInput
    /// A field ends here, and there is no room for its end.
    case needsRoom(at: Int)
    case failure(CSVError.Kind, at: Int, seenAt: Int)
  }

  /// Scans the record that begins at `start`, which is no line break.
  ///
  /// `bytes` reaches a block beyond `limit`; what stands there does not matter. `isFinal` says that
  /// the text ends at `limit`. `output` receives the fields, `packedEnds` what `Record` says of it.
  static func scan(
    _ bytes: RawSpan,
    from start: Int,
    to limit: Int,
    isFinal: Bool,
    delimiter: UInt8,
    mostFields: Int,
    packedEnds: inout [Int],
    output: inout [UInt8]
  ) -> Outcome {
    var ends = packedEnds.mutableSpan
    let room = min(ends.count, mostFields)
    var fields = 0
    var isQuoted = 0
    var innerLineBreaks = 0
    // Everything before `copied` is in the output; an index minus `shift` is its place there.
    var copied = start
    var shift = start
    var block = start
    output.removeAll(keepingCapacity: true)

    scanning: while block < limit {
      var hasQuoteOrLineBreak = false
      var marks = BlockScan.structure(
        bytes, at: block, delimiter: delimiter, hasQuoteOrLineBreak: &hasQuoteOrLineBreak)
      if limit - block < BlockScan.width { marks &= 1 << UInt64(limit - block) - 1 }

      if !hasQuoteOrLineBreak, marks.nonzeroBitCount <= room - fields {
        // Nothing but delimiters, which is most of a questionnaire.
        let base = block - shift
        while marks != 0 {
          ends[fields] = (base + marks.trailingZeroBitCount) << 1 | isQuoted
          isQuoted = 0
          fields += 1
          marks &= marks &- 1
        }
        block += BlockScan.width
        continue
      }

      while marks != 0 {
        let index = block + marks.trailingZeroBitCount
        marks &= marks &- 1
        let byte = BlockScan.byte(bytes, at: index)
        if byte == delimiter {
          if fields == room { return .needsRoom(at: index) }
          ends[fields] = (index - shift) << 1 | isQuoted
          isQuoted = 0
          fields += 1
        } else if byte != 0x22 {
          if byte == 0x0D && index + 1 == limit && !isFinal { return .needsInput }
          if fields == room { return .needsRoom(at: index) }
          ends[fields] = (index - shift) << 1 | isQuoted
          append(bytes, from: copied, to: index, to: &output)
          let isPair = byte == 0x0D && index + 1 < limit && BlockScan.byte(bytes, at: index + 1) == 0x0A
          return .record(
            fields: fields + 1, textEnd: index, next: index + (isPair ? 2 : 1),
            innerLineBreaks: innerLineBreaks)
        } else if index == start || BlockScan.byte(bytes, at: index - 1) == delimiter {
          append(bytes, from: copied, to: index, to: &output)
          copied = index + 1
          let unquoted = unquote(bytes, from: &copied, to: limit, isFinal: isFinal, into: &output)
          guard let dropped = unquoted else {
            return isFinal ? .failure(.unclosedQuote, at: index, seenAt: limit) : .needsInput
          }
          if copied < limit {
            let after = BlockScan.byte(bytes, at: copied)
            guard after == delimiter || after == 0x0A || after == 0x0D else {
              return .failure(.textAfterClosingQuote, at: copied, seenAt: copied)
            }
          }
          shift += dropped + 1
          var previousWasCarriageReturn = false
          innerLineBreaks +=
            PositionTracker.lineBreaks(
              in: bytes.extracting(index + 1..<copied - 1), after: &previousWasCarriageReturn
            ).count
          isQuoted = 1
          guard copied - block < BlockScan.width else {
            block = copied
            continue scanning
          }
          marks &= ~0 << UInt64(copied - block)
        }
      }
      block += BlockScan.width
    }
    guard isFinal else { return .needsInput }
    if fields == room { return .needsRoom(at: limit) }
    ends[fields] = (limit - shift) << 1 | isQuoted
    append(bytes, from: copied, to: limit, to: &output)
    return .record(fields: fields + 1, textEnd: limit, next: limit, innerLineBreaks: innerLineBreaks)
  }

  /// Copies what stands between quotes, moves `index` behind the closing one, and returns how many
  /// quotes were left out; `nil` where the closing quote, or the byte after it, has not come yet.
  private static func unquote(
    _ bytes: RawSpan, from index: inout Int, to limit: Int, isFinal: Bool, into output: inout [UInt8]
  ) -> Int? {
    var dropped = 0
    while true {
      let quote = BlockScan.firstIndex(of: 0x22, in: bytes, from: index, to: limit)
      if quote == limit || (quote + 1 == limit && !isFinal) { return nil }
      dropped += 1
      let isDoubled = quote + 1 < limit && BlockScan.byte(bytes, at: quote + 1) == 0x22
      append(bytes, from: index, to: isDoubled ? quote + 1 : quote, to: &output)
      index = quote + (isDoubled ? 2 : 1)
      if !isDoubled { return dropped }
    }
  }

  @inline(__always)
  private static func append(_ bytes: RawSpan, from start: Int, to end: Int, to output: inout [UInt8]) {
    bytes.extracting(start..<end).withUnsafeBytes { output.append(contentsOf: $0) }
  }
}
