import CohortModel
public import Reporting

/// A question to the cohort: one file says it in words and answers it in rows.
///
/// To add one, write a type and put it into ``CohortStatistics/all``. Rows hold every number; small cells are hidden
/// afterwards, in one place.
public protocol CohortStatistic: Sendable {
  /// Identifier for commands and tables, such as `symptom-prevalence`.
  static var name: String { get }
  /// The question in one sentence.
  static var question: String { get }
  /// The options that it takes.
  static var options: [StatisticOption] { get }
  /// The variables that it can divide people by.
  static var groupings: [GroupingVariable] { get }

  /// Whether it looks at every item of the instruments; reading them takes time that others are spared.
  static var readsAllItems: Bool { get }

  /// Makes the question from options that were checked against ``options`` and ``groupings``.
  ///
  /// - Throws: ``StatisticError`` if an option has a value that it cannot have.
  init(_ options: StatisticOptions, reference: ReferenceModel) throws

  /// Answers it; the rows are not fit to be shown before small cells are hidden.
  func table(of population: StudyPopulation) -> ResultTable
}

extension CohortStatistic {
  /// Most look at no item, or at those of the case definitions alone.
  public static var readsAllItems: Bool { false }
}

/// The statistics that the program offers.
public enum CohortStatistics {
  /// Every statistic, in the order in which commands and reports list them.
  public static let all: [any CohortStatistic.Type] = [
    CohortOverview.self, TableOne.self, SymptomPrevalence.self, SymptomCount.self, SymptomPairs.self,
    LongCovid.self, DefinitionAgreement.self, Association.self, EffectivenessAgainstLongCovid.self,
    PopulationImpact.self, TimeToRecovery.self, Incidence.self, VaccinationCoverage.self,
    InstrumentScores.self, Retention.self, Missingness.self, SampleWeights.self,
  ]

  /// Other names that people know a statistic by.
  private static let otherNames = ["characteristics": TableOne.name]

  /// The statistic of a name; nil if there is none.
  public static func named(_ name: String) -> (any CohortStatistic.Type)? {
    all.first { $0.name == otherNames[name] ?? name }
  }

  /// Makes the question of a name with options.
  ///
  /// - Throws: ``StatisticError`` if there is no such statistic or it does not take an option.
  public static func make(
    _ name: String, _ options: StatisticOptions = StatisticOptions(), reference: ReferenceModel
  ) throws -> any CohortStatistic {
    guard let statistic = named(name) else { throw StatisticError.unknownStatistic(name) }
    if let other = options.given.first(where: { !statistic.options.contains($0) }) {
      throw StatisticError.optionNotTaken(other, statistic: name)
    }
    if let variable = options.by, !statistic.groupings.contains(variable) {
      throw StatisticError.groupingNotTaken(variable, statistic: name)
    }
    if let symptom = options.symptom, !reference.vocabulary.symptoms.contains(symptom) {
      throw StatisticError.unknownSymptom(symptom.rawValue)
    }
    if let infection = options.infection, !(1...20).contains(infection) {
      throw StatisticError.outOfRange(.infection, 1...20)
    }
    return try statistic.init(options, reference: reference)
  }
}
