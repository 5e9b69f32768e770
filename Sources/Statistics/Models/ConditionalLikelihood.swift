/// The conditional likelihood of strata given their numbers of cases, on standardised columns.
struct ConditionalLikelihood {
  private struct Stratum {
    /// Rows; cases first.
    var rows: [Int]
    var cases: Int
  }

  private let strata: [Stratum]
  private let columns: Int
  /// Row after row.
  private let values: [Double]
  private let offset: [Double]
  private let scales: [Double]
  private let names: [String]

  init(_ model: ConditionalLogisticRegression) {
    var members: [[Int]] = Array(repeating: [], count: model.strata.labels.count)
    for row in 0..<model.design.rows { members[Int(model.strata.codes[row])].append(row) }
    strata = members.compactMap { rows in
      let cases = rows.filter { model.isCase[$0] }
      guard !cases.isEmpty, cases.count < rows.count else { return nil }
      return Stratum(rows: cases + rows.filter { !model.isCase[$0] }, cases: cases.count)
    }
    let columns = model.design.columns
    self.columns = columns
    names = model.design.names
    offset = model.offset ?? Array(repeating: 0, count: model.design.rows)
    // What all of a stratum share cancels: columns are centred within strata.
    var values = Array(repeating: 0.0, count: model.design.rows * columns)
    var squares = Array(repeating: 0.0, count: columns)
    for stratum in strata {
      for column in 0..<columns {
        let start = column * model.design.rows
        let sum = stratum.rows.reduce(0) { $0 + model.design.values[start + $1] }
        let mean = sum / Double(stratum.rows.count)
        for row in stratum.rows {
          let value = model.design.values[start + row] - mean
          // Rounding of the mean is no spread.
          values[row * columns + column] = abs(value) > 1e-14 * abs(mean) ? value : 0
          squares[column] += value * value
        }
      }
    }
    let persons = Double(strata.reduce(0) { $0 + $1.rows.count })
    scales = squares.map { $0 > 0 && persons > 0 ? ($0 / persons).squareRoot() : 1 }
    for row in 0..<model.design.rows {
      for column in 0..<columns { values[row * columns + column] /= scales[column] }
    }
    self.values = values
  }

  var isInformative: Bool { !strata.isEmpty }

  /// The coefficients of the design.
  func coefficients(_ scaled: [Double], _ cholesky: Cholesky) -> Coefficients {
    let rows = (0..<columns).map { row in (0..<columns).map { $0 == row ? 1 / scales[row] : 0 } }
    return Coefficients(
      names: names,
      values: (0..<columns).map {
        cholesky.aliased[$0] ? .undefined(.aliased) : .defined(scaled[$0] / scales[$0])
      }, covariance: cholesky.inverse.transformed(by: rows))
  }

  /// Whether along a direction every stratum's cases stand above all others, or level with them, and some above.
  func isSeparated(along direction: [Double]) -> Bool {
    var smallest = 0.0
    var largest = 0.0
    for stratum in strata {
      let changes = stratum.rows.map { row in predictor(row, direction) }
      let lowestCase = changes[..<stratum.cases].min() ?? 0
      let highestCase = changes[..<stratum.cases].max() ?? 0
      let highestOther = changes[stratum.cases...].max() ?? 0
      let lowestOther = changes[stratum.cases...].min() ?? 0
      smallest = min(smallest, lowestCase - highestOther)
      largest = max(largest, highestCase - lowestOther)
    }
    return largest > 0 && smallest >= -1e-6 * largest
  }

  private func predictor(_ row: Int, _ coefficients: [Double]) -> Double {
    var sum = 0.0
    for column in 0..<columns { sum += coefficients[column] * values[row * columns + column] }
    return sum
  }

  func callAsFunction(_ coefficients: [Double]) -> LikelihoodSurface.Point {
    var logLikelihood = 0.0
    var score = Array(repeating: 0.0, count: columns)
    var information = SymmetricMatrix(dimension: columns)
    for stratum in strata {
      let eta = stratum.rows.map { predictor($0, coefficients) + offset[$0] }
      var subsets = SubsetAverages(cases: stratum.cases, columns: columns)
      for (place, row) in stratum.rows.enumerated() {
        subsets.add(
          eta[place], values[row * columns..<(row + 1) * columns],
          remaining: stratum.rows.count - place - 1)
      }
      logLikelihood += eta[..<stratum.cases].reduce(0, +) - subsets.logSum
      for row in stratum.rows[..<stratum.cases] {
        for column in 0..<columns { score[column] += values[row * columns + column] }
      }
      let (mean, covariance) = (subsets.mean, subsets.covariance)
      for first in 0..<columns {
        score[first] -= mean[first]
        for second in 0...first { information[first, second] += covariance[first * columns + second] }
      }
    }
    return LikelihoodSurface.Point(logLikelihood: logLikelihood, score: score, information: information)
  }
}

/// Over all subsets of a given size of the persons so far: the logarithm of the sum of e^(Σ eta), and mean and covariance
/// of Σ x under these weights.
private struct SubsetAverages {
  private let cases: Int
  private let columns: Int
  private var persons = 0
  /// By size of the subset; minus infinity where there is none of the size.
  private var logSums: [Double]
  private var means: [Double]
  private var covariances: [Double]

  init(cases: Int, columns: Int) {
    self.cases = cases
    self.columns = columns
    logSums = Array(repeating: -.infinity, count: cases + 1)
    logSums[0] = 0
    means = Array(repeating: 0, count: (cases + 1) * columns)
    covariances = Array(repeating: 0, count: (cases + 1) * columns * columns)
  }

  var logSum: Double { logSums[cases] }
  var mean: [Double] { Array(means[cases * columns..<(cases + 1) * columns]) }
  /// Row by row; the upper triangle is not kept.
  var covariance: [Double] {
    Array(covariances[cases * columns * columns..<(cases + 1) * columns * columns])
  }

  /// Adds a person: subsets of a size are those without, and those of one fewer with.
  mutating func add(_ eta: Double, _ x: ArraySlice<Double>, remaining: Int) {
    persons += 1
    let smallest = max(1, cases - remaining)
    guard smallest <= cases else { return }
    var size = min(cases, persons)
    while size >= smallest {
      let with = logSums[size - 1] + eta
      let without = logSums[size]
      let top = max(with, without)
      let share = 1 / (1 + exponential(without - with))
      logSums[size] = top + logarithm(onePlus: exponential(-abs(with - without)))
      if without == -.infinity { logSums[size] = with }
      let to = size * columns
      let from = to - columns
      for first in 0..<columns {
        let moved = means[from + first] + x[x.startIndex + first] - means[to + first]
        for second in 0...first {
          let other = means[from + second] + x[x.startIndex + second] - means[to + second]
          let place = (to + first) * columns + second
          let source = (from + first) * columns + second
          covariances[place] +=
            share * (covariances[source] - covariances[place]) + share * (1 - share) * moved * other
        }
      }
      for first in 0..<columns {
        let moved = means[from + first] + x[x.startIndex + first] - means[to + first]
        means[to + first] += share * moved
      }
      size -= 1
    }
  }
}
