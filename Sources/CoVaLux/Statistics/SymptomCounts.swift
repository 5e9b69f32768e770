import CohortModel
import CohortStore
import Reporting

/// Counts every symptom in every group in one pass over the people.
struct SymptomCounts {
  /// One group with a count for each symptom.
  struct Column {
    var label: String
    /// True if it is one of the groups that together are all infected people.
    var isPart = false
    /// True if it is all infected people beside their groups.
    var isTotal = false
    /// People with at least one answer.
    var people = 0
    var counts: [ShareCount]
  }

  /// The symptoms counted; nil for any of them together.
  let symptoms: [Symptom?]
  let grouping: PersonGrouping
  /// True if people are divided into groups that do not overlap.
  let hasParts: Bool
  private(set) var columns: [Column]
  /// Indexes of the symptoms in the snapshot's codes; nil for any.
  private let codeIndexes: [Int?]

  init(_ statistic: SymptomPrevalence, in population: StudyPopulation) {
    let snapshot = population.snapshot
    symptoms = Self.symptoms(statistic, in: population)
    codeIndexes = symptoms.map { $0.flatMap { snapshot.index(of: $0) } }
    grouping = PersonGrouping(statistic.by, in: population)
    let empty = Array(repeating: ShareCount(), count: symptoms.count)
    let windows = statistic.windows
    let isByMonth = statistic.by == .monthsSinceInfection
    hasParts = statistic.by != nil && !isByMonth
    columns =
      isByMonth
      ? windows.map { Column(label: $0.label, counts: empty) }
      : grouping.labels.map { Column(label: $0, isPart: statistic.by != nil, counts: empty) }
    if hasParts { columns.append(Column(label: "all infected", isTotal: true, counts: empty)) }
    if statistic.comparesNeverInfected {
      if statistic.by == nil { columns[0].label = "infected" }
      columns += windows.map {
        Column(label: windows.count == 1 ? "never infected" : "never infected, \($0.label)", counts: empty)
      }
    }
    for person in population.people.indices {
      if let episode = population.episode(statistic.infection, of: person) {
        guard let status = episode.status, statistic.statuses.contains(status),
          let start = episode.index?.exactDay,
          let group = grouping.group(of: .init(person: person, episode: episode, day: start))
        else { continue }
        for (place, window) in windows.enumerated() {
          let answers = window.responses(of: population, person: person, since: start, episode: episode)
          guard let answers, !answers.isEmpty else { continue }
          let own = isByMonth ? place : group
          count(answers, of: population, into: hasParts ? [own, grouping.labels.count] : [own])
        }
      } else if statistic.comparesNeverInfected, !population.isInfected(person),
        let start = population.people[person].enrolled
      {
        for (place, window) in windows.enumerated() {
          let answers = window.responses(of: population, person: person, since: start, episode: nil)
          guard let answers, !answers.isEmpty else { continue }
          count(answers, of: population, into: [columns.count - windows.count + place])
        }
      }
    }
  }

  /// All symptoms by their domains, after any of them; or the one that is asked for.
  private static func symptoms(_ statistic: SymptomPrevalence, in population: StudyPopulation) -> [Symptom?] {
    if let symptom = statistic.symptom { return [symptom] }
    var domains: [String] = []
    var byDomain: [String: [Symptom]] = [:]
    for symptom in population.snapshot.symptoms {
      let domain = population.reference.symptomDomains[symptom] ?? ""
      if byDomain[domain] == nil { domains.append(domain) }
      byDomain[domain, default: []].append(symptom)
    }
    return [nil] + domains.flatMap { byDomain[$0] ?? [] }.map { Optional($0) }
  }

  private mutating func count(_ answers: [Int], of population: StudyPopulation, into places: [Int]) {
    let snapshot = population.snapshot
    var hasAnswer = false
    for (symptom, codeIndex) in codeIndexes.enumerated() {
      var isPresent: Bool?
      if let codeIndex {
        isPresent = snapshot.isPresent(codeIndex, in: answers)
      } else if symptoms[symptom] == nil {
        for response in answers where isPresent == nil {
          isPresent = snapshot.symptomCount(in: response).map { $0 > 0 }
        }
      }
      guard let isPresent else { continue }
      hasAnswer = true
      for place in places { columns[place].counts[symptom].add(isPresent) }
    }
    if hasAnswer { for place in places { columns[place].people += 1 } }
  }
}
