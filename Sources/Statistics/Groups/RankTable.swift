/// How often each value occurs in each group: all that tests by ranks need, without a sort of persons.
public struct RankTable: Sendable, Equatable {
  /// The distinct values, ascending.
  public let values: [Double]
  /// How many groups there are.
  public let groupCount: Int
  /// The counts by value, then group.
  let counts: [Int]
  /// How many values were missing.
  public let missing: Int

  /// Sorts and counts the values of each group, in O(n log n); values that are not finite are missing.
  public init(groups: [[Double]]) {
    let pairs = groups.enumerated().flatMap { group, values in
      values.filter(\.isFinite).map { (value: $0, group: group) }
    }.sorted { $0.value < $1.value }
    var distinct: [Double] = []
    var counts: [Int] = []
    for (value, group) in pairs {
      if distinct.last != value {
        distinct.append(value)
        counts.append(contentsOf: repeatElement(0, count: groups.count))
      }
      counts[counts.count - groups.count + group] += 1
    }
    self.init(
      values: distinct, groupCount: groups.count, counts: counts,
      missing: groups.reduce(0) { $0 + $1.count } - pairs.count)
  }

  /// Counts a column of whole numbers, such as days, scores or values on a grid, in O(n + range).
  ///
  /// Columns of a range wider than 2²² are sorted instead.
  ///
  /// - Parameters:
  ///   - codes: The value of each person.
  ///   - groups: The group of each person, from 0; others than 0 ..< `groupCount` are missing.
  ///   - groupCount: How many groups there are.
  public init(codes: [Int32], groups: [UInt8], groupCount: Int) {
    let rows = min(codes.count, groups.count)
    // A group's number is one byte.
    let width = min(max(groupCount, 0), 256)
    var (least, most) = (Int32.max, Int32.min)
    for row in 0..<rows {
      least = min(least, codes[row])
      most = max(most, codes[row])
    }
    let range = rows > 0 ? Int(most) - Int(least) + 1 : 0
    guard range <= 1 << 22, width > 0 else {
      var members = [[Double]](repeating: [], count: width)
      for row in 0..<rows where Int(groups[row]) < width {
        members[Int(groups[row])].append(Double(codes[row]))
      }
      self.init(groups: members)
      return
    }
    var cells = [Int](repeating: 0, count: range * width)
    for row in 0..<rows where Int(groups[row]) < width {
      cells[(Int(codes[row]) - Int(least)) * width + Int(groups[row])] += 1
    }
    var values: [Double] = []
    var counts: [Int] = []
    for level in 0..<range {
      let cell = cells[level * width..<(level + 1) * width]
      guard cell.contains(where: { $0 > 0 }) else { continue }
      values.append(Double(Int(least) + level))
      counts.append(contentsOf: cell)
    }
    self.init(
      values: values, groupCount: width, counts: counts, missing: codes.count - counts.reduce(0, +))
  }

  private init(values: [Double], groupCount: Int, counts: [Int], missing: Int) {
    self.values = values
    self.groupCount = groupCount
    self.counts = counts
    self.missing = missing
  }

  /// How many values each group has.
  public var sizes: [Int] {
    var sizes = [Int](repeating: 0, count: groupCount)
    for (position, count) in counts.enumerated() { sizes[position % groupCount] += count }
    return sizes
  }

  /// How often each value occurs in all groups.
  var levelSizes: [Int] {
    values.indices.map { level in
      counts[level * groupCount..<(level + 1) * groupCount].reduce(0, +)
    }
  }

  /// The mean rank of each value.
  var midranks: [Double] {
    var below = 0
    return levelSizes.map { size in
      defer { below += size }
      return Double(below) + (Double(size) + 1) / 2
    }
  }

  /// The sum of ranks of each group; equal values share their mean rank.
  public var rankSums: [Double] {
    var sums = [Double](repeating: 0, count: groupCount)
    for (level, rank) in midranks.enumerated() {
      for group in 0..<groupCount { sums[group] += Double(counts[level * groupCount + group]) * rank }
    }
    return sums
  }

  /// Σ t³ − t over the sizes t of ties; as a double, since cubes leave 64 bits beyond two million persons.
  public var tieSum: Double {
    levelSizes.reduce(0) { sum, size in
      let t = Double(size)
      return sum + (t - 1) * t * (t + 1)
    }
  }
}
