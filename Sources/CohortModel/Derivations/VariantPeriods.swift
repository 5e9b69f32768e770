/// A time in which one variant was predominant in the country.
public struct VariantPeriod: Hashable, Sendable {
  /// Identifier of the variant, or of the mixture.
  public var id: String
  /// Name to show.
  public var name: String
  /// First day of the period.
  public var firstDay: StudyDay
  /// Last day of the period; nil if it has no known end.
  public var lastDay: StudyDay?
  /// True if no single variant was predominant.
  public var isMixed: Bool
  /// Where the dates come from.
  public var source: String

  /// Makes a period.
  public init(
    id: String, name: String, firstDay: StudyDay, lastDay: StudyDay?, isMixed: Bool = false, source: String
  ) {
    self.id = id
    self.name = name
    self.firstDay = firstDay
    self.lastDay = lastDay
    self.isMixed = isMixed
    self.source = source
  }

  func contains(_ day: StudyDay) -> Bool {
    firstDay <= day && day <= (lastDay ?? day)
  }
}

/// The variant of an infection, with how it was found.
public enum VariantAssignment: Hashable, Sendable {
  /// By sequencing.
  case sequenced(String)
  /// By the period of the day.
  case periodAssigned(String)
  /// Neither sequenced nor in one period with one predominant variant.
  case undetermined

  /// Identifier of the variant; nil if undetermined.
  public var variant: String? {
    switch self {
    case .sequenced(let variant), .periodAssigned(let variant): variant
    case .undetermined: nil
    }
  }
}

/// The variant periods of a country, as loaded from `Schema/reference/variant_period.csv`.
public struct VariantPeriods: Hashable, Sendable {
  /// The periods in the order of their days.
  public let periods: [VariantPeriod]
  /// True if infections of a mixed period are given the mixture as their variant; otherwise they are undetermined.
  public var assignsMixtures: Bool

  /// Makes the table.
  public init(_ periods: [VariantPeriod], assignsMixtures: Bool = false) {
    self.periods = periods.sorted { $0.firstDay < $1.firstDay }
    self.assignsMixtures = assignsMixtures
  }

  /// The period of a day; nil if there is none.
  public func period(on day: StudyDay) -> VariantPeriod? {
    periods.last { $0.contains(day) }
  }

  /// The variant of an infection: sequencing overrides the period.
  ///
  /// A month or a year is assigned only if its first and last day lie in one period.
  public func assignment(sequenced: String?, index: PartialDate?) -> VariantAssignment {
    if let sequenced { return .sequenced(sequenced) }
    guard let index, let period = period(on: index.earliest), period == self.period(on: index.latest),
      assignsMixtures || !period.isMixed
    else { return .undetermined }
    return .periodAssigned(period.id)
  }

  /// The variant of an episode: sequencing overrides the period.
  public func assignment(of episode: InfectionEpisode) -> VariantAssignment {
    assignment(sequenced: episode.sequencedVariant, index: episode.index)
  }
}
