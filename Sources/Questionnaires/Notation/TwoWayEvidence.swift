/// What the cells of a column say about which of two readings is meant.
///
/// A cell that only one reading takes proves it. A cell that both take, and that is a different value by each, proves
/// nothing and needs the proof.
public struct TwoWayEvidence: Hashable, Sendable {
  /// Cells of one kind.
  public struct Count: Hashable, Sendable {
    /// How many there are.
    public internal(set) var cells = 0
    /// Line of the first; 0 if there is none.
    public internal(set) var firstLine = 0

    mutating func note(_ line: Int) {
      if cells == 0 { firstLine = line }
      cells += 1
    }

    mutating func add(_ other: Count) {
      guard other.cells > 0 else { return }
      if cells == 0 || other.firstLine < firstLine { firstLine = other.firstLine }
      cells += other.cells
    }
  }

  /// What the evidence comes to.
  public enum Verdict: Hashable, Sendable {
    case first
    case second
    /// It makes no difference.
    case either
    /// Cells prove both, and others depend on it.
    case contradictory
    /// Nothing decides, and cells depend on it.
    case undecided
  }

  /// Cells that only the first reading takes.
  public internal(set) var first = Count()
  /// Cells that only the second reading takes.
  public internal(set) var second = Count()
  /// Cells that are different values by the two readings.
  public internal(set) var different = Count()
  /// Cells that are the same value by both readings.
  public internal(set) var same = Count()
  /// Cells that no reading takes.
  public internal(set) var neither = Count()

  /// Makes evidence without any cell.
  public init() {}

  /// Cells that were looked at.
  public var cells: Int { first.cells + second.cells + different.cells + same.cells + neither.cells }
  /// Cells that some reading takes.
  public var readable: Int { cells - neither.cells }

  /// What a cell is by the two readings.
  mutating func note<Value: Equatable>(_ one: Value?, _ other: Value?, line: Int) {
    switch (one, other) {
    case (nil, nil): neither.note(line)
    case (_?, nil): first.note(line)
    case (nil, _?): second.note(line)
    case let (one?, other?): one == other ? same.note(line) : different.note(line)
    }
  }

  /// Takes the cells of another column as well.
  mutating func add(_ other: TwoWayEvidence) {
    first.add(other.first)
    second.add(other.second)
    different.add(other.different)
    same.add(other.same)
    neither.add(other.neither)
  }

  /// Where cells contradict each other and none depends on the proof, nothing can be misread by following the greater
  /// number; the others are then cells that cannot be read.
  public var verdict: Verdict {
    switch (first.cells, second.cells) {
    case (0, 0): different.cells > 0 ? .undecided : .either
    case (_, 0): .first
    case (0, _): .second
    case let (one, other) where different.cells > 0 || one == other: .contradictory
    case let (one, other): one > other ? .first : .second
    }
  }
}
