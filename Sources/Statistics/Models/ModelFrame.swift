/// The rows of the data that a model uses, with all that its formula asks of them: complete cases only.
public struct ModelFrame: Sendable {
  /// The left side: the outcome itself, or the arguments of a call such as `Surv(time, event)`.
  public let response: [ModelColumn]
  /// The name of the call on the left side, if it is one: `Surv`, `cbind`.
  public let responseCall: String?
  /// The covariates.
  public let design: DesignMatrix
  /// The sum of what stands in `offset(…)`; nil without one.
  public let offset: [Double]?
  /// The stratum of each row where the formula has `strata(…)`; several arguments are crossed.
  public let strata: Grouping?
  /// The cluster of each row where the formula has `cluster(…)`.
  public let clusters: Grouping?
  /// The weight of each row, where a column of weights was named.
  public let weights: [Double]?
  /// The rows of the data that are used, ascending.
  public let usedRows: [Int]
  /// How many rows lack a value and are left out.
  public let missing: Int

  /// Rows in groups.
  public struct Grouping: Sendable, Equatable {
    /// The group of each row as a position among the labels.
    public let codes: [Int32]
    /// The groups in ascending order, those without a row left out.
    public let labels: [String]
  }

  /// How many rows are used.
  public var n: Int { usedRows.count }

  /// Applies a formula to data.
  ///
  /// A row without a weight is missing, where a column of weights is named. With `dropsIntercept`, categories are coded
  /// as beside an intercept, but there is none, as in models of hazards and conditional likelihoods. Throws where the
  /// formula asks for what the data do not have.
  public init(
    _ formula: ModelFormula, _ data: ModelData, weights: String? = nil, dropsIntercept: Bool = false
  ) throws(FormulaError) {
    let evaluation = FormulaEvaluation(data: data)
    let left = formula.response?.variables ?? []
    let terms = try ModelTerms(formula.explanation, others: data.names.filter { !left.contains($0) })
    var responses: [FormulaExpression] = formula.response.map { [$0] } ?? []
    responseCall = formula.response?.responseCall
    if case .call(_, let arguments)? = formula.response, responseCall != nil { responses = arguments }

    var columns: [[ModelColumn]] = []
    for expressions in [responses, terms.variables, terms.offsets, terms.strata, terms.clusters] {
      var part: [ModelColumn] = []
      for expression in expressions { part.append(try evaluation.column(expression)) }
      columns.append(part)
    }
    if let weights { columns.append([.numbers(try evaluation.numbers(.variable(weights)))]) }
    var isMissing = Array(repeating: false, count: data.rows)
    for column in columns.joined() { column.markMissing(in: &isMissing) }
    let used = (0..<data.rows).filter { !isMissing[$0] }
    columns = columns.map { part in part.map { $0.restricted(to: used) } }

    usedRows = used
    missing = data.rows - used.count
    response = columns[0]
    design = DesignMatrix(terms, columns[1], rows: used.count, dropsIntercept: dropsIntercept)
    var offset: [Double]?
    for (expression, column) in zip(terms.offsets, columns[2]) {
      guard let values = column.values else { throw FormulaError(.notNumeric("\(expression)")) }
      offset = offset.map { sum in sum.indices.map { sum[$0] + values[$0] } } ?? values
    }
    self.offset = offset
    strata = Grouping(crossing: columns[3])
    clusters = Grouping(crossing: columns[4])
    self.weights = columns.count > 5 ? columns[5].first?.values : nil
  }
}

extension FormulaExpression {
  /// The call whose arguments are several outcomes.
  fileprivate var responseCall: String? {
    if case .call(let name, _) = self, name == "Surv" || name == "cbind" { name } else { nil }
  }
}

extension ModelFrame.Grouping {
  /// Crosses columns as factors; the last runs fastest in the order of the labels, as in R's `strata`; nil without a column.
  public init?(crossing columns: [ModelColumn]) {
    guard let first = columns.first, case .factor(var codes, var labels) = first.asFactor else { return nil }
    for column in columns.dropFirst() {
      guard case .factor(let others, let levels) = column.asFactor, others.count == codes.count else {
        return nil
      }
      // Only the pairs that occur, so that the product of many levels stays small; a missing half is a missing pair.
      let keys = codes.indices.map { row in
        codes[row] < 0 || others[row] < 0 ? -1 : Int64(codes[row]) << 32 | Int64(others[row])
      }
      let sorted = Set(keys.filter { $0 >= 0 }).sorted()
      let places = Dictionary(uniqueKeysWithValues: sorted.enumerated().map { ($1, Int32($0)) })
      labels = sorted.map { "\(labels[Int($0 >> 32)]), \(levels[Int($0 & 0xffff_ffff)])" }
      codes = keys.map { places[$0] ?? -1 }
    }
    self.init(codes: codes, labels: labels)
  }
}
