/// A level of generalisation for each quasi-identifier: one node of the lattice.
public struct Generalisation: Sendable, Hashable, CustomStringConvertible {
  /// The level of each quasi-identifier, in column order; level 0 leaves a value as it is.
  public let levels: [Int]

  /// Makes a node from its levels.
  public init(levels: [Int]) {
    self.levels = levels
  }

  /// The levels as ARX writes them, such as `[0|3|1]`.
  public var description: String {
    "[" + levels.map(String.init).joined(separator: "|") + "]"
  }
}
