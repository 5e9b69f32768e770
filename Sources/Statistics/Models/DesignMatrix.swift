/// The covariates of a model as columns of numbers: intercept, numbers as they are, categories as contrasts with the
/// first level, interactions as products.
public struct DesignMatrix: Sendable, Equatable {
  /// The columns' names as R gives them: `(Intercept)`, `age`, `sexmale`, `age:sexmale`.
  public let names: [String]
  /// How many rows there are.
  public let rows: Int
  /// The numbers, column after column.
  public let values: [Double]
  /// Whether the first column is the intercept.
  public let hasIntercept: Bool
  /// The terms of the formula in the order of the columns, the intercept not among them.
  public let terms: [String]
  /// The place in `terms` of each column's term; −1 for the intercept.
  public let termOfColumn: [Int]

  /// How many columns there are.
  public var columns: Int { names.count }

  /// One column.
  public func column(_ place: Int) -> ArraySlice<Double> { values[place * rows..<(place + 1) * rows] }

  /// Makes a matrix from columns of numbers of equal length, each a term by itself, after an intercept if wanted.
  ///
  /// - Returns: nil where the columns are of different lengths, or as many names are not given.
  public init?(columns: [[Double]], names: [String], intercept: Bool, rows: Int) {
    guard rows >= 0, columns.count == names.count, columns.allSatisfy({ $0.count == rows }) else {
      return nil
    }
    self.names = (intercept ? ["(Intercept)"] : []) + names
    self.rows = rows
    var values = Array(repeating: 1.0, count: intercept ? rows : 0)
    values.reserveCapacity(self.names.count * rows)
    for column in columns { values += column }
    self.values = values
    hasIntercept = intercept
    terms = names
    termOfColumn = (intercept ? [-1] : []) + Array(names.indices)
  }

  /// Codes the terms over columns that miss nothing.
  init(_ terms: ModelTerms, _ columns: [ModelColumn], rows: Int, dropsIntercept: Bool) {
    // A model of hazards has no intercept of its own, but codes its factors as if it had.
    let codesIntercept = terms.hasIntercept || dropsIntercept
    var names: [String] = []
    var values: [Double] = []
    var places: [Int] = []
    hasIntercept = codesIntercept && !dropsIntercept
    if hasIntercept {
      names.append("(Intercept)")
      values = Array(repeating: 1, count: rows)
      places.append(-1)
    }
    var awaitsFull = !codesIntercept
    for (place, term) in terms.terms.enumerated() {
      var coded: [(name: String, values: [Double])] = []
      for variable in term {
        let name = terms.variables[variable].description
        let isFactor = columns[variable].isFactor
        // Without an intercept, the first factor takes its place.
        let isFull = terms.isFull(variable, in: place) || (awaitsFull && isFactor)
        if isFactor { awaitsFull = false }
        let own = columns[variable].coded(named: name, isFull: isFull)
        coded = coded.isEmpty && variable == term[0] ? own : Self.products(coded, own)
      }
      for column in coded {
        names.append(column.name)
        values += column.values
        places.append(place)
      }
    }
    self.names = names
    self.values = values
    self.rows = rows
    self.terms = terms.terms.map(terms.label)
    termOfColumn = places
  }

  /// All pairs; the first one's levels run fastest.
  private static func products(
    _ first: [(name: String, values: [Double])], _ second: [(name: String, values: [Double])]
  ) -> [(name: String, values: [Double])] {
    second.flatMap { right in
      first.map { left in
        ("\(left.name):\(right.name)", left.values.indices.map { left.values[$0] * right.values[$0] })
      }
    }
  }
}

extension ModelColumn {
  fileprivate var isFactor: Bool {
    if case .numbers = self { false } else { true }
  }

  /// The columns that stand for a variable: itself, or one for each level, the first left out unless `isFull`.
  fileprivate func coded(named name: String, isFull: Bool) -> [(name: String, values: [Double])] {
    if case .numbers(let values) = self { return [(name, values)] }
    guard case .factor(let codes, let levels) = asFactor else { return [] }
    return levels.enumerated().dropFirst(isFull ? 0 : 1).map { place, level in
      (name + level, codes.map { Int($0) == place ? 1 : 0 })
    }
  }
}
