import Foundation
import Statistics
import Testing

extension ReferenceMethods {
  static let cox: ReferenceMethod = { reference in
    let frame = try reference.frame(dropsIntercept: true)
    let data = try CoxResponse(frame).data
    let ties: CoxTies = ["breslow": .breslow, "exact": .exact][reference.word("ties")] ?? .efron
    let model = try #require(CoxModel.fit(data, ties: ties).value)
    var answers = coefficients(of: model)
    answers.merge(tests(of: model)) { first, _ in first }
    answers.merge(residuals(of: model)) { first, _ in first }
    answers["zph"] = proportionalHazards(of: model, reference.word("zph"))
    if model.isRobust {
      answers["robust_se"] = .numbers(model.names.indices.map { model.standardError($0) })
    }
    if case .defined(let hazards) = model.baselineHazards, hazards.count == 1 {
      answers["basehaz_at0"] = hazard(hazards[0], offset: frame.offset)
    }
    return answers
  }

  private static func coefficients(of model: CoxModel) -> [String: Answer] {
    let columns = Array(model.names.indices)
    let ratios = columns.map { model.hazardRatio($0) }
    return [
      "n": .number(model.rowCount), "events": .number(model.eventCount), "names": .texts(model.names),
      "coef": .numbers(columns.map { model.coefficient($0) }),
      // R prints 0 for what it left out.
      "se": .numbers(columns.map { model.isAliased[$0] ? .defined(0) : model.modelStandardError($0) }),
      "hr": .numbers(ratios.map(\.value)), "hr_lower": .numbers(ratios.map { $0.interval.map(\.lower) }),
      "hr_upper": .numbers(ratios.map { $0.interval.map(\.upper) }),
      "z": .numbers(columns.map { model.zValue($0) }), "p": .numbers(columns.map { model.pValue($0) }),
      "vcov": .numbers(model.covariance.elements),
    ]
  }

  private static func tests(of model: CoxModel) -> [String: Answer] {
    [
      "loglik_null": .number(model.logLikelihoodWithoutCovariates), "loglik": .number(model.logLikelihood),
      "lrt": test(model.likelihoodRatioTest, model), "score": test(model.scoreTest, model),
      "wald": test(model.waldTest, model, rounded: true),
      "concordance": .numbers([model.concordance.map(\.value), model.concordance.map(\.standardError)]),
      "aic": .number(model.akaikeCriterion),
    ]
  }

  /// The statistic, which R's summary rounds to two places in the Wald test, degrees of freedom and p; without any
  /// coefficient R has 0, 0 and 1.
  private static func test(
    _ test: Outcome<ChiSquaredTest>, _ model: CoxModel, rounded: Bool = false
  ) -> Answer {
    if model.degreesOfFreedom == 0 { return .numbers([0.0, 0, 1]) }
    return .numbers([
      test.map { rounded ? ($0.statistic * 100).rounded(.toNearestOrEven) / 100 : $0.statistic },
      test.map(\.degreesOfFreedom), test.map(\.p),
    ])
  }

  private static func residuals(of model: CoxModel) -> [String: Answer] {
    var answers: [String: Answer] = [
      "martingale_first10": .numbers(Array((model.martingaleResiduals.value ?? []).prefix(10)))
    ]
    // Where the reference has none, nothing is to be answered.
    let residuals = model.schoenfeldResiduals.value ?? []
    answers["schoenfeld_first3"] = .numbers(residuals.prefix(3).flatMap(\.self))
    return answers
  }

  private static func proportionalHazards(of model: CoxModel, _ scale: String) -> Answer {
    let scales: [String: ProportionalHazardsTest.TimeScale] = [
      "rank": .rank, "identity": .identity, "log": .logarithm,
    ]
    guard let test = model.proportionalHazardsTest(scales[scale] ?? .kaplanMeier).value else {
      return .fields([:])
    }
    let all = test.tests + [test.global]
    return .fields([
      "transform": .texts([scale]), "names": .texts(test.terms + ["GLOBAL"]),
      "chisq": .numbers(all.map { $0.map(\.statistic) }),
      "df": .numbers(all.map { $0.map(\.degreesOfFreedom) }),
      "p": .numbers(all.map { $0.map(\.p) }),
    ])
  }

  /// Five rows spread evenly, for which R rounds a half to even; R leaves the mean offset in, ours is at offset 0.
  private static func hazard(_ hazard: CoxModel.BaselineHazard, offset: [Double]?) -> Answer {
    let mean = offset.map { $0.reduce(0, +) / Double($0.count) } ?? 0
    let step = Double(hazard.times.count - 1) / 4
    let rows = (0..<5).map { Int((1 + Double($0) * step).rounded(.toNearestOrEven)) - 1 }
    return .fields([
      "time": .numbers(rows.map { hazard.times[$0] }),
      "cumhaz": .numbers(rows.map { hazard.cumulativeHazard[$0] * exp(mean) }),
    ])
  }
}

/// The columns of `Surv(…)`.
struct CoxResponse {
  let data: CoxData

  init(_ frame: ModelFrame) throws {
    let columns = try frame.response.map { column in
      switch column {
      case .numbers(let values), .truths(let values): values
      default: try #require(nil as [Double]?)
      }
    }
    let events = SurvivalData.events(try #require(columns.last).map { $0 }).map { $0 ?? false }
    data = CoxData(
      entries: columns.count > 2 ? columns[0] : nil, times: columns[columns.count - 2], events: events,
      frame: frame)
  }
}
