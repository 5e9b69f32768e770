/// A = L D L' of a matrix that is positive semidefinite.
///
/// The columns are taken in their own order, and one whose pivot all but vanishes is aliased: it is a combination of the
/// columns *before* it, gets no coefficient, and does not disturb the others. This is which column R reports as NA.
/// Golub & Van Loan (2013), Matrix Computations, 4.1.2; complexity n³/6.
public struct Cholesky: Sendable {
  /// Which columns depend on those before them.
  public let aliased: [Bool]
  private let dimension: Int
  // Unit lower triangle, row by row, and the pivots; an aliased row and column is zero.
  private var lower: [Double]
  private var pivots: [Double]

  /// Decomposes a matrix.
  ///
  /// A pivot counts as zero under this share of its diagonal element, and where it is not a finite number.
  public init(_ matrix: SymmetricMatrix, tolerance: Double = 1e-11) {
    let count = matrix.dimension
    dimension = count
    lower = Array(repeating: 0, count: count * count)
    pivots = Array(repeating: 0, count: count)
    var aliased = Array(repeating: false, count: count)
    for row in 0..<count {
      var pivot = matrix[row, row]
      for column in 0..<row where !aliased[column] {
        var sum = matrix[row, column]
        for inner in 0..<column where !aliased[inner] {
          sum -= lower[row * count + inner] * lower[column * count + inner] * pivots[inner]
        }
        let factor = sum / pivots[column]
        lower[row * count + column] = factor
        pivot -= factor * sum
      }
      let floor = tolerance * matrix[row, row]
      if pivot > max(floor, 0), pivot.isFinite {
        pivots[row] = pivot
        lower[row * count + row] = 1
      } else {
        aliased[row] = true
      }
    }
    self.aliased = aliased
  }

  /// How many columns are independent.
  public var rank: Int { aliased.reduce(0) { $1 ? $0 : $0 + 1 } }

  /// The logarithm of the determinant of the independent part.
  public var logDeterminant: Double {
    pivots.indices.reduce(0) { aliased[$1] ? $0 : $0 + logarithm(pivots[$1]) }
  }

  /// Solves A x = b; an aliased element of x is zero.
  public func solve(_ right: [Double]) -> [Double] {
    precondition(right.count == dimension)
    var x = right
    for row in 0..<dimension {
      if aliased[row] {
        x[row] = 0
        continue
      }
      for column in 0..<row { x[row] -= lower[row * dimension + column] * x[column] }
    }
    for row in 0..<dimension where !aliased[row] { x[row] /= pivots[row] }
    for row in stride(from: dimension - 1, through: 0, by: -1) where !aliased[row] {
      for below in row + 1..<dimension where !aliased[below] {
        x[row] -= lower[below * dimension + row] * x[below]
      }
    }
    return x
  }

  /// The inverse of the independent part; rows and columns of aliased columns are zero.
  public var inverse: SymmetricMatrix {
    var result = SymmetricMatrix(dimension: dimension)
    for column in 0..<dimension where !aliased[column] {
      var unit = Array(repeating: 0.0, count: dimension)
      unit[column] = 1
      let solution = solve(unit)
      for row in column..<dimension { result[row, column] = solution[row] }
    }
    return result
  }
}
