extension SymmetricMatrix {
  /// The eigenvalues, largest first; undefined where an element is not finite.
  ///
  /// Jacobi's rotations (Golub & Van Loan 2013, 8.5): slow for large matrices, but accurate for small eigenvalues too.
  public var eigenvalues: Outcome<[Double]> {
    guard isFinite else { return .undefined(.notComputed) }
    var matrix = self
    for _ in 0..<100 {
      var outside = 0.0
      for row in 0..<dimension {
        for column in 0..<row { outside += matrix[row, column] * matrix[row, column] }
      }
      let inside = matrix.diagonal.reduce(0) { $0 + $1 * $1 }
      if outside <= 1e-34 * inside || outside == 0 { return .defined(matrix.diagonal.sorted(by: >)) }
      for row in 1..<dimension {
        for column in 0..<row { matrix.rotate(column, row) }
      }
    }
    return .undefined(.notComputed)
  }

  /// Turns the plane of two axes so that their element vanishes.
  private mutating func rotate(_ first: Int, _ second: Int) {
    let element = self[first, second]
    guard element != 0 else { return }
    let slope = (self[second, second] - self[first, first]) / (2 * element)
    let sign = slope < 0 ? -1.0 : 1.0
    let tangent = sign / (abs(slope) + (slope * slope + 1).squareRoot())
    let cosine = 1 / (tangent * tangent + 1).squareRoot()
    let sine = tangent * cosine
    let (left, right) = (self[first, first], self[second, second])
    for other in 0..<dimension where other != first && other != second {
      let (a, b) = (self[first, other], self[second, other])
      self[first, other] = cosine * a - sine * b
      self[second, other] = sine * a + cosine * b
    }
    self[first, first] = left - tangent * element
    self[second, second] = right + tangent * element
    self[first, second] = 0
  }
}
