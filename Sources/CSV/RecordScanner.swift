/// Splits one record off a buffer of UTF-8 bytes whose structure is marked.
///
/// `RecordStateMachine` says what a record is; this is the same, fast: sixty-four bytes at a time, by bits that
/// say what stands inside quotes (Langdale and Lemire, "Parsing gigabytes of JSON per second", 2019, section 3.1.1). The
/// scan keeps no state: a record whose end is not in the buffer yet is scanned again from its beginning once it is.
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
  /// `marks` are those of `bytes` up to `limit`. `isFinal` says that the text ends there. `output`
  /// receives the fields, `packedEnds` what `Record` says of it.
  static func scan(
    _ bytes: RawSpan,
    marks: Span<StructureIndex.Marks>,
    from start: Int,
    to limit: Int,
    isFinal: Bool,
    delimiter: UInt8,
    mostFields: Int,
    packedEnds: inout [Int],
    output: inout [UInt8]
  ) -> Outcome {
    let outcome = scanRegular(
      bytes, marks: marks, from: start, to: limit, isFinal: isFinal, mostFields: mostFields,
      packedEnds: &packedEnds, output: &output)
    return outcome
      ?? IrregularRecordScanner.scan(
        bytes, marks: marks, from: start, to: limit, isFinal: isFinal, delimiter: delimiter,
        mostFields: mostFields, packedEnds: &packedEnds, output: &output)
  }

  /// Scans a record in which quotes stand around fields and, doubled, inside them; `nil` for any other.
  @inline(__always)
  private static func scanRegular(
    _ bytes: RawSpan,
    marks blocks: Span<StructureIndex.Marks>,
    from start: Int,
    to limit: Int,
    isFinal: Bool,
    mostFields: Int,
    packedEnds: inout [Int],
    output: inout [UInt8]
  ) -> Outcome? {
    var ends = packedEnds.mutableSpan
    let room = min(ends.count - 1, mostFields)
    var fields = 0
    var innerLineBreaks = 0
    // Everything before `copied` is in the output; an index minus `shift` is its place there.
    var copied = start
    var shift = start
    var block = start / BlockScan.width
    var blockStart = block * BlockScan.width
    var quotes = QuoteBits(beginningAt: UInt64(start - blockStart))
    var unseen = ~UInt64(0) << UInt64(start - blockStart)

    while blockStart < limit {
      let marks = blocks[block]
      var delimiters = marks.delimiters & unseen
      var breaks = marks.breaks & unseen
      let isRegular = quotes.advance(
        over: marks.quotes & unseen, &delimiters, &breaks, textBits: bits(before: limit &- blockStart))
      guard isRegular else { return nil }
      unseen = ~0
      if quotes.innerBreaks != 0 {
        innerLineBreaks += count(quotes.innerBreaks, in: bytes, at: blockStart)
      }

      // All bits where no line break follows in the block.
      var run = delimiters & ((breaks & (0 &- breaks)) &- 1)
      guard room &- fields >= BlockScan.width || run.nonzeroBitCount <= room &- fields else {
        for _ in fields..<room { run &= run &- 1 }
        return .needsRoom(at: blockStart + run.trailingZeroBitCount)
      }
      if quotes.afterClosing == 0 {
        let twiceBase = (blockStart &- shift) &* 2
        while run != 0 {
          fields &+= 1
          ends[fields] = twiceBase &+ run.trailingZeroBitCount &* 2
          run &= run &- 1
        }
      } else {
        var doubled = quotes.doubled
        while true {
          // All bits where no doubled quote follows.
          let beforeDoubled = (doubled & (0 &- doubled)) &- 1
          var part = run & beforeDoubled
          let twiceBase = (blockStart &- shift) &* 2
          while part != 0 {
            fields &+= 1
            let bit = part.trailingZeroBitCount
            let wasQuoted = Int(
              truncatingIfNeeded: quotes.afterClosing >> UInt64(truncatingIfNeeded: bit) & 1)
            ends[fields] = twiceBase &+ bit &* 2 &+ wasQuoted
            part &= part &- 1
          }
          guard doubled != 0 else { break }
          let index = blockStart &+ doubled.trailingZeroBitCount
          copy(bytes, from: copied, to: index, isFirst: copied == start, to: &output)
          copied = index + 1
          shift += 1
          run &= ~beforeDoubled
          doubled &= doubled &- 1
        }
      }

      if breaks != 0 {
        let bit = breaks.trailingZeroBitCount
        let index = blockStart &+ bit
        let isReturn = BlockScan.byte(bytes, at: index) == 0x0D
        if isReturn && index + 1 == limit && !isFinal { return .needsInput }
        if fields == room { return .needsRoom(at: index) }
        let wasQuoted = Int(truncatingIfNeeded: quotes.afterClosing >> UInt64(truncatingIfNeeded: bit) & 1)
        ends[fields + 1] = (index - shift) << 1 | wasQuoted
        copy(bytes, from: copied, to: index, isFirst: copied == start, to: &output)
        let isPair = isReturn && index + 1 < limit && BlockScan.byte(bytes, at: index + 1) == 0x0A
        return .record(
          fields: fields + 1, textEnd: index, next: index + (isPair ? 2 : 1),
          innerLineBreaks: innerLineBreaks)
      }
      block &+= 1
      blockStart &+= BlockScan.width
    }
    guard isFinal else { return .needsInput }
    // The irregular scan says where the open quote stands.
    if quotes.isOpen { return nil }
    if fields == room { return .needsRoom(at: limit) }
    let wasQuoted = BlockScan.byte(bytes, at: limit - 1) == 0x22 ? 1 : 0
    ends[fields + 1] = (limit - shift) << 1 | wasQuoted
    copy(bytes, from: copied, to: limit, isFirst: copied == start, to: &output)
    return .record(fields: fields + 1, textEnd: limit, next: limit, innerLineBreaks: innerLineBreaks)
  }

  /// The bits of a block's first bytes, `count` of them or all.
  @inline(__always)
  private static func bits(before count: Int) -> UInt64 {
    count >= BlockScan.width ? ~0 : 1 << UInt64(truncatingIfNeeded: count) &- 1
  }

  /// The line breaks inside quotes; a line feed after a carriage return belongs to it.
  private static func count(_ breaks: UInt64, in bytes: RawSpan, at blockStart: Int) -> Int {
    var count = 0
    var rest = breaks
    while rest != 0 {
      let index = blockStart + rest.trailingZeroBitCount
      if BlockScan.byte(bytes, at: index) == 0x0D || BlockScan.byte(bytes, at: index - 1) != 0x0D {
        count += 1
      }
      rest &= rest &- 1
    }
    return count
  }

  /// Appends bytes to the output, or puts the first ones in the place of the record before.
  ///
  /// Most records are a single piece, often as long as the one before; emptying the array costs as much as the copy.
  @inline(__always)
  private static func copy(
    _ bytes: RawSpan, from start: Int, to end: Int, isFirst: Bool, to output: inout [UInt8]
  ) {
    let count = end - start
    guard isFirst && output.count >= count else {
      if isFirst { output.removeAll(keepingCapacity: true) }
      append(bytes, from: start, to: end, to: &output)
      return
    }
    if output.count > count { output.removeLast(output.count - count) }
    bytes.extracting(start..<end).withUnsafeBytes { source in
      output.withUnsafeMutableBytes { $0.copyMemory(from: source) }
    }
  }

  @inline(__always)
  static func append(_ bytes: RawSpan, from start: Int, to end: Int, to output: inout [UInt8]) {
    bytes.extracting(start..<end).withUnsafeBytes { output.append(contentsOf: $0) }
  }
}
