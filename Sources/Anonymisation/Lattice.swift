/// All combinations of levels, numbered so that the order of the numbers is lexicographic.
struct Lattice: Sendable {
  /// The highest level of each quasi-identifier.
  let heights: [Int]
  private let strides: [Int]
  /// The number of nodes.
  let count: Int

  /// Makes the lattice; nil if its nodes are more than `limit`.
  init?(heights: [Int], limit: Int) {
    var strides = Array(repeating: 1, count: heights.count)
    var count = 1
    for column in heights.indices.reversed() {
      strides[column] = count
      let (product, overflow) = count.multipliedReportingOverflow(by: heights[column] + 1)
      guard !overflow, product <= limit else { return nil }
      count = product
    }
    self.heights = heights
    self.strides = strides
    self.count = count
  }

  var top: Int { count - 1 }

  func level(of column: Int, at node: Int) -> Int {
    node / strides[column] % (heights[column] + 1)
  }

  func levels(at node: Int) -> [Int] {
    heights.indices.map { level(of: $0, at: node) }
  }

  func height(of node: Int) -> Int {
    heights.indices.reduce(0) { $0 + level(of: $1, at: node) }
  }

  /// Calls `body` with each node that is one level higher in one column.
  func forEachSuccessor(of node: Int, _ body: (Int) -> Void) {
    for column in heights.indices where level(of: column, at: node) < heights[column] {
      body(node + strides[column])
    }
  }

  /// Calls `body` with each node that is one level lower in one column.
  func forEachPredecessor(of node: Int, _ body: (Int) -> Void) {
    for column in heights.indices where level(of: column, at: node) > 0 {
      body(node - strides[column])
    }
  }
}
