/// An estimate from a survey with its linearised standard error.
public struct SurveyEstimate: Sendable, Equatable {
  /// The estimate.
  public let value: Double
  /// Its standard error.
  public let standardError: Outcome<Double>

  /// The interval by Student's t with the degrees of freedom of the design.
  public func interval(degreesOfFreedom: Int, confidence: Double = 0.95) -> Outcome<Interval> {
    standardError.flatMap { error in
      SurveyDesign.factor(degreesOfFreedom, confidence).map {
        Interval(lower: value - $0 * error, upper: value + $0 * error)
      }
    }
  }
}

extension SurveyDesign {
  static func factor(_ degreesOfFreedom: Int, _ confidence: Double) -> Outcome<Double> {
    guard confidence > 0, confidence < 1, degreesOfFreedom > 0 else { return .undefined(.argumentOutOfRange) }
    return Distribution.studentT(degreesOfFreedom: Double(degreesOfFreedom))
      .quantile((1 - confidence) / 2, tail: .upper)
  }

  /// The weighted mean of a column, or of the rows of a domain: Σwy / Σw.
  ///
  /// Undefined where the domain is empty or one of its values is not finite: leave out those who did not answer by the
  /// domain, so that the design stays whole.
  public func mean(of values: [Double], within domain: [Bool]? = nil) -> Outcome<SurveyEstimate> {
    influence(of: values, within: domain).map { mean, influence in
      SurveyEstimate(value: mean, standardError: standardError(ofSum: influence))
    }
  }

  /// The weighted total of a column, or of the rows of a domain: Σwy.
  public func total(of values: [Double], within domain: [Bool]? = nil) -> Outcome<SurveyEstimate> {
    if let problem = problem(values, domain) { return .undefined(problem) }
    let terms = values.indices.map { isIn($0, domain) ? weights[$0] * values[$0] : 0 }
    return .defined(SurveyEstimate(value: compensatedSum(terms), standardError: standardError(ofSum: terms)))
  }

  /// By how much the variance of the mean exceeds that of a simple sample, drawn with replacement, of as many rows.
  public func designEffect(of values: [Double], within domain: [Bool]? = nil) -> Outcome<Double> {
    mean(of: values, within: domain).flatMap { mean in
      let used = values.indices.filter { isIn($0, domain) && weights[$0] > 0 }
      let n = Double(used.count)
      guard n > 1 else { return .undefined(.oneObservation) }
      let sum = compensatedSum(used.map { weights[$0] })
      let squares = compensatedSum(
        used.map { weights[$0] * (values[$0] - mean.value) * (values[$0] - mean.value) })
      let simple = squares / sum / (n - 1)
      guard simple > 0 else { return .undefined(.noVariation) }
      return mean.standardError.map { $0 * $0 / simple }
    }
  }

  /// The interval of a weighted share on the log-odds scale, by Student's t; undefined where the share is 0 or 1.
  public func logitInterval(
    of isCase: [Double], within domain: [Bool]? = nil, confidence: Double = 0.95
  ) -> Outcome<Interval> {
    mean(of: isCase, within: domain).flatMap { share in
      guard share.value > 0, share.value < 1 else { return .undefined(.noVariation) }
      let odds = logarithm(share.value) - logarithm(onePlus: -share.value)
      return share.standardError.flatMap { error in
        Self.factor(degreesOfFreedom, confidence).map { factor in
          let half = factor * error / (share.value * (1 - share.value))
          return Interval(
            lower: OutcomeFamily.binomial.mean(odds - half), upper: OutcomeFamily.binomial.mean(odds + half))
        }
      }
    }
  }

  /// The log-odds interval as R's `svyciprop` prints it: around where the iterations of its regression stop, which for a
  /// share of 0 or 1 is an arbitrary point near it.
  public func iteratedLogitInterval(of isCase: [Double], confidence: Double = 0.95) -> Outcome<Interval> {
    if let problem = problem(isCase, nil) { return .undefined(problem) }
    guard isCase.allSatisfy({ $0 == 0 || $0 == 1 }),
      let intercept = DesignMatrix(columns: [], names: [], intercept: true, rows: rows)
    else { return .undefined(.argumentOutOfRange) }
    let sum = sumOfWeights
    let scaled = weights.map { $0 / sum * Double(rows) }
    let model = GeneralisedLinearModel(
      design: intercept, outcome: isCase, family: .binomial, weights: scaled, weightMeaning: .trials)
    return model.iterated().flatMap { stopped in
      let odds = stopped.coefficients[0]
      let share = OutcomeFamily.binomial.mean(odds)
      let influence = isCase.indices.map { weights[$0] / sum * (isCase[$0] - share) / (share * (1 - share)) }
      return standardError(ofSum: influence).flatMap { error in
        Self.factor(degreesOfFreedom, confidence).map {
          Interval(
            lower: OutcomeFamily.binomial.mean(odds - $0 * error),
            upper: OutcomeFamily.binomial.mean(odds + $0 * error))
        }
      }
    }
  }

  /// The interval of a weighted share by Clopper & Pearson with the effective size of the sample (Korn & Graubard 1998,
  /// Survey Methodology 24:193); undefined where the share is 0 or 1.
  public func betaInterval(
    of isCase: [Double], within domain: [Bool]? = nil, confidence: Double = 0.95
  ) -> Outcome<Interval> {
    mean(of: isCase, within: domain).flatMap { share in
      share.standardError.flatMap { error in
        guard error > 0, share.value > 0, share.value < 1 else { return .undefined(.noVariation) }
        return Self.factor(rows - 1, confidence).flatMap { simple in
          Self.factor(degreesOfFreedom, confidence).flatMap { own in
            let ratio = simple / own
            let size = share.value * (1 - share.value) / (error * error) * ratio * ratio
            let (cases, others) = (size * share.value, size * (1 - share.value))
            let tail = (1 - confidence) / 2
            return Distribution.beta(cases, others + 1).quantile(tail).flatMap { lower in
              Distribution.beta(cases + 1, others).quantile(tail, tail: .upper).map {
                Interval(lower: lower, upper: $0)
              }
            }
          }
        }
      }
    }
  }

  /// The mean and each row's part in its error.
  func influence(of values: [Double], within domain: [Bool]?) -> Outcome<(Double, [Double])> {
    if let problem = problem(values, domain) { return .undefined(problem) }
    let sum = compensatedSum(values.indices.map { isIn($0, domain) ? weights[$0] : 0 })
    guard sum > 0 else { return .undefined(.noObservations) }
    let mean = compensatedSum(values.indices.map { isIn($0, domain) ? weights[$0] * values[$0] : 0 }) / sum
    guard mean.isFinite else { return .undefined(.notComputed) }
    return .defined(
      (mean, values.indices.map { isIn($0, domain) ? weights[$0] / sum * (values[$0] - mean) : 0 }))
  }

  private func standardError(ofSum influence: [Double]) -> Outcome<Double> {
    covariance(ofSums: [influence]).map { max($0[0, 0], 0).squareRoot() }
  }

  private func isIn(_ row: Int, _ domain: [Bool]?) -> Bool { domain?[row] ?? true }

  private func problem(_ values: [Double], _ domain: [Bool]?) -> Undefined? {
    guard values.count == rows, domain.map({ $0.count == rows }) ?? true else { return .inconsistentCounts }
    return values.indices.allSatisfy { !isIn($0, domain) || values[$0].isFinite } ? nil : .notFinite
  }
}
