/// What a plan must say to ask for a privacy model.
public struct PrivacyModelForm: Sendable {
  /// The model's name in plans.
  public let name: String
  /// The promise in words.
  public let summary: String
  /// Whether a sensitive column must be named.
  public let needsColumn: Bool
  private let make: @Sendable (Fraction, String) -> (any PrivacyModel)?

  /// Makes the model, or nil where the parameter is out of range or a column is missing.
  public func model(parameter: Fraction, column: String? = nil) -> (any PrivacyModel)? {
    if needsColumn && column == nil { return nil }
    return make(parameter, column ?? "")
  }

  /// Every model, in the order of the help.
  public static let all = [
    PrivacyModelForm(
      name: "k-anonymity", summary: "every class has at least k units", needsColumn: false,
      make: { parameter, _ in positive(parameter).map(KAnonymity.init(k:)) }),
    PrivacyModelForm(
      name: "distinct-l-diversity", summary: "every class has at least l distinct values of a column",
      needsColumn: true,
      make: { parameter, column in positive(parameter).map { DistinctDiversity(l: $0, column: column) } }),
    PrivacyModelForm(
      name: "t-closeness", summary: "every class is within t of the table's distribution of a column",
      needsColumn: true,
      make: { parameter, column in
        parameter.numerator <= parameter.denominator ? TCloseness(t: parameter, column: column) : nil
      }),
  ]

  /// Finds a model by its name in plans.
  public static func named(_ name: String) -> PrivacyModelForm? {
    all.first { $0.name == name }
  }

  private static func positive(_ parameter: Fraction) -> Int? {
    parameter.denominator == 1 && parameter.numerator >= 1 ? parameter.numerator : nil
  }
}
