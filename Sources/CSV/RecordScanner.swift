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
    /// One between a closing quote and the end of its field, otherwise zero.
    var isQuoted = 0
    var openQuote: Int?
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

      if !hasQuoteOrLineBreak, openQuote == nil, isQuoted == 0, marks.nonzeroBitCount <= room - fields {
        // Nothing but delimiters, which is most of a questionnaire.
        let base = block - shift
        while marks != 0 {
          ends[fields] = (base + marks.trailingZeroBitCount) << 1
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
        if openQuote != nil {
          if byte == 0x22 {
            guard index + 1 < limit else {
              if !isFinal { return .needsInput }
              openQuote = nil
              isQuoted = 1
              break scanning
            }
            let after = BlockScan.byte(bytes, at: index + 1)
            if after == 0x22 {
              append(bytes, from: copied, to: index + 1, to: &output)
              copied = index + 2
              shift += 1
              // The second of the two is the next mark, in this block or the next.
              guard copied - block < BlockScan.width else {
                block = copied
                continue scanning
              }
              marks &= marks &- 1
              continue
            }
            guard after == delimiter || after == 0x0A || after == 0x0D else {
              return .failure(.textAfterClosingQuote, at: index + 1, seenAt: index + 1)
            }
            openQuote = nil
            isQuoted = 1
          } else if byte == 0x0D || (byte == 0x0A && BlockScan.byte(bytes, at: index - 1) != 0x0D) {
            innerLineBreaks += 1
          }
        } else if byte == delimiter {
          if fields == room { return .needsRoom(at: index) }
          ends[fields] = (index - shift - isQuoted) << 1 | isQuoted
          isQuoted = 0
          fields += 1
        } else if byte != 0x22 {
          if byte == 0x0D && index + 1 == limit && !isFinal { return .needsInput }
          if fields == room { return .needsRoom(at: index) }
          ends[fields] = (index - shift - isQuoted) << 1 | isQuoted
          append(bytes, from: copied, to: index, to: &output)
          let isPair = byte == 0x0D && index + 1 < limit && BlockScan.byte(bytes, at: index + 1) == 0x0A
          return .record(
            fields: fields + 1, textEnd: index, next: index + (isPair ? 2 : 1),
            innerLineBreaks: innerLineBreaks)
        } else if index == start || BlockScan.byte(bytes, at: index - 1) == delimiter {
          openQuote = index
        }
      }
      block += BlockScan.width
    }
    guard isFinal else { return .needsInput }
    if let openQuote { return .failure(.unclosedQuote, at: openQuote, seenAt: limit) }
    if fields == room { return .needsRoom(at: limit) }
    ends[fields] = (limit - shift - isQuoted) << 1 | isQuoted
    append(bytes, from: copied, to: limit, to: &output)
    return .record(fields: fields + 1, textEnd: limit, next: limit, innerLineBreaks: innerLineBreaks)
  }

  @inline(__always)
  private static func append(_ bytes: RawSpan, from start: Int, to end: Int, to output: inout [UInt8]) {
    bytes.extracting(start..<end).withUnsafeBytes { output.append(contentsOf: $0) }
  }
}
