/// A comparison of two means by Student's t.
public struct StudentTest: Sendable, Equatable {
  /// The difference over its standard error.
  public let statistic: Double
  /// The degrees of freedom; no whole number for Welch's test.
  public let degreesOfFreedom: Double
  /// The two-sided probability.
  public let p: Double
  /// The first mean minus the second, with its interval.
  public let difference: Estimate

  /// Welch's test, which does not take the variances for equal; the default.
  ///
  /// Welch (1947), Biometrika 34:28, with Satterthwaite's degrees of freedom; checked against R 4.2 `t.test`.
  public static func welch(
    _ first: Description, _ second: Description, confidence: Double = 0.95
  ) -> Outcome<StudentTest> {
    moments(first, second).flatMap { x, y in
      let (vx, vy) = (x.variance / x.n, y.variance / y.n)
      let error = (vx + vy).squareRoot()
      // Shares of the variance, so that squares of tiny variances are not lost.
      let (sx, sy) = (vx / (vx + vy), vy / (vx + vy))
      let degrees = 1 / (sx * sx / (x.n - 1) + sy * sy / (y.n - 1))
      return test(x.mean - y.mean, error, degrees, scale: max(abs(x.mean), abs(y.mean)), confidence)
    }
  }

  /// Student's test with a common variance.
  ///
  /// Student (1908), Biometrika 6:1; checked against R 4.2 `t.test(var.equal = TRUE)`.
  public static func pooled(
    _ first: Description, _ second: Description, confidence: Double = 0.95
  ) -> Outcome<StudentTest> {
    moments(first, second).flatMap { x, y in
      let degrees = x.n + y.n - 2
      let variance = ((x.n - 1) * x.variance + (y.n - 1) * y.variance) / degrees
      let error = (variance * (1 / x.n + 1 / y.n)).squareRoot()
      return test(x.mean - y.mean, error, degrees, scale: max(abs(x.mean), abs(y.mean)), confidence)
    }
  }

  /// The test of paired values: whether their differences have the mean 0; pairs with a missing value are left out.
  public static func paired(
    _ first: [Double], _ second: [Double], confidence: Double = 0.95
  ) -> Outcome<StudentTest> {
    guard first.count == second.count else { return .undefined(.lengthsDiffer) }
    let differences = Description(of: zip(first, second).map { $0 - $1 })
    return differences.mean.flatMap { mean in
      differences.standardError.flatMap {
        test(mean, $0, Double(differences.n - 1), scale: abs(mean), confidence)
      }
    }
  }
}

extension StudentTest {
  private struct Moments {
    var n, mean, variance: Double
  }

  private static func moments(_ first: Description, _ second: Description) -> Outcome<(Moments, Moments)> {
    moments(first).flatMap { x in moments(second).map { (x, $0) } }
  }

  private static func moments(_ description: Description) -> Outcome<Moments> {
    description.mean.flatMap { mean in
      description.standardDeviation.map { Moments(n: Double(description.n), mean: mean, variance: $0 * $0) }
    }
  }

  private static func test(
    _ difference: Double, _ error: Double, _ degrees: Double, scale: Double, _ confidence: Double
  ) -> Outcome<StudentTest> {
    guard confidence > 0, confidence < 1 else { return .undefined(.argumentOutOfRange) }
    // As in R: what is smaller than the rounding of the means is no variation.
    guard error > 10 * Double.ulpOfOne * scale, error.isFinite else { return .undefined(.noVariation) }
    let statistic = difference / error
    let student = Distribution.studentT(degreesOfFreedom: degrees)
    return student.cumulative(abs(statistic), tail: .upper).flatMap { tail in
      student.quantile((1 - confidence) / 2, tail: .upper).map { factor in
        let half = factor * error
        return StudentTest(
          statistic: statistic, degreesOfFreedom: degrees, p: min(1, 2 * tail),
          difference: Estimate(
            value: .defined(difference),
            interval: .defined(Interval(lower: difference - half, upper: difference + half))))
      }
    }
  }
}
