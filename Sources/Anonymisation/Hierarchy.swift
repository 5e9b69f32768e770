/// What each category of a quasi-identifier becomes on each level of generalisation.
///
/// Level 0 is the category as it is, the top level is `*`. Every level is nested in the next:
/// categories that agree on a level agree on all levels above. The search relies on it.
public struct Hierarchy: Sendable {
  /// The label of the top level.
  public static let top = "*"

  /// The levels, from the categories themselves up to `*`.
  public let levels: [Level]
  private let leafOfLabel: [String: Int32]

  /// Makes a hierarchy from rows: a category, then its label on each level.
  ///
  /// A top level `*` is added unless the last level is one label for all.
  ///
  /// - Parameter rows: as many labels in every row; no category twice.
  /// - Throws: `HierarchyError` for rows of unequal length, a category twice, or levels not nested.
  public init(rows: [[String]]) throws(HierarchyError) {
    guard let width = rows.first?.count, width > 0 else { throw .empty }
    if let row = rows.firstIndex(where: { $0.count != width }) {
      throw .unequalRow(row: row, expected: width, found: rows[row].count)
    }
    var leafOfLabel: [String: Int32] = [:]
    for (leaf, row) in rows.enumerated() where leafOfLabel.updateValue(Int32(leaf), forKey: row[0]) != nil {
      throw .repeatedCategory(row: leaf)
    }
    var levels = (0..<width).map { level in Level(labelsOfLeaves: rows.map { $0[level] }) }
    if levels[width - 1].labels.count > 1 || width == 1 {
      levels.append(Level(labelsOfLeaves: rows.map { _ in Self.top }))
    }
    for level in levels.indices.dropLast() where !levels[level].isNested(in: levels[level + 1]) {
      throw .notNested(level: level)
    }
    self.levels = levels
    self.leafOfLabel = leafOfLabel
  }

  /// The highest level.
  public var height: Int { levels.count - 1 }

  /// The number of categories, those that no row has included.
  public var leafCount: Int { leafOfLabel.count }

  /// The number of a category, or nil if the hierarchy does not know it.
  public func leaf(for label: String) -> Int32? { leafOfLabel[label] }

  /// The label of a category on a level, or nil if the hierarchy does not know it.
  public func label(for category: String, level: Int) -> String? {
    leaf(for: category).map { levels[level].label(ofLeaf: $0) }
  }
}

extension Hierarchy {
  /// One level: the code of every category, and the label of every code.
  public struct Level: Sendable {
    /// The label of each code.
    public let labels: [String]
    /// The code of each category.
    public let codes: [Int32]
    /// The number of categories under each code.
    public let leafCounts: [Int]

    init(labelsOfLeaves: [String]) {
      let coded = Microdata.Column(name: "", role: .quasiIdentifier, values: labelsOfLeaves)
      var leafCounts = Array(repeating: 0, count: coded.labels.count)
      for code in coded.codes { leafCounts[Int(code)] += 1 }
      self.labels = coded.labels
      self.codes = coded.codes
      self.leafCounts = leafCounts
    }

    func label(ofLeaf leaf: Int32) -> String {
      labels[Int(codes[Int(leaf)])]
    }

    func isNested(in coarser: Level) -> Bool {
      var parents = [Int32?](repeating: nil, count: labels.count)
      for (code, parent) in zip(codes, coarser.codes) {
        if let known = parents[Int(code)], known != parent { return false }
        parents[Int(code)] = parent
      }
      return true
    }
  }
}

/// Why a hierarchy could not be made; it names rows and levels, never a category.
public enum HierarchyError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no category.
  case empty
  /// A row has more or fewer labels than the first; rows are counted from 0.
  case unequalRow(row: Int, expected: Int, found: Int)
  /// A category has been listed before; rows are counted from 0.
  case repeatedCategory(row: Int)
  /// Categories that agree on this level differ on the next.
  case notNested(level: Int)
  /// Categories that should be whole numbers are not.
  case notWholeNumbers(count: Int)
  /// The bounds or widths of a level are not ascending, or not above zero.
  case badBounds(level: Int)

  /// Says what is wrong and what to do.
  public var description: String {
    switch self {
    case .empty: "the hierarchy has no category; list at least one"
    case .unequalRow(let row, let expected, let found):
      "row \(row + 1) of the hierarchy has \(found) labels where \(expected) were expected"
    case .repeatedCategory(let row):
      "row \(row + 1) of the hierarchy repeats a category; list each once"
    case .notNested(let level):
      "categories that agree on level \(level) of the hierarchy differ on level \(level + 1); "
        + "make each level a grouping of the one below"
    case .notWholeNumbers(let count):
      "\(count) categories are not whole numbers, as intervals need; list them in a table instead"
    case .badBounds(let level):
      "the bounds of level \(level) are not ascending or not above zero; list them from low to high"
    }
  }
}
