extension Hierarchy {
  /// A label and the labels of the level below that it stands for.
  public struct Group: Sendable {
    /// The label of the group.
    public let label: String
    /// The labels, of the level below, that become this one.
    public let members: [String]

    /// Makes a group.
    public init(_ label: String, _ members: [String]) {
      self.label = label
      self.members = members
    }
  }

  /// A hierarchy of two levels: the category, or nothing.
  public static func suppression(of categories: [String]) throws(HierarchyError) -> Hierarchy {
    try Hierarchy(rows: categories.map { [$0] })
  }

  /// A hierarchy of bands of equal width, each width a multiple of the one before.
  ///
  /// With `widths: [5, 10]` and `origin: 0` the age 37 becomes `35-39`, then `30-39`, then `*`.
  /// An empty category (a missing value) stays empty below `*`.
  ///
  /// - Parameters:
  ///   - categories: whole numbers, or empty.
  ///   - widths: the widths of the levels, from narrow to wide.
  ///   - origin: a number at which a band of every width starts.
  /// - Returns: a hierarchy of `widths.count` levels above the categories, and `*`.
  /// - Throws: `HierarchyError` for other categories, or widths that do not nest.
  public static func bands(of categories: [String], widths: [Int], origin: Int = 0)
    throws(HierarchyError) -> Hierarchy
  {
    if let level = widths.firstIndex(where: { $0 <= 0 }) { throw .badBounds(level: level + 1) }
    return try numeric(categories) { number in
      widths.map { width in
        let distance = number - origin
        let lower = origin + (distance - (distance % width + width) % width)
        return width == 1 ? "\(lower)" : "\(lower)-\(lower + width - 1)"
      }
    }
  }

  /// A hierarchy of intervals with bounds of their own on each level.
  ///
  /// The bounds `[18, 40, 65]` make `<18`, `18-39`, `40-64` and `65+`. Each level's bounds must be
  /// among those of the level below, and an empty category stays empty below `*`.
  public static func intervals(of categories: [String], bounds: [[Int]])
    throws(HierarchyError) -> Hierarchy
  {
    for (level, list) in bounds.enumerated()
    where list.isEmpty || zip(list, list.dropFirst()).contains(where: >=) {
      throw .badBounds(level: level + 1)
    }
    return try numeric(categories) { number in
      bounds.map { list in
        guard let upper = list.firstIndex(where: { $0 > number }) else { return "\(list[list.count - 1])+" }
        return upper == 0 ? "<\(list[0])" : interval(from: list[upper - 1], upTo: list[upper])
      }
    }
  }

  /// A hierarchy of groups, each level grouping the labels of the one below.
  ///
  /// A label in no group stays as it is.
  public static func groups(of categories: [String], levels: [[Group]]) throws(HierarchyError) -> Hierarchy {
    var rows = categories.map { [$0] }
    for groups in levels {
      var groupOfMember: [String: String] = [:]
      for group in groups {
        for member in group.members { groupOfMember[member] = group.label }
      }
      for row in rows.indices {
        let label = rows[row][rows[row].count - 1]
        rows[row].append(groupOfMember[label] ?? label)
      }
    }
    return try Hierarchy(rows: rows)
  }

  /// A hierarchy that hides one more character from the end on each level.
  ///
  /// The postcode `8010` becomes `801*`, `80**`, `8***`, then `*`.
  public static func masks(of categories: [String]) throws(HierarchyError) -> Hierarchy {
    let longest = categories.map(\.count).max() ?? 0
    return try Hierarchy(
      rows: categories.map { category in
        let masked = (0..<max(longest, 1)).map { hidden in
          category.dropLast(hidden) + String(repeating: "*", count: min(hidden, category.count))
        }
        return masked.map { String($0) } + [top]
      })
  }

  private static func interval(from lower: Int, upTo upper: Int) -> String {
    upper == lower + 1 ? "\(lower)" : "\(lower)-\(upper - 1)"
  }

  private static func numeric(_ categories: [String], _ labels: (Int) -> [String])
    throws(HierarchyError) -> Hierarchy
  {
    var rows: [[String]] = []
    var unreadable = 0
    let levelCount = labels(0).count
    for category in categories {
      if let number = Int(category) {
        rows.append([category] + labels(number) + [top])
      } else if category.isEmpty {
        rows.append(Array(repeating: category, count: levelCount + 1) + [top])
      } else {
        unreadable += 1
      }
    }
    guard unreadable == 0 else { throw .notWholeNumbers(count: unreadable) }
    return try Hierarchy(rows: rows)
  }
}
