import Foundation
import Statistics

extension ReferenceMethods {
  static let twoByTwo: ReferenceMethod = { reference in
    let (a, b) = (reference.count("a"), reference.count("b"))
    let (c, d) = (reference.count("c"), reference.count("d"))
    let table = TwoByTwo(exposedCases: a, of: a + b, unexposedCases: c, of: c + d)
    let confidence = reference.confidence
    let (exact, midP) = (
      table.exactOddsRatio(confidence: confidence), table.midPOddsRatio(confidence: confidence)
    )
    var answers: [String: Answer] = [
      "risk1": .number(table.exposedRisk),
      "risk0": .number(table.unexposedRisk),
      "rd_score_mn": .interval(table.riskDifferenceScore(confidence: confidence)),
      "rd_score_nocorr": .interval(table.riskDifferenceScore(.plain, confidence: confidence)),
      "rd_newcombe": .interval(table.riskDifferenceNewcombe(confidence: confidence)),
      "rr_score_mn": .interval(table.riskRatioScore(confidence: confidence)),
      "rr_score_koopman": .interval(table.riskRatioScore(.plain, confidence: confidence)),
      "or_score_mn": .interval(table.oddsRatioScore(confidence: confidence)),
      "or_score_cornfield": .interval(table.oddsRatioScore(.plain, confidence: confidence)),
      "or_cmle": .number(exact.value),
      "exact_ci": .interval(exact.interval),
      "mid_p_ci": .interval(midP.interval),
      "fisher_p": .number(table.fisher.map(\.p)),
      "log10_fisher_p": .number(table.fisher.map { $0.logP / log(10) }),
      "fisher_p_less": .number(table.fisher.map(\.less)),
      "fisher_p_greater": .number(table.fisher.map(\.greater)),
      "mid_p": .number(table.fisher.map(\.midP)),
    ]
    for (value, interval, estimate) in [
      ("rd", "rd_wald", table.riskDifference(confidence: confidence)),
      ("rr", "rr_katz", table.riskRatio(confidence: confidence)),
      ("or", "or_woolf", table.oddsRatio(confidence: confidence)),
      ("rr_haldane", "rr_haldane_katz", table.riskRatioHaldane(confidence: confidence)),
      ("or_haldane", "or_haldane_woolf", table.oddsRatioHaldane(confidence: confidence)),
    ] {
      answers[value] = .number(estimate.value)
      answers[interval] = .interval(estimate.interval)
    }
    return answers
  }
}
