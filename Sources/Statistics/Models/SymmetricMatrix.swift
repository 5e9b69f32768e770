/// A symmetric matrix such as an information or a covariance matrix.
public struct SymmetricMatrix: Sendable, Equatable {
  /// How many rows, which is how many columns, it has.
  public let dimension: Int
  /// All elements, row by row.
  public private(set) var elements: [Double]

  /// Makes a matrix of zeros.
  public init(dimension: Int) {
    self.dimension = max(dimension, 0)
    elements = Array(repeating: 0, count: self.dimension * self.dimension)
  }

  /// The element of a row and a column; writing writes its mirror image too.
  public subscript(row: Int, column: Int) -> Double {
    get { elements[row * dimension + column] }
    set {
      elements[row * dimension + column] = newValue
      elements[column * dimension + row] = newValue
    }
  }

  /// The elements where the row is the column.
  public var diagonal: [Double] { (0..<dimension).map { self[$0, $0] } }

  /// The matrix times a vector; the vector has `dimension` elements.
  public func times(_ vector: [Double]) -> [Double] {
    precondition(vector.count == dimension)
    return (0..<dimension).map { row in
      (0..<dimension).reduce(0) { $0 + self[row, $1] * vector[$1] }
    }
  }

  /// v' A v.
  public func quadraticForm(_ vector: [Double]) -> Double {
    zip(times(vector), vector).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// T A T' for a matrix T that is given row by row, each of `dimension` elements.
  public func transformed(by rows: [[Double]]) -> SymmetricMatrix {
    let products = rows.map { times($0) }
    var result = SymmetricMatrix(dimension: rows.count)
    for row in rows.indices {
      for column in row..<rows.count {
        result[row, column] = zip(rows[row], products[column]).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    return result
  }

  /// The part of the matrix in these rows and columns.
  public func restricted(to kept: [Int]) -> SymmetricMatrix {
    var result = SymmetricMatrix(dimension: kept.count)
    for (row, source) in kept.enumerated() {
      for column in row..<kept.count { result[row, column] = self[source, kept[column]] }
    }
    return result
  }

  /// Whether every element is a finite number.
  public var isFinite: Bool { elements.allSatisfy(\.isFinite) }
}
