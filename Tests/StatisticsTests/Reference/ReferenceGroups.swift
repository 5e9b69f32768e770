import Foundation
import Statistics

extension ReferenceMethods {
  static let groups: [String: ReferenceMethod] = [
    "t_test": tTest, "anova": anova, "mann_whitney": mannWhitney, "kruskal_wallis": kruskalWallis,
    "cronbach_alpha": cronbachAlpha, "correlation": correlation, "missing_data": missingData,
    "undefined": undefined,
  ]

  static let tTest: ReferenceMethod = { reference in
    let (first, second) = (reference.numbers("x"), reference.numbers("y"))
    let (x, y) = (Description(of: first), Description(of: second))
    let confidence = reference.confidence
    let welch = StudentTest.welch(x, y, confidence: confidence)
    // R stops at Welch's test.
    guard welch.value != nil else { return ["welch": .test(welch)] }
    var answers: [String: Answer] = [
      "welch": .test(welch), "pooled": .test(StudentTest.pooled(x, y, confidence: confidence)),
      "mean_x": .number(x.mean), "mean_y": .number(y.mean),
      "diff": .number(welch.flatMap(\.difference.value)),
    ]
    // A case of paired values has the fields of one test beside the input of two.
    let paired = StudentTest.paired(first, second, confidence: confidence)
    if case .fields(let fields) = Answer.test(paired) { answers.merge(fields) { own, _ in own } }
    return answers
  }

  static let anova: ReferenceMethod = { reference in
    let analysis = VarianceAnalysis.of(reference.valuesByGroup.map(\.values))
    // R stops where a group has no variance to tell.
    if analysis.flatMap(\.bartlett).reason == .oneObservation {
      return ["F": .number(.undefined(.oneObservation))]
    }
    let (classic, welch) = (analysis.flatMap(\.classic), analysis.flatMap(\.welch))
    let bartlett = analysis.flatMap(\.bartlett)
    return [
      "ss_between": .number(analysis.map(\.squaresBetween)),
      "ss_within": .number(analysis.map(\.squaresWithin)),
      "df1": .number(analysis.map(\.degreesBetween)), "df2": .number(analysis.map(\.degreesWithin)),
      "F": .number(classic.map(\.statistic)), "p": .number(classic.map(\.p)),
      "eta_sq": .number(analysis.flatMap(\.etaSquared)),
      "welch": .fields([
        "F": .number(welch.map(\.statistic)), "df1": .number(welch.map(\.degreesAbove)),
        "df2": .number(welch.map(\.degreesBelow)), "p": .number(welch.map(\.p)),
      ]),
      "bartlett": .fields([
        "k2": .number(bartlett.map(\.statistic)), "df": .number(bartlett.map(\.degreesOfFreedom)),
        "p": .number(bartlett.map(\.p)),
      ]),
    ]
  }

  static let mannWhitney: ReferenceMethod = { reference in
    let test = MannWhitney.compare(reference.numbers("x"), reference.numbers("y"))
    let pairs = test.map { Double($0.firstCount) * Double($0.secondCount) }
    let isSmall = (test.value.map { $0.firstCount + $0.secondCount } ?? 0) <= 400
    return [
      "U_x": .number(test.map(\.statistic)),
      "U_y": .number(test.flatMap { test in pairs.map { $0 - test.statistic } }),
      "auc": .number(test.map(\.probabilityOfSuperiority)),
      "rank_biserial": .number(test.map(\.rankBiserial)),
      "tie_sum": .number(test.map(\.tieSum)), "var_ties": .number(test.map(\.variance)),
      "z": .number(test.flatMap { $0.deviate() }),
      "z_cc": .number(test.flatMap { $0.deviate(isCorrected: true) }),
      "p": .number(test.flatMap { $0.p() }), "p_cc": .number(test.flatMap { $0.p(isCorrected: true) }),
      "log10_p": .number(test.flatMap(\.logP).map { $0 / log(10) }),
      "p_exact": .number(isSmall ? test.flatMap(\.exactP) : .undefined(.tooManyTables)),
      "p_exact_perm": .number(isSmall ? test.flatMap(\.exactP) : .undefined(.tooManyTables)),
      // The reference has it up to 400 values only.
      "hodges_lehmann": .number(isSmall ? test.map(\.hodgesLehmann) : .undefined(.tooManyTables)),
    ]
  }

  static let kruskalWallis: ReferenceMethod = { reference in
    let groups = reference.valuesByGroup
    let table = RankTable(groups: groups.map(\.values))
    let test = KruskalWallis.compare(table)
    let sums = zip(groups.map(\.name), table.rankSums)
    let means = zip(groups.map(\.name), zip(table.rankSums, table.sizes).map { $0 / Double($1) })
    return [
      "H": .number(test.map(\.test.statistic)), "df": .number(test.map(\.test.degreesOfFreedom)),
      "p": .number(test.map(\.test.p)), "tie_C": .number(test.map(\.tieFactor)),
      "rank_sums": .fields(Dictionary(sums.map { ($0, .number($1)) }) { first, _ in first }),
      "mean_ranks": .fields(Dictionary(means.map { ($0, .number($1)) }) { first, _ in first }),
    ]
  }

  static let cronbachAlpha: ReferenceMethod = { reference in
    let data = try reference.data()
    let alpha = CronbachAlpha.of(reference.texts("items").map { data.column($0) })
    func list(_ values: Outcome<[Outcome<Double>]>) -> Answer { .numbers(values.value ?? []) }
    return [
      "n": .number(alpha.map { Double($0.n) }), "alpha": .number(alpha.flatMap(\.alpha)),
      "standardised": .number(alpha.flatMap(\.standardised)),
      "alpha_if_dropped": list(alpha.map(\.alphaIfDropped)),
      "item_rest_r": list(alpha.map(\.itemRestCorrelations)),
    ]
  }

  static let correlation: ReferenceMethod = { reference in
    let data = try reference.data()
    let columns = [reference.word("x"), reference.word("y")].map { data.column($0) }
    guard let correlation = Correlation(columns[0], columns[1]) else { return [:] }
    let pearson = correlation.pearson(confidence: reference.confidence)
    return [
      "n": .number(correlation.n), "pearson": .number(pearson.value),
      "pearson_ci": .interval(pearson.interval), "pearson_p": .number(correlation.pearsonP),
      "spearman": .number(correlation.spearman), "spearman_p_t": .number(correlation.spearmanP),
      "kendall_tau_b": .number(correlation.kendall), "kendall_p": .number(correlation.kendallP),
    ]
  }

  static let missingData: ReferenceMethod = { reference in
    let data = try reference.data()
    let columns = data.names.map { data.texts($0).map { $0 == nil } }
    guard let patterns = MissingPatterns(columns) else { return [:] }
    return [
      "n": .number(patterns.n), "columns": .texts(data.names),
      "n_missing": .numbers(patterns.missingByColumn),
      "pct_missing": .numbers(patterns.missingShares.map { $0.map { 100 * $0 } }),
      "complete_cases": .number(patterns.completeCases), "cells_missing": .number(patterns.missingValues),
      "pattern": .texts(patterns.patterns.map { $0.isMissing.map { $0 ? "1" : "0" }.joined() }),
      "pattern_n": .numbers(patterns.patterns.map(\.count)),
    ]
  }
}

extension Answer {
  fileprivate static func test(_ test: Outcome<StudentTest>) -> Answer {
    .fields([
      "t": .number(test.map(\.statistic)), "df": .number(test.map(\.degreesOfFreedom)),
      "p": .number(test.map(\.p)), "ci": .interval(test.flatMap(\.difference.interval)),
      "diff": .number(test.flatMap(\.difference.value)),
    ])
  }
}

extension ReferenceCase {
  /// The values of each group, the groups by name.
  fileprivate var valuesByGroup: [(name: String, values: [Double])] {
    let pairs = zip(texts("g"), numbers("y"))
    let groups = Dictionary(grouping: pairs) { $0.0 }
    return groups.sorted { $0.key < $1.key }.map { (name: $0.key, values: $0.value.map(\.1)) }
  }
}

extension ReferenceData {
  /// A column of numbers; what is missing is NaN.
  fileprivate func column(_ name: String) -> [Double] { (numbers(name) ?? []).map { $0 ?? .nan } }
}
