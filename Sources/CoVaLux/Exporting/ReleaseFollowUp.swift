import CohortModel

/// A follow-up with its time, before it is decided how much of it is published.
struct ReleaseFollowUp: Sendable {
  /// Bands of the number of symptoms present.
  static let countBands = ["0", "1-2", "3-5", "6+"]

  /// Whole calendar months since the infection followed up or since enrolment; below 0 before it.
  let months: Int
  /// What distinguishes the follow-up to somebody who knows the form that was filled in, for each content.
  let askedSymptoms: String
  let askedScores: String
  let hasSymptoms: Bool
  /// The cells by column.
  let cells: [String: String]
  /// Order in time within a participant.
  let order: Int

  /// The follow-ups of a participant that say anything and whose time is known.
  ///
  /// - Parameters:
  ///   - history: The participant's.
  ///   - symptoms: The symptoms whose columns are published.
  /// - Returns: The follow-ups, and how many had to be left out for want of a time.
  static func all(
    of history: ParticipantHistory, symptoms: [Symptom]
  ) -> (followUps: [ReleaseFollowUp], untimed: Int) {
    let isInfected = !history.infections.episodes.isEmpty || !history.infections.undated.isEmpty
    var found: [ReleaseFollowUp] = []
    var untimed = history.undatedFollowUps.filter { saysAnything($0, symptoms) }.count
    for (order, followUp) in history.followUps.enumerated() where saysAnything(followUp, symptoms) {
      let index =
        isInfected
        ? episode(of: followUp, in: history)?.index
        : history.participant.enrolled.map { PartialDate($0) }
      guard let index, index.precision != .year, let day = followUp.completed else {
        untimed += 1
        continue
      }
      found.append(
        ReleaseFollowUp(
          followUp, months: months(from: index.earliest, to: day), symptoms: symptoms, order: order))
    }
    return (found, untimed)
  }

  private init(_ followUp: FollowUp, months: Int, symptoms: [Symptom], order: Int) {
    self.months = months
    self.order = order
    let asked = symptoms.filter { Self.isAsked($0, in: followUp) }
    hasSymptoms = !asked.isEmpty
    askedSymptoms = asked.map(\.column).joined(separator: "+")
    askedScores = ReleaseScores.asked(in: followUp).joined(separator: "+")
    var cells = ReleaseScores.cells(of: followUp)
    for symptom in asked {
      let state = followUp.symptoms[symptom]
      cells[symptom.column] =
        state?.isPresent == nil ? ReleaseMissing.noAnswer : state.map { String($0.code) }
    }
    cells["symptoms_present"] = Self.countBand(asked.map { followUp.symptoms[$0]?.isPresent })
    self.cells = cells
  }

  private static func countBand(_ answers: [Bool?]) -> String {
    guard !answers.isEmpty else { return ReleaseMissing.notAsked }
    guard answers.contains(where: { $0 != nil }) else { return ReleaseMissing.noAnswer }
    switch answers.filter({ $0 == true }).count {
    case 0: return countBands[0]
    case 1...2: return countBands[1]
    case 3...5: return countBands[2]
    default: return countBands[3]
    }
  }

  private static func saysAnything(_ followUp: FollowUp, _ symptoms: [Symptom]) -> Bool {
    symptoms.contains { isAsked($0, in: followUp) } || !ReleaseScores.asked(in: followUp).isEmpty
  }

  private static func isAsked(_ symptom: Symptom, in followUp: FollowUp) -> Bool {
    followUp.symptoms[symptom].map { $0 != .missing(.notAsked) } ?? false
  }

  /// The infection that the form names, else the last one before the follow-up, else the first.
  private static func episode(of followUp: FollowUp, in history: ParticipantHistory) -> InfectionEpisode? {
    let episodes = history.infections.episodes
    if let slot = followUp.infectionSlot, let named = episodes.first(where: { $0.slots.contains(slot) }) {
      return named
    }
    let before = episodes.last { episode in
      guard let index = episode.index, let day = followUp.completed else { return false }
      return index.earliest <= day
    }
    return before ?? episodes.first
  }

  private static func months(from index: StudyDay, to day: StudyDay) -> Int {
    guard day >= index else { return -1 }
    let (start, end) = (index.components, day.components)
    let months = (end.year - start.year) * 12 + end.month - start.month
    return index.adding(months: months) <= day ? months : months - 1
  }
}

/// One level of what is published of follow-ups: the bands of their times, and their content.
struct FollowUpLevel: Sendable, Hashable {
  /// First month of each band, ascending; what lies before the first is a band of its own.
  let bounds: [Int]
  let content: FollowUpContent

  /// The follow-ups that are published, in order of their bands: one a band.
  ///
  /// Of several in a band it is the one that asked about symptoms, then the one latest after the infection. That
  /// choice makes a coarser level follow from a finer one, which the search over levels relies on: the choice of
  /// a wide band is always that of one of its narrow bands, and which one shows in the finer pattern.
  func published(_ followUps: [ReleaseFollowUp]) -> [(band: String, followUp: ReleaseFollowUp)] {
    var chosen: [Int: ReleaseFollowUp] = [:]
    for followUp in followUps {
      let band = Bands.index(of: followUp.months, in: bounds)
      guard let known = chosen[band] else {
        chosen[band] = followUp
        continue
      }
      if Self.rank(known) < Self.rank(followUp) { chosen[band] = followUp }
    }
    return chosen.sorted { $0.key < $1.key }.map {
      (Bands.label(of: $0.value.months, in: bounds), $0.value)
    }
  }

  /// Everything of a participant's follow-ups that somebody could know: when, and what the forms asked.
  func pattern(_ followUps: [ReleaseFollowUp]) -> String {
    published(followUps).map { band, followUp in
      switch content {
      case .summary: "\(band) \(followUp.hasSymptoms ? "asked" : "-")"
      case .symptoms: "\(band) \(followUp.askedSymptoms)"
      case .full: "\(band) \(followUp.askedSymptoms) \(followUp.askedScores)"
      }
    }.joined(separator: "; ")
  }

  private static func rank(_ followUp: ReleaseFollowUp) -> (Int, Int, Int) {
    (followUp.hasSymptoms ? 1 : 0, followUp.months, followUp.order)
  }
}

/// Bands of whole numbers by their lower bounds.
enum Bands {
  /// 0 below the first bound, then 1 and so on.
  static func index(of number: Int, in bounds: [Int]) -> Int {
    bounds.firstIndex { $0 > number } ?? bounds.count
  }

  /// Such as `<20`, `20-24`, `7` and `85+`.
  static func label(of number: Int, in bounds: [Int]) -> String {
    labels(bounds)[index(of: number, in: bounds)]
  }

  /// The labels of all bands, from the one below the first bound.
  static func labels(_ bounds: [Int]) -> [String] {
    guard let first = bounds.first, let last = bounds.last else { return [] }
    let inner = zip(bounds, bounds.dropFirst()).map { $1 == $0 + 1 ? "\($0)" : "\($0)-\($1 - 1)" }
    return ["<\(first)"] + inner + ["\(last)+"]
  }
}
