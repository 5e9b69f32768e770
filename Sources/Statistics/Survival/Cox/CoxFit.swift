/// The search for the greatest partial likelihood, on scaled covariates.
struct CoxFit {
  private(set) var coefficients: [Double]
  /// The logarithm of the likelihood at 0.
  let start: Double
  /// The same at the coefficients.
  private(set) var end: Double
  /// The score test's statistic.
  let scoreStatistic: Double
  let isAliased: [Bool]
  private(set) var isInfinite: [Bool]
  private(set) var covariance: SymmetricMatrix

  /// How many coefficients are estimated.
  var rank: Int { isAliased.count { !$0 } }

  /// A step this small, in standard deviations of the covariate, ends the search: what is left is its square.
  private static let smallStep = 1e-6
  /// Likelihoods that agree to this share are the same.
  private static let sameLikelihood = 1e-12

  init(_ rows: CoxRows, _ ties: CoxTies) {
    var likelihood = CoxLikelihood(rows, ties, coefficients: [Double](repeating: 0, count: rows.width))
    let cholesky = Cholesky(likelihood.information)
    start = likelihood.value
    coefficients = [Double](repeating: 0, count: rows.width)
    isAliased = cholesky.aliased
    isInfinite = [Bool](repeating: false, count: rows.width)
    var step = cholesky.solve(likelihood.score)
    scoreStatistic = zip(step, likelihood.score).reduce(0) { $0 + $1.0 * $1.1 }
    end = start
    covariance = cholesky.inverse
    var lastSize = Double.infinity
    for _ in 0..<100 where rank > 0 {
      let size = step.reduce(0) { max($0, abs($1)) }
      if !size.isFinite { break }
      guard let next = Self.climb(rows, ties, from: coefficients, likelihood, by: &step) else { break }
      let gain = next.likelihood.value - likelihood.value
      (coefficients, likelihood) = next
      let factors = Cholesky(likelihood.information.leavingOut(isAliased), tolerance: 1e-14)
      covariance = factors.inverse
      end = likelihood.value
      let isSame = gain <= Self.sameLikelihood * (abs(end) + 1e-3)
      // In a regular maximum the steps shrink quadratically; where the likelihood is monotone they go on as before while
      // it gains nothing more.
      let goesOn = size > 1e-3 && size > 0.3 * lastSize
      if isSame, goesOn || factors.rank < rank {
        isInfinite = step.indices.map { abs(step[$0]) > 1e-3 * size && abs(step[$0]) > 1e-6 }
        break
      }
      if isSame, size < Self.smallStep || gain == 0 { break }
      lastSize = size
      step = factors.solve(likelihood.score)
    }
  }

  /// Takes the step, or as large a part of it as does not lower the likelihood; nil if there is none.
  private static func climb(
    _ rows: CoxRows, _ ties: CoxTies, from coefficients: [Double], _ likelihood: CoxLikelihood,
    by step: inout [Double]
  ) -> (coefficients: [Double], likelihood: CoxLikelihood)? {
    for _ in 0..<40 {
      let next = zip(coefficients, step).map(+)
      let reached = CoxLikelihood(rows, ties, coefficients: next)
      if reached.value.isFinite, reached.information.isFinite,
        reached.value >= likelihood.value - sameLikelihood * abs(likelihood.value)
      {
        return (next, reached)
      }
      step = step.map { $0 / 2 }
    }
    return nil
  }
}

extension SymmetricMatrix {
  /// The matrix with zeros in rows and columns that are aliased, which a decomposition leaves out.
  func leavingOut(_ isAliased: [Bool]) -> SymmetricMatrix {
    var result = self
    for row in 0..<dimension where isAliased[row] {
      for column in 0..<dimension { result[row, column] = 0 }
    }
    return result
  }
}
