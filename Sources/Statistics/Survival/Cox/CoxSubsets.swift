/// Sums over all subsets of a given size of those at risk: of the product of their risks, and of that times the sum of
/// their covariates and its products.
struct CoxSubsets {
  let width: Int
  let size: Int
  private let stride: Int
  private var sums: [Double]
  private var count = 0
  private var logScale = 0.0

  init(width: Int, size: Int) {
    self.width = width
    self.size = size
    stride = 1 + width + width * (width + 1) / 2
    sums = [Double](repeating: 0, count: (size + 1) * stride)
    sums[0] = 1
  }

  mutating func add(_ risk: Double, _ x: [Double], _ start: Int) {
    count += 1
    for size in (1...min(count, size)).reversed() {
      let (to, from) = (size * stride, (size - 1) * stride)
      var place = 1 + width
      for row in 0..<width {
        for column in 0...row {
          sums[to + place] +=
            risk
            * (sums[from + place] + x[start + row] * sums[from + 1 + column] + x[start + column]
              * sums[from + 1 + row]
              + x[start + row] * x[start + column] * sums[from])
          place += 1
        }
      }
      for column in 0..<width {
        sums[to + 1 + column] += risk * (sums[from + 1 + column] + x[start + column] * sums[from])
      }
      sums[to] += risk * sums[from]
    }
    // There are more subsets than a double can count.
    let greatest = sums.reduce(0) { max($0, abs($1)) }
    if greatest > 1e150 {
      for place in sums.indices { sums[place] /= greatest }
      logScale += logarithm(greatest)
    }
  }

  var logOfTotal: Double { logarithm(sums[size * stride]) + logScale }

  func mean(_ column: Int) -> Double { sums[size * stride + 1 + column] / sums[size * stride] }

  func covariance(_ row: Int, _ column: Int) -> Double {
    sums[size * stride + 1 + width + row * (row + 1) / 2 + column] / sums[size * stride] - mean(row)
      * mean(column)
  }
}
