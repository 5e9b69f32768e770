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

  /// Makes the question from options that were checked against ``options`` and ``groupings``.
  ///
  /// - Throws: ``StatisticError`` if an option has a value that it cannot have.
  init(_ options: StatisticOptions, reference: ReferenceModel) throws

  /// Answers it; the rows are not fit to be shown before small cells are hidden.
  func table(of population: StudyPopulation) -> ResultTable
}

/// The statistics that the program offers.
public enum CohortStatistics {
  /// Every statistic, in the order in which commands and reports list them.
  public static let all: [any CohortStatistic.Type] = [
    CohortOverview.self, TableOne.self, SymptomPrevalence.self, LongCovid.self, DefinitionAgreement.self,
    VaccinationCoverage.self, Retention.self,
  ]

  /// The statistic of a name; nil if there is none.
  public static func named(_ name: String) -> (any CohortStatistic.Type)? {
    all.first { $0.name == name }
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
