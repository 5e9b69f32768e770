import CohortModel
import CohortStore
public import Reporting
import Statistics

/// Which symptoms go together some months after an infection.
///
/// Of every two symptoms people count who were asked about both and answered both. Pairs are listed by how many people
/// have both; those that fewer people than the threshold have are not listed at all, as which pairs they are could
/// give a person away.
public struct SymptomPairs: CohortStatistic {
  /// `symptom-pairs`.
  public static let name = "symptom-pairs"
  /// The question in one sentence.
  public static let question = "Which symptoms go together some months after an infection?"
  /// The options that it takes.
  public static let options: [StatisticOption] = [.symptom] + InfectionFollowUp.options
  /// It divides people by nothing.
  public static let groupings: [GroupingVariable] = []
  /// How many pairs are listed.
  public static let listed = 30
  /// Pairs that fewer people have are not listed.
  public static let fewest = 10

  /// Which follow-ups are looked at.
  public var followUp: InfectionFollowUp
  /// Only pairs with this symptom; nil for all.
  public var symptom: Symptom?

  /// Asks for the follow-up some months after the first infection.
  public init(atMonth month: Int = 6) {
    followUp = InfectionFollowUp(month: month)
  }

  /// Makes the question from options.
  public init(_ options: StatisticOptions, reference: ReferenceModel) throws {
    followUp = try InfectionFollowUp(options)
    symptom = options.symptom
  }

  /// Answers it.
  public func table(of population: StudyPopulation) -> ResultTable {
    let symptoms = population.snapshot.symptoms
    var table = head(of: population)
    let pairs = counts(in: population)
      .filter {
        $0.both >= Self.fewest
          && (symptom == nil || [$0.first, $0.second].contains { symptoms[$0] == symptom })
      }
      .sorted { ($1.both, $0.first, $0.second) < ($0.both, $1.first, $1.second) }
    for pair in pairs.prefix(Self.listed) {
      table.rows += rows(pair, "\(symptoms[pair.first].rawValue) and \(symptoms[pair.second].rawValue)")
    }
    return table
  }

  /// One pair of symptoms in a fourfold table.
  struct Pair {
    var first: Int
    var second: Int
    var both = 0
    var firstAlone = 0
    var secondAlone = 0
    var neither = 0
  }

  /// Every pair, counted in one pass over the people by their sets of symptoms.
  func counts(in population: StudyPopulation) -> [Pair] {
    let snapshot = population.snapshot
    let width = snapshot.symptoms.count
    // Four counts of a pair lie together: present in both, in the first alone, in the second alone, in neither.
    var cells = [Int](repeating: 0, count: width * width * 4)
    for person in followUp.answered(in: population, by: PersonGrouping(nil, in: population)) {
      let states = (0..<width).compactMap { symptom in
        snapshot.isPresent(symptom, in: person.responses).map { (symptom: symptom, isPresent: $0) }
      }
      for (place, first) in states.enumerated() {
        for second in states.dropFirst(place + 1) {
          let cell = (first.isPresent ? 0 : 2) + (second.isPresent ? 0 : 1)
          cells[(first.symptom * width + second.symptom) * 4 + cell] += 1
        }
      }
    }
    var pairs: [Pair] = []
    for first in 0..<width {
      for second in (first + 1)..<max(width, first + 1) {
        let at = (first * width + second) * 4
        pairs.append(
          Pair(
            first: first, second: second, both: cells[at], firstAlone: cells[at + 1],
            secondAlone: cells[at + 2],
            neither: cells[at + 3]))
      }
    }
    return pairs
  }
}

extension SymptomPairs {
  private func rows(_ pair: Pair, _ name: String) -> [ResultRow] {
    let n = pair.both + pair.firstAlone + pair.secondAlone + pair.neither
    let cells = [
      ("both", pair.both), ("first alone", pair.firstAlone), ("second alone", pair.secondAlone),
      ("neither", pair.neither),
    ]
    let association = FourfoldAssociation(
      both: pair.both, firstAlone: pair.firstAlone, secondAlone: pair.secondAlone, neither: pair.neither)
    func comparison(_ level: String, _ value: Outcome<Double>, _ unit: MeasureUnit, _ method: String)
      -> ResultRow
    {
      ResultRow(
        group: name, level: level, measure: "people",
        value: ResultValue(value.value, otherwise: value.reason?.description ?? ""), unit: unit,
        method: method,
        kind: .comparison, comparison: name)
    }
    return cells.map { level, count in
      ResultRow(
        group: name, level: level, measure: "people", count: count, n: n, unit: .persons, partitions: [name],
        comparison: name)
    } + [
      comparison("Jaccard", association.jaccard, .coefficient, "jaccard"),
      comparison("phi", association.phi, .coefficient, "phi"),
      comparison("observed / expected", association.lift, .ratio, "lift"),
    ]
  }

  private func head(of population: StudyPopulation) -> ResultTable {
    ResultTable(
      statistic: Self.name, title: "Symptoms together, month \(followUp.month)", question: Self.question,
      definition: TableDefinition(
        followUp.lines + [
          .init("Record", "one per person and symptom: nearest to the target that answers it"),
          .init(
            "Listed",
            "the \(Self.listed) most frequent pairs; none that fewer than \(Self.fewest) people have"),
          .init("Jaccard", "people with both among people with either"),
          .init("Phi", "correlation of two yes-or-no variables"),
          .init("Observed / expected", "people with both over what independence would give"),
        ]),
      denominator: "people who answered both symptoms within the window", asOf: population.snapshot.asOf,
      layout: .levelsAsColumns, groupHeading: "Symptoms", levelHeading: "People")
  }
}
