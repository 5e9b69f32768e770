/// How strongly two yes-or-no variables of the same persons go together.
public struct FourfoldAssociation: Sendable, Hashable {
  /// Persons with both.
  public let both: Int
  /// Persons with the first alone.
  public let firstAlone: Int
  /// Persons with the second alone.
  public let secondAlone: Int
  /// Persons with neither.
  public let neither: Int

  /// Makes a table of four counts.
  public init(both: Int, firstAlone: Int, secondAlone: Int, neither: Int) {
    self.both = both
    self.firstAlone = firstAlone
    self.secondAlone = secondAlone
    self.neither = neither
  }

  /// Jaccard (1901): persons with both among persons with either; undefined where nobody has either.
  public var jaccard: Outcome<Double> {
    withCells { cells in
      let either = cells.a + cells.b + cells.c
      return either > 0 ? .defined(cells.a / either) : .undefined(.noObservations)
    }
  }

  /// The phi coefficient, from −1 to 1; undefined where one of the variables does not vary.
  public var phi: Outcome<Double> {
    withCells { cells in
      let margins = (cells.a + cells.b) * (cells.c + cells.d) * (cells.a + cells.c) * (cells.b + cells.d)
      guard margins > 0 else { return .undefined(.noVariation) }
      return .defined((cells.a * cells.d - cells.b * cells.c) / margins.squareRoot())
    }
  }

  /// Persons with both over what independence would give; undefined where nobody has one of them.
  public var lift: Outcome<Double> {
    withCells { cells in
      let (n, first, second) = (cells.a + cells.b + cells.c + cells.d, cells.a + cells.b, cells.a + cells.c)
      return first > 0 && second > 0 ? .defined(cells.a / first * (n / second)) : .undefined(.zeroCell)
    }
  }

  /// The counts as doubles, whose products do not overflow.
  private func withCells(
    _ formula: ((a: Double, b: Double, c: Double, d: Double)) -> Outcome<Double>
  ) -> Outcome<Double> {
    guard [both, firstAlone, secondAlone, neither].allSatisfy({ $0 >= 0 }) else {
      return .undefined(.inconsistentCounts)
    }
    return formula((Double(both), Double(firstAlone), Double(secondAlone), Double(neither)))
  }
}
