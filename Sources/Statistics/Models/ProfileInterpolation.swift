/// The limits of a profile that R prints: the signed root of the statistic at a few values of the coefficient, joined by a
/// spline, which is read off between 3 points for each of them (`confint` of MASS 7.3).
///
/// Within a few thousandths of a standard error of the exact limits; to repeat what R gives.
struct ProfileInterpolation {
  private var values: [Double] = []
  private var roots: [Double] = []

  /// Walks both ways from the estimate; `root` gives the signed root of the statistic at a distance from it.
  init?(estimate: Double, standardError: Double, confidence: Double, root: (Double) -> Double?) {
    guard let farthest = Distribution.normal.quantile((1 - confidence) / 8, tail: .upper).value else {
      return nil
    }
    var points: [(value: Double, root: Double)] = [(estimate, 0)]
    for side in [-1.0, 1.0] {
      var z = 0.0
      for step in 1..<10 where z < farthest {
        let value = estimate + side * Double(step) * farthest / 5 * standardError
        guard let found = root(value) else { return nil }
        z = found
        points.append((value, side * z))
      }
    }
    points.sort { $0.value < $1.value }
    values = points.map(\.value)
    roots = points.map(\.root)
  }

  /// Where the curve is −z and z.
  func interval(_ z: Double) -> Interval? {
    let spline = CubicSpline(values, roots)
    guard let first = values.first, let last = values.last else { return nil }
    let count = 3 * values.count
    let points = (0..<count).map { place in
      let value = first + (last - first) * Double(place) / Double(count - 1)
      return (root: spline(value), value: value)
    }.sorted { $0.root < $1.root }
    func read(_ target: Double) -> Double? {
      guard let after = points.firstIndex(where: { $0.root >= target }), after > 0 else { return nil }
      let (low, high) = (points[after - 1], points[after])
      guard high.root > low.root else { return high.value }
      return low.value + (high.value - low.value) * (target - low.root) / (high.root - low.root)
    }
    guard let lower = read(-z), let upper = read(z) else { return nil }
    return Interval(lower: min(lower, upper), upper: max(lower, upper))
  }
}

/// An interpolating cubic spline whose third derivatives at the ends are those of the cubics through the last four points.
///
/// Forsythe, Malcolm & Moler (1977), Computer Methods for Mathematical Computations, 4.4.
struct CubicSpline {
  private let x: [Double]
  private let y: [Double]
  private var first: [Double]
  private var second: [Double]
  private var third: [Double]

  /// Joins points in ascending order of x.
  init(_ x: [Double], _ y: [Double]) {
    self.x = x
    self.y = y
    let count = x.count
    first = Array(repeating: 0, count: count)
    second = first
    third = first
    guard count > 1 else { return }
    guard count > 2 else {
      first = Array(repeating: (y[1] - y[0]) / (x[1] - x[0]), count: 2)
      return
    }
    let last = count - 1
    var gaps = (0..<last).map { x[$0 + 1] - x[$0] }
    gaps.append(0)
    var diagonal = first
    for place in 1..<last {
      diagonal[place] = 2 * (gaps[place - 1] + gaps[place])
      second[place] =
        (y[place + 1] - y[place]) / gaps[place] - (y[place] - y[place - 1]) / gaps[place - 1]
    }
    diagonal[0] = -gaps[0]
    diagonal[last] = -gaps[last - 1]
    if count > 3 {
      let start = second[2] / (x[3] - x[1]) - second[1] / (x[2] - x[0])
      let end = second[last - 1] / (x[last] - x[last - 2]) - second[last - 2] / (x[last - 1] - x[last - 3])
      second[0] = start * gaps[0] * gaps[0] / (x[3] - x[0])
      second[last] = -end * gaps[last - 1] * gaps[last - 1] / (x[last] - x[last - 3])
    }
    for place in 1...last {
      let factor = gaps[place - 1] / diagonal[place - 1]
      diagonal[place] -= factor * gaps[place - 1]
      second[place] -= factor * second[place - 1]
    }
    second[last] /= diagonal[last]
    for place in stride(from: last - 1, through: 0, by: -1) {
      second[place] = (second[place] - gaps[place] * second[place + 1]) / diagonal[place]
    }
    for place in 0..<last {
      first[place] =
        (y[place + 1] - y[place]) / gaps[place] - gaps[place] * (second[place + 1] + 2 * second[place])
      third[place] = (second[place + 1] - second[place]) / gaps[place]
      second[place] *= 3
    }
  }

  /// The spline at a point between the first and the last.
  func callAsFunction(_ point: Double) -> Double {
    let place = min(max((x.firstIndex { $0 > point } ?? x.count) - 1, 0), max(x.count - 2, 0))
    let step = point - x[place]
    return y[place] + step * (first[place] + step * (second[place] + step * third[place]))
  }
}
