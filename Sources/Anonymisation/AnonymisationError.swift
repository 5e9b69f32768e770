/// Why a table could not be anonymised; it names columns and counts, never a value.
public enum AnonymisationError: Error, Sendable, CustomStringConvertible {
  /// The table has no row.
  case noRows
  /// No column is a quasi-identifier.
  case noQuasiIdentifiers
  /// The plan has no privacy model.
  case noModels
  /// A quasi-identifier has no hierarchy.
  case missingHierarchy(column: String)
  /// Distinct values of a quasi-identifier that its hierarchy does not list.
  case valuesMissingFromHierarchy(column: String, count: Int)
  /// A model names a column that is not a sensitive column of the table.
  case notSensitive(column: String, model: String)
  /// The hierarchies combine to more nodes than can be searched.
  case latticeTooLarge(limit: Int)
  /// No node satisfies the models within the suppression limit.
  case refused(Refusal)

  /// Says what was expected, what was found and what to do.
  public var description: String {
    switch self {
    case .noRows: "the table has no row; there is nothing to anonymise"
    case .noQuasiIdentifiers: "no column is a quasi-identifier; give at least one that role"
    case .noModels: "the plan has no privacy model; name at least one"
    case .missingHierarchy(let column): "quasi-identifier \(column) has no hierarchy; add one to the plan"
    case .valuesMissingFromHierarchy(let column, let count):
      "\(count) distinct values of \(column) are not in its hierarchy; add them"
    case .notSensitive(let column, let model):
      "\(model) needs \(column) as a sensitive column of the table; give it that role or change the model"
    case .latticeTooLarge(let limit):
      "the hierarchies combine to more than \(limit) nodes; use fewer levels or quasi-identifiers"
    case .refused(let refusal): refusal.description
    }
  }
}

/// No generalisation satisfies the models within the suppression limit.
public struct Refusal: Error, Sendable, Hashable, CustomStringConvertible {
  /// The node that comes nearest: the fewest units to suppress, then the least loss before that.
  public let nearest: Generalisation
  /// The units that would have to be suppressed there.
  public let suppressedUnits: Int
  /// The most units that may be suppressed.
  public let suppressionLimit: Int
  /// The units of the table.
  public let unitCount: Int
  /// What could be relaxed, each in words.
  public let advice: [String]

  /// Says what was the best reached and what to relax.
  public var description: String {
    "no generalisation satisfies the models: the nearest, \(nearest), would suppress \(suppressedUnits) of "
      + "\(unitCount) units where \(suppressionLimit) are allowed; " + advice.joined(separator: ", or ")
  }
}
