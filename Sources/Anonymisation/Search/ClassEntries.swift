/// For each class a list of codes with their counts, no code twice (compressed rows).
struct ClassEntries: Sendable {
  /// Where each class's entries start; one more than there are classes.
  var offsets: [Int32] = [0]
  var codes: [Int32] = []
  var counts: [Int32] = []

  func range(of index: Int) -> Range<Int> {
    Int(offsets[index])..<Int(offsets[index + 1])
  }

  func length(of index: Int) -> Int {
    Int(offsets[index + 1] - offsets[index])
  }

  mutating func endClass() {
    offsets.append(Int32(codes.count))
  }

  mutating func append(code: Int32, count: Int32) {
    codes.append(code)
    counts.append(count)
  }

  /// Adds up the entries of the classes in each group.
  ///
  /// - Parameters:
  ///   - groups: for each new class, the old classes in it.
  ///   - codeCount: codes are below this.
  /// - Returns: the entries of each new class.
  func merged(_ groups: ClassGroups, codeCount: Int) -> ClassEntries {
    var merged = ClassEntries()
    merged.offsets.reserveCapacity(groups.count + 1)
    merged.codes.reserveCapacity(codes.count)
    merged.counts.reserveCapacity(codes.count)
    // Where in `merged` a code was last written; of this class only if not before its start.
    var lastPosition = Array(repeating: Int32(-1), count: codeCount)
    for group in 0..<groups.count {
      let start = Int32(merged.codes.count)
      for member in groups.range(of: group) {
        for entry in range(of: Int(groups.members[member])) {
          let code = Int(codes[entry])
          if lastPosition[code] >= start {
            merged.counts[Int(lastPosition[code])] += counts[entry]
          } else {
            lastPosition[code] = Int32(merged.codes.count)
            merged.append(code: codes[entry], count: counts[entry])
          }
        }
      }
      merged.endClass()
    }
    return merged
  }

  /// Keeps the entries whose code passes; every class stays, if only empty.
  func filtered(_ isKept: (Int32) -> Bool) -> ClassEntries {
    var kept = ClassEntries()
    for index in 0..<offsets.count - 1 {
      for entry in range(of: index) where isKept(codes[entry]) {
        kept.append(code: codes[entry], count: counts[entry])
      }
      kept.endClass()
    }
    return kept
  }
}
