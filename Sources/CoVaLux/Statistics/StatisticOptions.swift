public import CohortModel
public import Statistics

/// An option that a statistic may take, by its name on the command line.
public enum StatisticOption: String, Sendable, Hashable, CaseIterable {
  /// Divides people into groups.
  case by
  /// One symptom instead of all.
  case symptom
  /// Months since infection, one or several.
  case month
  /// Days by which a follow-up may be earlier than the month.
  case windowBefore = "window-before"
  /// Days by which a follow-up may be later than the month.
  case windowAfter = "window-after"
  /// Number of the infection, 1 for the first.
  case infection
  /// Adds people who were never infected, counted from enrolment.
  case compareNeverInfected = "compare-never-infected"
  /// How intervals of shares are made.
  case interval
  /// One case definition instead of all.
  case definition
  /// Counts symptoms as unexplained where no form tells of another diagnosis.
  case unknownDiagnosisIsNone = "unknown-diagnosis-is-none"
  /// The day looked at.
  case at
  /// What is explained.
  case outcome
  /// What explains it.
  case exposure
  /// What else a model holds.
  case adjust
  /// What an estimate is stratified by.
  case strata
  /// The model that is fitted.
  case model
  /// How many residents were ever infected.
  case infected
}

/// The options of a statistic; nil and false leave the default.
public struct StatisticOptions: Sendable, Hashable {
  /// Divides people into groups.
  public var by: GroupingVariable?
  /// One symptom instead of all.
  public var symptom: Symptom?
  /// Months since infection.
  public var months: [Int] = []
  /// Days by which a follow-up may be earlier than the month.
  public var daysBefore: Int?
  /// Days by which a follow-up may be later than the month.
  public var daysAfter: Int?
  /// Number of the infection, 1 for the first.
  public var infection: Int?
  /// Adds people who were never infected, counted from enrolment.
  public var comparesNeverInfected = false
  /// How intervals of shares are made.
  public var interval: Proportion.IntervalMethod?
  /// Identifier of one case definition.
  public var definition: String?
  /// Counts symptoms as unexplained where no form tells of another diagnosis.
  public var takesUnknownDiagnosisAsNone = false
  /// The day looked at.
  public var at: StudyDay?
  /// What is explained: a symptom, `any-symptom` or a case definition.
  public var outcome: String?
  /// What explains it: the name of an ``AnalysisVariable``.
  public var exposure: String?
  /// What else a model holds: names of ``AnalysisVariable``.
  public var adjust: [String] = []
  /// What an estimate is stratified by: the name of an ``AnalysisVariable``.
  public var strata: String?
  /// The model that is fitted: the name of an ``Association/Model``.
  public var model: String?
  /// How many residents were ever infected.
  public var infected: Int?

  /// Makes options that leave every default.
  public init() {}

  /// The options that are given.
  public var given: [StatisticOption] {
    var list: [StatisticOption] = []
    if by != nil { list.append(.by) }
    if symptom != nil { list.append(.symptom) }
    if !months.isEmpty { list.append(.month) }
    if daysBefore != nil { list.append(.windowBefore) }
    if daysAfter != nil { list.append(.windowAfter) }
    if infection != nil { list.append(.infection) }
    if comparesNeverInfected { list.append(.compareNeverInfected) }
    if interval != nil { list.append(.interval) }
    if definition != nil { list.append(.definition) }
    if takesUnknownDiagnosisAsNone { list.append(.unknownDiagnosisIsNone) }
    if at != nil { list.append(.at) }
    if outcome != nil { list.append(.outcome) }
    if exposure != nil { list.append(.exposure) }
    if !adjust.isEmpty { list.append(.adjust) }
    if strata != nil { list.append(.strata) }
    if model != nil { list.append(.model) }
    if infected != nil { list.append(.infected) }
    return list
  }
}

extension StatisticOptions {
  /// Requires that a follow-up may be earlier or later by a year at most.
  func requireWindow() throws {
    for (option, days) in [
      (StatisticOption.windowBefore, daysBefore), (.windowAfter, daysAfter),
    ] where !(0...366).contains(days ?? 0) {
      throw StatisticError.outOfRange(option, 0...366)
    }
  }
}

/// A statistic was asked for in a way that it cannot be asked.
public enum StatisticError: Error, Hashable, CustomStringConvertible {
  /// There is no statistic of this name.
  case unknownStatistic(String)
  /// The statistic does not take the option.
  case optionNotTaken(StatisticOption, statistic: String)
  /// The statistic cannot divide people by the variable.
  case groupingNotTaken(GroupingVariable, statistic: String)
  /// The symptom is not in the vocabulary.
  case unknownSymptom(String)
  /// There is no such case definition.
  case unknownDefinition(String, known: [String])
  /// The outcome is no symptom and no case definition.
  case unknownOutcome(String, definitions: [String])
  /// An option names something that there is not.
  case unknownWord(StatisticOption, known: [String])
  /// The option needs a symptom as the outcome.
  case needsSymptom(StatisticOption)
  /// A number is outside what makes sense.
  case outOfRange(StatisticOption, ClosedRange<Int>)

  /// What was expected, and what there is.
  public var description: String {
    switch self {
    case .unknownStatistic(let name):
      "there is no statistic \(name); there are: \(CohortStatistics.all.map { $0.name }.joined(separator: ", "))"
    case .optionNotTaken(let option, let statistic):
      "\(statistic) takes no --\(option.rawValue)"
        + Self.list(" it takes", CohortStatistics.named(statistic)?.options.map { "--\($0.rawValue)" })
    case .groupingNotTaken(let variable, let statistic):
      "\(statistic) cannot be divided by \(variable.rawValue)"
        + Self.list(" it can by", CohortStatistics.named(statistic)?.groupings.map(\.rawValue))
    case .unknownSymptom(let name):
      "there is no symptom \(name); Schema/reference/symptom.csv lists them, such as fatigue or brain-fog"
    case .unknownDefinition(let name, let known):
      "there is no case definition \(name); there are: \(known.joined(separator: ", "))"
    case .unknownOutcome(let name, let definitions):
      "there is no outcome \(name); give a symptom such as fatigue, any-symptom, or a case definition: "
        + definitions.joined(separator: ", ")
    case .unknownWord(let option, let known):
      "--\(option.rawValue) names nothing that there is; there are: \(known.joined(separator: ", "))"
    case .needsSymptom(let option):
      "--\(option.rawValue) cox is about the time to recovery: give a symptom or any-symptom as the outcome"
    case .outOfRange(let option, let range):
      "--\(option.rawValue) must be from \(range.lowerBound) to \(range.upperBound)"
    }
  }

  private static func list(_ words: String, _ names: [String]?) -> String {
    guard let names, !names.isEmpty else { return "" }
    return ";\(words) \(names.joined(separator: ", "))"
  }
}
