/// One follow-up of a participant: what was asked and answered about symptoms on a day.
public struct FollowUp: Hashable, Sendable {
  /// Who answered.
  public var participant: ParticipantCode
  /// Event of the reference schedule `Schema/reference/event.csv`, such as `month-6`.
  public var event: String
  /// 1 for the first response of this event.
  public var instance: Int
  /// Day on which it was completed; nil if unknown.
  public var completed: StudyDay?
  /// What is known of each symptom; a symptom without an entry was not asked.
  public var symptoms: [Symptom: SymptomState]
  /// Whether another diagnosis explains the symptoms; nil if unknown or not asked.
  public var hasAlternativeDiagnosis: Bool?
  /// How much the symptoms limit daily life, from 0 not at all to 3 severely; nil if unknown or not asked.
  public var dailyImpact: Int16?
  /// Day on which the symptoms as a whole began, as remembered; nil if unknown or not asked.
  public var symptomsBegan: StudyDay?
  /// Day on which the last of the symptoms ended, as remembered; nil if unknown, not asked or still present.
  public var symptomsEnded: StudyDay?
  /// Whether the person calls itself recovered; nil if unknown or not asked.
  public var hasRecovered: Bool?
  /// The source's number of the infection that is followed up; nil if the form does not say.
  public var infectionSlot: String?
  /// Answers to items of instruments by name, such as `phq9.1`; below 0 a ``MissingReason``.
  public var items: [String: Int16] = [:]

  /// Makes a follow-up of a month of the schedule.
  public init(
    of participant: ParticipantCode, month: Int, on completed: StudyDay?, symptoms: [Symptom: SymptomState],
    hasAlternativeDiagnosis: Bool? = nil
  ) {
    self.init(
      of: participant, event: "month-\(month)", on: completed, symptoms: symptoms,
      hasAlternativeDiagnosis: hasAlternativeDiagnosis)
  }

  /// Makes a follow-up of any event of the schedule.
  public init(
    of participant: ParticipantCode, event: String, instance: Int = 1, on completed: StudyDay?,
    symptoms: [Symptom: SymptomState], hasAlternativeDiagnosis: Bool? = nil
  ) {
    self.participant = participant
    self.event = event
    self.instance = instance
    self.completed = completed
    self.symptoms = symptoms
    self.hasAlternativeDiagnosis = hasAlternativeDiagnosis
  }
}
