import CohortModel

/// A participant whose data may be used, as an export sees it.
struct ReleaseSubject: Sendable {
  /// The cohort's number, for the register of releases; never written.
  let number: Int64
  let history: ParticipantHistory
}

/// What an export is made from: one snapshot of the cohort.
struct ReleaseSource: Sendable {
  let subjects: [ReleaseSubject]
  /// The symptoms in the order of their columns.
  let symptoms: [Symptom]
  /// The moment of the snapshot, ISO 8601.
  let asOf: String
}

/// The facts about a participant that somebody else may know, before generalisation.
struct SubjectFacts {
  static let unknown = "unknown"

  let age: Int?
  let sex: String
  let infected: String
  /// The day that time is counted from: of the first infection, or of enrolment for the never infected.
  let index: PartialDate?
  let dosesBefore: Int?
  let monthsSinceDose: Int?
  let longCovid: String

  init(_ history: ParticipantHistory, definition: WHO2021) {
    let participant = history.participant
    let first = history.infections.episodes.first
    let isInfected = first != nil || !history.infections.undated.isEmpty
    infected = isInfected ? "yes" : "no"
    index = isInfected ? first?.index : participant.enrolled.map { PartialDate($0) }
    sex =
      switch participant.sex {
      case .male: "male"
      case .female: "female"
      case .other: "other"
      case nil: Self.unknown
      }
    // A birth year leaves two ages open; the lower one is taken.
    age =
      participant.ageAtEnrolment
      ?? (participant.enrolled ?? index?.earliest).flatMap { history.possibleAges(on: $0)?.lowerBound }
    let day = index?.exactDay
    dosesBefore = day.flatMap { history.course.doseCount(before: $0) }
    monthsSinceDose = day.flatMap { history.course.monthsSinceLastDose(on: $0) }
    longCovid = Self.status(history, definition)
  }

  /// Yes if the definition is met after any infection, no if it is not met after each, else indeterminate.
  private static func status(_ history: ParticipantHistory, _ definition: WHO2021) -> String {
    let count = max(1, history.infections.episodes.count)
    var outcomes = (1...count).map { definition.classify(history, episode: $0).outcome }
    if count > 0, !history.infections.episodes.isEmpty, !history.infections.undated.isEmpty {
      outcomes.append(.indeterminate)
    }
    if outcomes.contains(.yes) { return Classification.Outcome.yes.rawValue }
    return (outcomes.contains(.indeterminate) ? Classification.Outcome.indeterminate : .no).rawValue
  }
}
