/// What one pass over the rows sums: log-likelihood (but for what does not depend on the coefficients), score and
/// information of the packed columns.
struct NewtonPass {
  private(set) var logLikelihood = 0.0
  private(set) var score: [Double]
  private(set) var information: SymmetricMatrix

  /// Sums at given coefficients, over every `step`-th pack.
  init(_ design: PackedDesign, _ family: OutcomeFamily, at coefficients: [Double], step: Int = 1) {
    let columns = design.columns
    var sums = PackSums(columns: columns)
    var logLikelihood = SIMD8<Double>.zero
    // The product of many 1 + e^-|eta|, each at most 2, so that one logarithm serves 512 packs.
    var product = SIMD8<Double>(repeating: 1)
    var pending = 0
    var pack = 0
    while pack < design.packs {
      let start = pack * columns
      var eta = design.offset.map { $0[pack] } ?? .zero
      for column in 0..<columns { eta += coefficients[column] * design.values[start + column] }
      let weight = design.weight(pack)
      let outcome = design.outcome[pack]
      switch family {
      case .binomial:
        let size = eta.replacing(with: -eta, where: eta .< 0)
        // As R's logit link, so that weights never vanish altogether.
        let small = exponential(-size).replacing(with: Double.ulpOfOne, where: size .> 30)
        let near = 1 / (1 + small)
        let far = small * near
        let mean = near.replacing(with: far, where: eta .< 0)
        let rest = far.replacing(with: near, where: eta .< 0)
        logLikelihood += weight * (outcome * eta - eta.replacing(with: 0, where: eta .< 0))
        if design.weights == nil {
          product *= 1 + small * weight
          pending += 1
          if pending == 512 {
            for lane in 0..<8 { logLikelihood[lane] -= logarithm(product[lane]) }
            product = SIMD8(repeating: 1)
            pending = 0
          }
        } else {
          for lane in 0..<8 where weight[lane] != 0 {
            logLikelihood[lane] -= weight[lane] * logarithm(onePlus: small[lane])
          }
        }
        sums.add(
          design, start, residual: weight * (outcome * rest - (1 - outcome) * mean),
          weight: weight * near * far)
      case .poisson:
        let mean = exponential(eta)
        logLikelihood += weight * (outcome * eta - mean)
        sums.add(design, start, residual: weight * (outcome - mean), weight: weight * mean)
      case .negativeBinomial(let theta):
        let mean = exponential(eta)
        let spread = 1 + mean / theta
        for lane in 0..<8 where weight[lane] != 0 {
          logLikelihood[lane] +=
            weight[lane] * (outcome[lane] * eta[lane] - (outcome[lane] + theta) * logarithm(spread[lane]))
        }
        sums.add(design, start, residual: weight * (outcome - mean) / spread, weight: weight * mean / spread)
      }
      pack += step
    }
    for lane in 0..<8 { logLikelihood[lane] -= logarithm(product[lane]) }
    self.logLikelihood = logLikelihood.sum()
    (score, information) = sums.reduced
  }

  /// The weighted regression on a working outcome from which R's iterations begin: its normal equations.
  init(starting design: PackedDesign, _ family: OutcomeFamily, areTrials: Bool, step: Int = 1) {
    var sums = PackSums(columns: design.columns)
    var deviance = 0.0
    for pack in stride(from: 0, to: design.packs, by: step) {
      let weight = design.weight(pack)
      let outcome = design.outcome[pack]
      var residual = SIMD8<Double>.zero
      var working = SIMD8<Double>.zero
      for lane in 0..<8 where weight[lane] > 0 {
        let mean = family.startingMean(outcome[lane], trials: areTrials ? weight[lane] : 1)
        let eta = family.link(mean)
        let slope = family.slope(mean)
        working[lane] = weight[lane] * slope * slope / family.variance(mean)
        let offset = design.offset.map { $0[pack][lane] } ?? 0
        residual[lane] = working[lane] * (eta - offset + (outcome[lane] - mean) / slope)
        deviance += weight[lane] * family.deviance(outcome[lane], eta: eta)
      }
      sums.add(design, pack * design.columns, residual: residual, weight: working)
    }
    (score, information) = sums.reduced
    logLikelihood = -deviance / 2
  }
}

/// Sums of products, eight rows side by side.
struct PackSums {
  private let columns: Int
  private var score: [SIMD8<Double>]
  /// The lower triangle, row by row.
  private var information: [SIMD8<Double>]

  init(columns: Int) {
    self.columns = columns
    score = Array(repeating: .zero, count: columns)
    information = Array(repeating: .zero, count: columns * (columns + 1) / 2)
  }

  @inline(__always)
  mutating func add(
    _ design: PackedDesign, _ start: Int, residual: SIMD8<Double>, weight: SIMD8<Double>
  ) {
    var place = 0
    for row in 0..<columns {
      let value = design.values[start + row]
      score[row] += residual * value
      let weighted = weight * value
      for column in 0...row {
        information[place] += weighted * design.values[start + column]
        place += 1
      }
    }
  }

  var reduced: ([Double], SymmetricMatrix) {
    var matrix = SymmetricMatrix(dimension: columns)
    var place = 0
    for row in 0..<columns {
      for column in 0...row {
        matrix[row, column] = information[place].sum()
        place += 1
      }
    }
    return (score.map { $0.sum() }, matrix)
  }
}
