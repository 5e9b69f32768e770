/// Splits off records in which quotes stand otherwise than around fields, quote by quote.
///
/// It splits every record; `RecordScanner` splits the others by bits and asks here for these.
enum IrregularRecordScanner {
  typealias Outcome = RecordScanner.Outcome

  /// Scans as `RecordScanner` does.
  static func scan(
    _ bytes: RawSpan,
    marks blocks: Span<StructureIndex.Marks>,
    from start: Int,
    to limit: Int,
    isFinal: Bool,
    delimiter: UInt8,
    mostFields: Int,
    packedEnds: inout [Int],
    output: inout [UInt8]
  ) -> Outcome {
    var ends = packedEnds.mutableSpan
    let room = min(ends.count - 1, mostFields)
    var fields = 0
    /// One between a closing quote and the end of its field, otherwise zero.
    var isQuoted = 0
    /// Where the open quote stands, negative outside quotes.
    var openQuote = -1
    var innerLineBreaks = 0
    // Everything before `copied` is in the output; an index minus `shift` is its place there.
    var copied = start
    var shift = start
    var block = start / BlockScan.width
    var blockStart = block * BlockScan.width
    var seen: UInt64 = 1 << UInt64(start - blockStart) - 1
    /// Quotes and line breaks.
    var others: UInt64 = 0
    output.removeAll(keepingCapacity: true)

    scanning: while blockStart < limit {
      var marks = blocks[block]
      marks.delimiters &= ~seen
      others = (marks.quotes | marks.breaks) & ~seen
      seen = 0
      while true {
        // All bits where no quote or line break follows in the block.
        let beforeOther = (others & (0 &- others)) &- 1
        if openQuote < 0 {
          var run = marks.delimiters & beforeOther
          guard room &- fields >= BlockScan.width || run.nonzeroBitCount <= room &- fields else {
            for _ in fields..<room { run &= run &- 1 }
            return .needsRoom(at: blockStart + run.trailingZeroBitCount)
          }
          let twiceBase = (blockStart &- shift) &* 2
          if isQuoted == 1, run != 0 {
            fields &+= 1
            ends[fields] = twiceBase &+ run.trailingZeroBitCount &* 2 &+ 1
            isQuoted = 0
            run &= run &- 1
          }
          while run != 0 {
            fields &+= 1
            ends[fields] = twiceBase &+ run.trailingZeroBitCount &* 2
            run &= run &- 1
          }
        }
        marks.delimiters &= ~beforeOther
        guard others != 0 else { break }

        let index = blockStart &+ others.trailingZeroBitCount
        others &= others &- 1
        let byte = BlockScan.byte(bytes, at: index)
        if openQuote >= 0 {
          if byte == 0x22 {
            guard index + 1 < limit else {
              if !isFinal { return .needsInput }
              openQuote = -1
              isQuoted = 1
              break scanning
            }
            let after = BlockScan.byte(bytes, at: index + 1)
            if after == 0x22 {
              RecordScanner.append(bytes, from: copied, to: index + 1, to: &output)
              copied = index + 2
              shift += 1
              // The second of the two is the next mark, in this block or the next.
              if others == 0 { seen = 1 }
              others &= others &- 1
              continue
            }
            guard after == delimiter || after == 0x0A || after == 0x0D else {
              return .failure(.textAfterClosingQuote, at: index + 1, seenAt: index + 1)
            }
            openQuote = -1
            isQuoted = 1
          } else if byte == 0x0D || BlockScan.byte(bytes, at: index - 1) != 0x0D {
            innerLineBreaks += 1
          }
        } else if byte == 0x22 {
          if index == start || BlockScan.byte(bytes, at: index - 1) == delimiter { openQuote = index }
        } else {
          if byte == 0x0D && index + 1 == limit && !isFinal { return .needsInput }
          if fields == room { return .needsRoom(at: index) }
          ends[fields + 1] = (index - shift) << 1 | isQuoted
          RecordScanner.append(bytes, from: copied, to: index, to: &output)
          let isPair = byte == 0x0D && index + 1 < limit && BlockScan.byte(bytes, at: index + 1) == 0x0A
          return .record(
            fields: fields + 1, textEnd: index, next: index + (isPair ? 2 : 1),
            innerLineBreaks: innerLineBreaks)
        }
      }
      block &+= 1
      blockStart &+= BlockScan.width
    }
    guard isFinal else { return .needsInput }
    if openQuote >= 0 { return .failure(.unclosedQuote, at: openQuote, seenAt: limit) }
    if fields == room { return .needsRoom(at: limit) }
    ends[fields + 1] = (limit - shift) << 1 | isQuoted
    RecordScanner.append(bytes, from: copied, to: limit, to: &output)
    return .record(fields: fields + 1, textEnd: limit, next: limit, innerLineBreaks: innerLineBreaks)
  }
}
