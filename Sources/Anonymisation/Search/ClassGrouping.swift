/// Groups finest classes (or rows) that have the same labels at a node.
///
/// The labels of an item are packed into one 64-bit key of mixed radix. Where the product of the
/// label counts exceeds 64 bits the key is a hash, and items with equal keys are compared.
struct ClassGrouping: Sendable {
  private let columns: [PreparedColumn]
  private let categories: [Int32]
  private let categoryOffsets: [Int]
  private let multiplier: UInt64

  /// Makes a grouping of items given by their categories, item after item.
  ///
  /// - Parameters:
  ///   - columns: the columns.
  ///   - categories: for each item its category in each column.
  ///   - multiplier: an odd number whose powers spread the keys that do not fit into 64 bits.
  init(columns: [PreparedColumn], categories: [Int32], multiplier: UInt64 = 0xD134_2543_DE82_EF95) {
    self.columns = columns
    self.multiplier = multiplier
    self.categories = categories
    var offsets: [Int] = []
    var offset = 0
    for column in columns {
      offsets.append(offset)
      offset += column.categoryCount
    }
    self.categoryOffsets = offsets + [offset]
  }

  /// Numbers the groups in the order of their first item.
  ///
  /// - Parameters:
  ///   - items: the items to group.
  ///   - levels: the level of each column.
  /// - Returns: the group of each item, and the first item of each group.
  func group(_ items: [Int32], levels: [Int]) -> (groups: [Int32], firstItems: [Int32]) {
    let (weights, isExact) = keyWeights(levels)
    let keys = keys(of: items, weights: weights)
    let slotCount = Self.slotCount(for: items.count)
    let shift = UInt64(64 - slotCount.trailingZeroBitCount)
    var slots = Array(repeating: Int32(-1), count: slotCount)
    var groups = Array(repeating: Int32(0), count: items.count)
    var firstItems: [Int32] = []
    var groupKeys: [UInt64] = []
    for (index, key) in keys.enumerated() {
      var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> shift)
      var group = slots[slot]
      while group >= 0 {
        if groupKeys[Int(group)] == key,
          isExact || hasSameLabels(items[index], firstItems[Int(group)], levels: levels)
        {
          break
        }
        slot = (slot + 1) & (slotCount - 1)
        group = slots[slot]
      }
      if group < 0 {
        group = Int32(groupKeys.count)
        slots[slot] = group
        groupKeys.append(key)
        firstItems.append(items[index])
      }
      groups[index] = group
    }
    return (groups, firstItems)
  }

  /// The keys of the items: the sum of the weights of their categories.
  private func keys(of items: [Int32], weights: [UInt64]) -> [UInt64] {
    let width = columns.count
    var keys: [UInt64] = []
    keys.reserveCapacity(items.count)
    categories.withUnsafeBufferPointer { categories in
      weights.withUnsafeBufferPointer { weights in
        for item in items {
          let start = Int(item) * width
          var key: UInt64 = 0
          for column in 0..<width {
            key &+= weights[categoryOffsets[column] + Int(categories[start + column])]
          }
          keys.append(key)
        }
      }
    }
    return keys
  }

  /// What each category of each column adds to the key, and whether different labels differ in it.
  private func keyWeights(_ levels: [Int]) -> (weights: [UInt64], isExact: Bool) {
    var strides: [UInt64] = []
    var product: UInt64 = 1
    var isExact = true
    for (column, level) in zip(columns, levels) {
      strides.append(product)
      let (next, overflow) = product.multipliedReportingOverflow(by: UInt64(column.codeCounts[level]))
      if overflow { isExact = false }
      product = next
    }
    if !isExact {
      // Any spread will do: equality is checked apart.
      var power: UInt64 = 1
      strides = columns.map { _ in
        power &*= multiplier
        return power
      }
    }
    var weights: [UInt64] = []
    weights.reserveCapacity(categoryOffsets[columns.count])
    for ((column, level), stride) in zip(zip(columns, levels), strides) {
      weights.append(contentsOf: column.codes[level].map { UInt64($0) &* stride })
    }
    return (weights, isExact)
  }

  private func hasSameLabels(_ item: Int32, _ other: Int32, levels: [Int]) -> Bool {
    let (start, otherStart) = (Int(item) * columns.count, Int(other) * columns.count)
    return columns.indices.allSatisfy { column in
      let codes = columns[column].codes[levels[column]]
      return codes[Int(categories[start + column])] == codes[Int(categories[otherStart + column])]
    }
  }

  /// A power of two at least twice the number of items.
  private static func slotCount(for itemCount: Int) -> Int {
    var count = 16
    while count < 2 * itemCount { count *= 2 }
    return count
  }
}
