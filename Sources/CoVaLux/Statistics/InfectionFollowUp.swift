import CohortModel
import CohortStore
import Reporting

/// Which follow-ups of which infection are looked at: the selection that several statistics share.
public struct InfectionFollowUp: Sendable, Hashable {
  /// Months since infection.
  public var month: Int
  /// Days by which a follow-up may be earlier; nil takes 15 for the first two months and 45 from the third on.
  public var daysBefore: Int?
  /// Days by which a follow-up may be later; nil takes the same.
  public var daysAfter: Int?
  /// Number of the infection, 1 for the first.
  public var infection = 1
  /// How sure the infection must be.
  public var statuses: Set<Infection.Status> = [.confirmed, .probable]

  /// Selects the follow-up some months after the first infection.
  public init(month: Int = 6) {
    self.month = month
  }

  /// The options that ``init(_:)`` reads.
  static let options: [StatisticOption] = [.month, .windowBefore, .windowAfter, .infection]

  /// Selects by options.
  ///
  /// - Throws: ``StatisticError`` if a number makes no sense, or if there are several months.
  init(_ options: StatisticOptions) throws {
    month = options.months.first ?? 6
    guard options.months.count <= 1, (1...120).contains(month) else {
      throw StatisticError.outOfRange(.month, 1...120)
    }
    try options.requireWindow()
    daysBefore = options.daysBefore
    daysAfter = options.daysAfter
    infection = options.infection ?? 1
  }

  /// One person with follow-ups in the window.
  struct Answered {
    var person: Int
    var group: Int
    /// Indexes of responses by their distance from the target.
    var responses: [Int]
  }

  /// The people with a follow-up in the window and a group, in the order of the snapshot.
  ///
  /// Forms with answers about symptoms count, or with answers to instruments if `withItems`.
  func answered(
    in population: StudyPopulation, by grouping: PersonGrouping, withItems: Bool = false
  ) -> [Answered] {
    let window = window
    return population.people.indices.compactMap { person in
      guard let episode = population.episode(infection, of: person), let status = episode.status,
        statuses.contains(status), let start = episode.index?.exactDay,
        let group = grouping.group(of: .init(person: person, episode: episode, day: start)),
        let responses = window.responses(
          of: population, person: person, since: start, episode: episode, withItems: withItems),
        !responses.isEmpty
      else { return nil }
      return Answered(person: person, group: group, responses: responses)
    }
  }

  private var window: FollowUpWindow {
    FollowUpWindow(month: month, daysBefore: daysBefore, daysAfter: daysAfter)
  }

  /// The selection in words, for the definition of a table.
  var lines: [TableDefinition.Line] {
    [
      TableDefinition.populationLine,
      .infection(infection, statuses),
      .init("Time origin", "onset of symptoms, else first positive test; calendar months"),
      .init("Window", window.description),
      .init("Re-infection", "a window counts only if all of it lies before the next infection"),
    ]
  }
}

extension CohortSnapshot {
  /// Whether a symptom was present, by the first of the responses that answers it; nil if none does.
  func isPresent(_ symptom: Int, in responses: [Int]) -> Bool? {
    for response in responses {
      let code = code(ofSymptom: symptom, inResponse: response)
      if code >= 0 { return code > 0 }
    }
    return nil
  }

  /// How many symptoms were present in a response; nil where fewer than half of those asked were answered.
  func symptomCount(in response: Int) -> Int? {
    var (asked, answered, present) = (0, 0, 0)
    for symptom in symptoms.indices {
      switch Int16(code(ofSymptom: symptom, inResponse: response)) {
      case MissingReason.notAsked.rawValue, MissingReason.notApplicable.rawValue: continue
      case let state where state >= 0:
        asked += 1
        answered += 1
        present += state > 0 ? 1 : 0
      default: asked += 1
      }
    }
    return answered > 0 && 2 * answered >= asked ? present : nil
  }
}
