/// The one place where numbers that could give a person away are hidden.
///
/// Hidden are
/// - counts of 1 to `threshold` − 1, and counts whose complement `n` − `count` is that small;
/// - counts of 0 and of `n` in rows marked sensitive: they tell something about every member of the group;
/// - groups smaller than `threshold`, with everything said of them;
/// - summaries (mean, median) of fewer than `smallestSummarised` persons; smallest and largest values
///   likewise, and always where `isPublic`;
/// - comparisons that rest on a hidden number;
/// - and as many further cells, smallest first, as it takes that no hidden number follows from shown ones: by
///   subtraction in any set of rows with a known total (`partitions`, `totalOf`), by linear elimination over
///   all the sets together, or because the rest leaves one possibility only. What the hidden cells of a set
///   add up to is at least `threshold` too.
///
/// A hidden cell loses count, value, limits and note at once. All hidden cells look alike: a mark that told a
/// small cell from one hidden for its sake would narrow both down.
/// The rule sees one table at a time: differences between tables are for the release ledger.
public struct SmallCells: Sendable, Hashable {
  /// Counts below this are hidden.
  public let threshold: Int
  /// Summaries of fewer persons are hidden.
  public let smallestSummarised: Int
  /// Whether the result leaves the house.
  public let isPublic: Bool

  /// The mark of a hidden number in machine output, as the European Statistical System writes "confidential".
  public static let mark = ":c"

  /// No threshold may be set below this.
  public static let lowestThreshold = 3

  /// For people who work with the records: a threshold of 5.
  public static let inHouse = SmallCells(threshold: 5)

  /// For everybody else: a threshold of 10, and no single person's value.
  public static let publicUse = SmallCells(threshold: 10, isPublic: true)

  /// Makes a rule; a threshold under `lowestThreshold` is raised to it.
  public init(threshold: Int, isPublic: Bool = false) {
    self.threshold = max(threshold, SmallCells.lowestThreshold)
    self.smallestSummarised = max(self.threshold, 10)
    self.isPublic = isPublic
  }

  /// The rule in a sentence, printed under every table.
  public var sentence: String {
    "Counts below \(threshold) and their complements, and what would give them away, are not shown; "
      + "means and medians from \(smallestSummarised) persons on."
  }

  /// Whether a count by itself must be hidden.
  func hides(count: Int, of n: Int?, isSensitive: Bool) -> Bool {
    if count > 0 && count < threshold { return true }
    guard let n, n > 0 else { return isSensitive && count == 0 && n == nil }
    if n - count > 0 && n - count < threshold { return true }
    return isSensitive && (count == 0 || count == n)
  }
}
