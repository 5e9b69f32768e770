/// Finds the word that somebody may have meant.
enum Spelling {
  /// A sentence part such as `; did you mean "fatigue"?`, empty if no candidate is near.
  static func suggestion(for word: String, among candidates: some Sequence<String>) -> String {
    nearest(to: word, among: candidates).map { "; did you mean \"\($0)\"?" } ?? ""
  }

  /// The candidate with the fewest changes, if these are at most a third of the word.
  static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    let target = Array(word.lowercased().utf8.prefix(80))
    let allowed = max(1, target.count / 3)
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let other = Array(candidate.lowercased().utf8.prefix(80))
      guard abs(other.count - target.count) <= allowed else { continue }
      let distance = changes(from: target, to: other)
      if distance <= allowed, distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    return best?.candidate
  }

  /// Letters added, left out, replaced or swapped with their neighbour, by rows (optimal string alignment).
  private static func changes(from left: [UInt8], to right: [UInt8]) -> Int {
    var beforePrevious: [Int] = []
    var previous = Array(0...right.count)
    for (row, byte) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        let replaced = previous[column] + (byte == other ? 0 : 1)
        var least = min(replaced, previous[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
          least = min(least, beforePrevious[column - 1] + 1)
        }
        current.append(least)
      }
      beforePrevious = previous
      previous = current
    }
    return previous[right.count]
  }
}
