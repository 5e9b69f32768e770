/// What a published table must promise, and how its quasi-identifiers may be generalised.
public struct AnonymisationPlan: Sendable {
  /// The hierarchy of each quasi-identifier, by column name.
  public let hierarchies: [String: Hierarchy]
  /// The conditions that every class must meet.
  public let models: [any PrivacyModel]
  /// The largest share of the units that may be suppressed.
  public let suppressionLimit: Fraction
  /// The loss to be made least.
  public let utility: UtilityLoss

  /// The most nodes that are searched.
  public static let latticeLimit = 10_000_000

  /// Makes a plan.
  public init(
    hierarchies: [String: Hierarchy], models: [any PrivacyModel],
    suppressionLimit: Fraction = Fraction(0, 1), utility: UtilityLoss = UtilityLoss()
  ) {
    precondition(suppressionLimit.numerator <= suppressionLimit.denominator, "a share is at most 1")
    self.hierarchies = hierarchies
    self.models = models
    self.suppressionLimit = suppressionLimit
    self.utility = utility
  }

  /// Generalises a table with the least loss of utility that keeps the plan's promises.
  ///
  /// Every quasi-identifier is generalised to one level throughout (full-domain recoding); units in
  /// classes that fail a model are suppressed, up to the limit. The result is the proven optimum;
  /// of equally good nodes the lowest, then the lexicographically first. The time grows with the
  /// nodes that have to be checked and the distinct combinations of quasi-identifiers.
  public func anonymise(_ microdata: Microdata) throws(AnonymisationError) -> Anonymised {
    let prepared = try prepare(microdata)
    let heights = prepared.columns.map(\.height)
    guard let lattice = Lattice(heights: heights, limit: Self.latticeLimit) else {
      throw .latticeTooLarge(limit: Self.latticeLimit)
    }
    var search = LatticeSearch(NodeEvaluator(prepared: prepared, plan: self), lattice: lattice)
    let outcome: LatticeSearch.Outcome
    do {
      outcome = try search.run()
    } catch {
      throw .refused(error)
    }
    return Anonymised(outcome, of: prepared, microdata: microdata, plan: self)
  }

  func prepare(_ microdata: Microdata) throws(AnonymisationError) -> PreparedTable {
    guard microdata.rowCount > 0 else { throw .noRows }
    guard !models.isEmpty else { throw .noModels }
    var columns: [PreparedColumn] = []
    for column in microdata.columns where column.role == .quasiIdentifier {
      guard let hierarchy = hierarchies[column.name] else { throw .missingHierarchy(column: column.name) }
      columns.append(try PreparedColumn(column, hierarchy: hierarchy))
    }
    guard !columns.isEmpty else { throw .noQuasiIdentifiers }
    var sensitive: [Microdata.Column] = []
    for model in models {
      guard let name = model.sensitiveColumn else { continue }
      guard let column = microdata.column(named: name), column.role == .sensitive else {
        throw .notSensitive(column: name, model: model.name)
      }
      if !sensitive.contains(where: { $0.name == name }) { sensitive.append(column) }
    }
    return PreparedTable(
      columns: columns, sensitive: sensitive, units: microdata.units, rowCount: microdata.rowCount)
  }
}
