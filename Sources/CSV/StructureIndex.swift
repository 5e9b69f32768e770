/// Where the delimiters, quotes and line breaks of a buffer stand, as bits.
///
/// The whole buffer is marked before records are split off, in one loop that decides nothing by the text;
/// the blocks are those of the buffer, so none is looked at for two records.
struct StructureIndex: Sendable {
  /// The marks of 64 bytes, the first byte in the lowest bit.
  struct Marks: Sendable {
    var delimiters: UInt64 = 0
    var quotes: UInt64 = 0
    /// Line feeds and carriage returns.
    var breaks: UInt64 = 0
  }

  /// The marks of each block of the buffer; what stands after the last one of the text is old.
  private(set) var blocks: [Marks] = []

  /// Marks the bytes from the first up to `limit`; a block beyond that has to be readable.
  mutating func mark(_ bytes: RawSpan, to limit: Int, delimiter: UInt8) {
    let count = (limit + BlockScan.width - 1) / BlockScan.width
    if blocks.count < count {
      blocks.append(contentsOf: repeatElement(Marks(), count: count - blocks.count))
    }
    var marks = blocks.mutableSpan
    for block in 0..<count {
      marks[block] = BlockScan.structure(bytes, at: block &* BlockScan.width, delimiter: delimiter)
    }
    let rest = limit % BlockScan.width
    guard rest > 0 else { return }
    let inText: UInt64 = 1 << UInt64(rest) - 1
    marks[count - 1].delimiters &= inText
    marks[count - 1].quotes &= inText
    marks[count - 1].breaks &= inText
  }
}
