import Foundation
import Statistics

extension ReferenceMethods {
  static let mantelHaenszel: ReferenceMethod = { reference in
    let counts = reference.counts("strata")
    let tables = stride(from: 0, to: counts.count - 3, by: 4).map { start in
      let (a, b, c, d) = (counts[start], counts[start + 1], counts[start + 2], counts[start + 3])
      return TwoByTwo(exposedCases: a, of: a + b, unexposedCases: c, of: c + d)
    }
    guard let strata = StratifiedTables(tables) else { return [:] }
    let confidence = reference.confidence
    let (odds, risk) = (strata.oddsRatio(confidence: confidence), strata.riskRatio(confidence: confidence))
    let difference = strata.riskDifference(confidence: confidence)
    let (plain, corrected) = (strata.test(), strata.test(isCorrected: true))
    // R's root search for the fitted cells stops at an infinite odds ratio, and at a stratum without anybody.
    if odds.value.value == nil || tables.contains(where: { $0.exposed + $0.unexposed == 0 }) {
      return ["or_mh": .number(.undefined(.zeroCell))]
    }
    let homogeneity = strata.homogeneity
    let degrees = max(strata.informativeCount - 1, 0)
    // Of no degrees of freedom `pchisq` has 1 for a sum of exactly 0 and 0 for what rounding may leave of it.
    func probability(_ statistic: KeyPath<StratifiedTables.Homogeneity, Double>) -> Answer {
      .coarse([homogeneity.flatMap { $0.p(statistic) }], within: [degrees == 0 ? 1 : 0])
    }
    let exact = strata.exact(confidence: confidence)
    return [
      "or_mh": .number(odds.value), "or_ci": .interval(odds.interval),
      "se_log_or_rbg": .number(strata.oddsRatioVariance.map { $0.squareRoot() }),
      "rr_mh": .number(risk.value), "rr_ci": .interval(risk.interval),
      "se_log_rr_gr": .number(strata.riskRatioVariance.map { $0.squareRoot() }),
      "rd_mh": .number(difference.value), "rd_ci": .interval(difference.interval),
      "cmh_chi2": .number(plain.map(\.statistic)), "cmh_p": .number(plain.map(\.p)),
      "cmh_chi2_cc": .number(corrected.map(\.statistic)), "cmh_p_cc": .number(corrected.map(\.p)),
      "breslow_day": .number(homogeneity.map(\.breslowDay)), "tarone": .number(homogeneity.map(\.tarone)),
      "df": .number(degrees), "p_breslow_day": probability(\.breslowDay), "p_tarone": probability(\.tarone),
      "stratum_or": .numbers(tables.map { $0.oddsRatio().value }),
      "stratum_rr": .numbers(tables.map { $0.riskRatio().value }),
      "exact": .fields([
        "or_cmle": .searched([exact.flatMap(\.oddsRatio.value)]),
        "ci": .searched([
          exact.flatMap(\.oddsRatio.interval).map(\.lower), exact.flatMap(\.oddsRatio.interval).map(\.upper),
        ]),
        "p": .number(exact.map(\.p)),
      ]),
    ]
  }

  static let contingency: ReferenceMethod = { reference in
    guard let table = ContingencyTable(reference.rows("table", reference.count("nrow"))) else { return [:] }
    let ratio = table.likelihoodRatio
    // R sums m·log(m/E), which cancels: each term is rounded to n ulps, which is all there is of G where it is tiny.
    let loss = 4 * Double.ulpOfOne * Double(table.rows.joined().reduce(0, +))
    let tails = [-loss, 0, loss].compactMap { shift in
      Distribution.chiSquared(degreesOfFreedom: Double(table.degreesOfFreedom))
        .cumulative(max(0, (ratio.value?.statistic ?? 0) + shift), tail: .upper).value
    }
    let lossOfP = (tails.max() ?? 0) - (tails.min() ?? 0)
    return [
      "chi2": .number(table.pearson.map(\.statistic)),
      "df": .number(table.degreesOfFreedom),
      "p": .number(table.pearson.map(\.p)),
      "log10_p": .number(table.pearson.map { $0.logP / log(10) }),
      "expected": .numbers(Array(table.expected.joined())),
      "min_expected": .number(table.expected.joined().min() ?? 0),
      "cramers_v": .number(table.cramersV),
      "G": .coarse([ratio.map(\.statistic)], within: [loss]),
      "G_p": .coarse([ratio.map(\.p)], within: [lossOfP]),
      "yates": .fields([
        "chi2": .number(table.yates.map(\.statistic)), "p": .number(table.yates.map(\.p)),
      ]),
      "fisher_p": .number(reference.output["fisher_p"] == nil ? .undefined(.tooManyTables) : table.fisherP),
    ]
  }

  static let mcnemar: ReferenceMethod = { reference in
    let table = PairedTable(onlyFirst: reference.count("b"), onlySecond: reference.count("c"))
    let (plain, corrected) = (table.test(), table.test(isCorrected: true))
    let odds = table.oddsRatio(confidence: reference.confidence)
    return [
      "chi2": .number(plain.map(\.statistic)), "p": .number(plain.map(\.p)),
      "chi2_cc": .number(corrected.map(\.statistic)), "p_cc": .number(corrected.map(\.p)),
      "p_exact": .number(table.exactP), "p_midp": .number(table.midP),
      "or": .number(odds.value), "or_ci_exact": .interval(odds.interval),
    ]
  }

  static let trend: ReferenceMethod = { reference in
    let test = TrendTest.test(
      cases: reference.counts("cases"), of: reference.counts("totals"), scores: reference.numbers("scores"))
    // Two groups depart from no trend; R's `pchisq` of no degrees of freedom is 0 or 1, as rounding leaves the sum.
    let isPair = reference.counts("totals").count == 2
    let departure: Answer =
      isPair && test.value != nil ? .coarse([.defined(1)], within: [1]) : .number(test.flatMap(\.departureP))
    return [
      "chi2": .number(test.map(\.trend.statistic)), "p": .number(test.map(\.trend.p)),
      "z": .number(test.map(\.deviate)), "T": .number(test.map(\.statistic)),
      "var": .number(test.map(\.variance)), "chi2_N_minus_1": .number(test.map(\.mantelStatistic)),
      "chi2_total": .number(test.map(\.total.statistic)), "p_departure": departure,
    ]
  }
}
