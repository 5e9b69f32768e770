import CohortModel
import CohortStore
public import Reporting
import Statistics

/// What is missing, with what was skipped by design apart from it.
///
/// A value is missing if it was asked for and there is none: left blank, not known, refused or unreadable. What a form
/// did not ask, or what does not apply, is skipped by design and in no denominator.
public struct Missingness: CohortStatistic {
  /// `missingness`.
  public static let name = "missingness"
  /// The question in one sentence.
  public static let question = "Which answers are missing, and which were skipped by design?"
  /// It takes no options.
  public static let options: [StatisticOption] = []
  /// It divides people by nothing.
  public static let groupings: [GroupingVariable] = []

  /// Asks for every variable.
  public init() {}

  /// Makes the question from options.
  public init(_ options: StatisticOptions, reference: ReferenceModel) throws {}

  /// Answers it.
  public func table(of population: StudyPopulation) -> ResultTable {
    var table = ResultTable(
      statistic: Self.name, title: "Missing answers", question: Self.question,
      definition: TableDefinition([
        TableDefinition.populationLine,
        .init("Missing", "asked for and left blank, not known, refused or unreadable, among those asked"),
        .init("Skipped by design", "not asked by the form or not applicable, among all"),
        .init("Participants", "counted once each"),
        .init("Symptoms", "counted by answered form: a person counts once for each follow-up"),
        .init("Interval", Proportion.IntervalMethod.wilson.words),
      ]),
      denominator: "participants or forms that were asked", asOf: population.snapshot.asOf,
      layout: .levelsAsColumns, groupHeading: "Variable", levelHeading: "Answers")
    for variable in Self.participantVariables(in: population) {
      table.rows += Self.rows(variable.counts, of: variable.name, section: "Participants")
    }
    let snapshot = population.snapshot
    let forms = snapshot.responses.indices.filter { snapshot.responses[$0].hasSymptoms }
    for (place, symptom) in snapshot.symptoms.enumerated() {
      var counts = Counts()
      for form in forms { counts.add(snapshot.code(ofSymptom: place, inResponse: form)) }
      if counts.asked > 0 { table.rows += Self.rows(counts, of: symptom.rawValue, section: "Symptoms") }
    }
    return table
  }
}

extension Missingness {
  /// Answers to one question by whether they are there.
  private struct Counts {
    var present = 0
    var missing = 0
    var skipped = 0

    var asked: Int { present + missing }

    mutating func add(_ code: Int8) {
      switch Int16(code) {
      case MissingReason.notAsked.rawValue, MissingReason.notApplicable.rawValue: skipped += 1
      case let code where code < 0: missing += 1
      default: present += 1
      }
    }

    mutating func add(isPresent: Bool) {
      if isPresent { present += 1 } else { missing += 1 }
    }
  }

  private static func participantVariables(in population: StudyPopulation) -> [(name: String, counts: Counts)]
  {
    let people = population.people
    func known(_ name: String, _ isKnown: (Int) -> Bool) -> (String, Counts) {
      var counts = Counts()
      for person in people.indices { counts.add(isPresent: isKnown(person)) }
      return (name, counts)
    }
    func coded(_ name: String, _ code: (Int) -> Int8) -> (String, Counts) {
      var counts = Counts()
      for person in people.indices { counts.add(code(person)) }
      return (name, counts)
    }
    let snapshot = population.snapshot
    return [
      known("age at enrolment") { population.ageAtEnrolment(of: $0) != nil },
      known("sex") { people[$0].sex != nil },
      known("canton") { people[$0].canton != nil },
      known("day of enrolment") { people[$0].enrolled != nil },
      coded("education") { Int8(truncatingIfNeeded: people[$0].education) },
      coded("smoking") { Int8(truncatingIfNeeded: people[$0].smoking) },
      known("height") { people[$0].heightCentimetres != nil },
      known("weight") { people[$0].weightKilograms != nil },
    ]
      + snapshot.conditions.enumerated().map { place, name in
        coded(name) { snapshot.code(ofCondition: place, of: $0) }
      }
  }

  private static func rows(_ counts: Counts, of name: String, section: String) -> [ResultRow] {
    let all = "all \(section) \(name)"
    return [
      .share(
        ShareCount(count: counts.missing, n: counts.asked), group: name, level: "missing", section: section,
        isSensitive: false),
      ResultRow(
        group: name, level: "asked", measure: "share", count: counts.asked, unit: .persons, section: section,
        partitions: [all], isSensitive: false),
      ResultRow(
        group: name, level: "skipped by design", measure: "share", count: counts.skipped, unit: .persons,
        section: section, partitions: [all], isSensitive: false),
    ]
  }
}
