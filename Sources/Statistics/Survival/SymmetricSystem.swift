/// A symmetric, positive semidefinite matrix factored as L D Lᵀ in the order of its columns, so that of columns which
/// depend on each other the later is left out (as R's `cholesky2` does).
struct SymmetricSystem {
  /// How many columns there are.
  let size: Int
  /// Which columns depend on earlier ones; their solutions are 0.
  let isAliased: [Bool]
  private var lower: [Double]
  private var pivots: [Double]

  /// Factors a matrix given row by row.
  ///
  /// - Parameters:
  ///   - matrix: The matrix.
  ///   - size: How many rows and columns it has.
  ///   - tolerance: What share of its diagonal a column must keep once earlier columns are taken out.
  ///   - leavingOut: Columns that are known to be aliased.
  init(_ matrix: [Double], size: Int, tolerance: Double = 1e-11, leavingOut: [Bool]? = nil) {
    self.size = size
    lower = [Double](repeating: 0, count: size * size)
    pivots = [Double](repeating: 0, count: size)
    var isAliased = leavingOut ?? [Bool](repeating: false, count: size)
    for column in 0..<size {
      var pivot = matrix[column * size + column]
      for earlier in 0..<column {
        let entry = lower[column * size + earlier]
        pivot -= entry * entry * pivots[earlier]
      }
      let diagonal = matrix[column * size + column]
      if isAliased[column] || !(diagonal > 0) || !(pivot > tolerance * diagonal) || !pivot.isFinite {
        isAliased[column] = true
        continue
      }
      pivots[column] = pivot
      for row in (column + 1)..<max(size, column + 1) {
        var entry = matrix[row * size + column]
        for earlier in 0..<column {
          entry -= lower[row * size + earlier] * lower[column * size + earlier] * pivots[earlier]
        }
        lower[row * size + column] = entry / pivot
      }
    }
    self.isAliased = isAliased
  }

  /// How many columns are independent.
  var rank: Int { isAliased.count { !$0 } }

  /// The solution of matrix · x = right; 0 in aliased places.
  func solve(_ right: [Double]) -> [Double] {
    var x = right
    for row in 0..<size {
      if isAliased[row] {
        x[row] = 0
        continue
      }
      for earlier in 0..<row where !isAliased[earlier] { x[row] -= lower[row * size + earlier] * x[earlier] }
    }
    for row in (0..<size).reversed() where !isAliased[row] {
      x[row] /= pivots[row]
      for later in (row + 1)..<max(size, row + 1) where !isAliased[later] {
        x[row] -= lower[later * size + row] * x[later]
      }
    }
    return x
  }

  /// The inverse, row by row; 0 in aliased rows and columns.
  func inverse() -> [Double] {
    var result = [Double](repeating: 0, count: size * size)
    for column in 0..<size where !isAliased[column] {
      var unit = [Double](repeating: 0, count: size)
      unit[column] = 1
      let solution = solve(unit)
      for row in 0..<size { result[row * size + column] = solution[row] }
    }
    return result
  }

  /// rightᵀ · matrix⁻¹ · right.
  func quadraticForm(_ right: [Double]) -> Double {
    zip(right, solve(right)).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
