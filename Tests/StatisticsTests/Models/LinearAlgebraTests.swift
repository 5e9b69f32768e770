import Testing

@testable import Statistics

@Suite struct LinearAlgebraTests {
  private static func matrix(_ rows: [[Double]]) -> SymmetricMatrix {
    var matrix = SymmetricMatrix(dimension: rows.count)
    for row in rows.indices { for column in rows.indices { matrix[row, column] = rows[row][column] } }
    return matrix
  }

  /// [4 2; 2 3] has determinant 8 and inverse [3 -2; -2 4] / 8.
  @Test func `inverse and solution by hand`() {
    let cholesky = Cholesky(Self.matrix([[4, 2], [2, 3]]))
    #expect(cholesky.inverse.elements == [0.375, -0.25, -0.25, 0.5])
    #expect(cholesky.solve([8, 8]) == [1, 2])
    #expect(abs(cholesky.logDeterminant - 2.079_441_541_679_835_7) < 1e-15)
    #expect(cholesky.rank == 2)
  }

  /// The second column is twice the first; the third is apart.
  @Test func `a column that depends on those before it is aliased, whatever its scale`() {
    for scale in [1e-6, 1.0, 1e6] {
      let columns: [[Double]] = [[1, 2, 3], [2, 4, 6].map { $0 * scale }, [1, 0, 1]]
      let products = columns.map { a in columns.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } }
      let cholesky = Cholesky(Self.matrix(products))
      #expect(cholesky.aliased == [false, true, false])
      let x = cholesky.solve([14, 28 * scale, 4])
      #expect(abs(x[0] - 1) < 1e-14 && x[1] == 0 && abs(x[2]) < 1e-14)
      #expect(cholesky.inverse[1, 1] == 0)
    }
  }

  @Test func `an empty, a zero and an infinite matrix do not trap`() {
    #expect(Cholesky(SymmetricMatrix(dimension: 0)).solve([]) == [])
    #expect(Cholesky(SymmetricMatrix(dimension: 3)).rank == 0)
    #expect(Cholesky(Self.matrix([[.nan, 1], [1, .infinity]])).rank == 0)
  }

  @Test func `the inverse of random matrices gives the identity`() {
    var generator = RandomDoubles(seed: 7)
    for size in 1...12 {
      let columns = (0..<size).map { _ in (0..<size + 3).map { _ in generator.next() - 0.5 } }
      let products = Self.matrix(
        columns.map { a in columns.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } } })
      let inverse = Cholesky(products).inverse
      for column in 0..<size {
        let unit = products.times((0..<size).map { inverse[$0, column] })
        for row in 0..<size { #expect(abs(unit[row] - (row == column ? 1 : 0)) < 1e-9) }
      }
    }
  }
}
