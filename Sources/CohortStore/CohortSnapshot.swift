public import CohortModel

/// Everything that statistics and exports ask about the participants whose data may be used, as of one moment.
///
/// Participants who refused consent or whose data use has ended are not in it. Rows are sorted by participant, so
/// those of one participant are a range; within it by form, slot, event and instance. A code below 0 is a
/// `MissingReason`.
public struct CohortSnapshot: Sendable {
  /// The moment of the snapshot in UTC, ISO 8601.
  public let asOf: String
  /// The symptoms that were asked for, in the order of their codes.
  public let symptoms: [Symptom]
  /// The items of instruments that were asked for, such as `phq9.1`, in the order of their codes.
  public let items: [String]
  /// Conditions of a participant, such as `diabetes`, in the order of their codes.
  public let conditions: [String]
  /// The participants by ascending number.
  public let people: [Person]
  /// Reports of infections.
  public let infections: [InfectionEpisodes.Report]
  /// Reports of doses, those denied among them.
  public let vaccinations: [VaccinationCourse.Report]
  /// Answered forms.
  public let responses: [Response]

  let conditionCodes: [Int8]
  let symptomCodes: [Int8]
  let itemCodes: [Int8]
  /// Where the rows of each participant begin, with one entry more than there are participants.
  let infectionStarts: [Int]
  let vaccinationStarts: [Int]
  let responseStarts: [Int]

  /// One participant; what is nil is unknown.
  public struct Person: Hashable, Sendable {
    /// Number in the database; never to be written to what leaves the house.
    public let number: Int64
    /// The study that enrolled the participant; the first by name if there are several.
    public let study: String
    /// Four-digit year.
    public let birthYear: Int?
    /// Age in whole years on the day of enrolment.
    public let ageAtEnrolment: Int?
    /// Sex as recorded by the study.
    public let sex: Participant.Sex?
    /// ISO 3166-2 code of the canton of residence.
    public let canton: String?
    /// Day of enrolment.
    public let enrolled: StudyDay?
    /// Day of death.
    public let died: StudyDay?
    /// Day from which on no new data were given; nil while taking part.
    public let participationEnded: StudyDay?
    /// ISCED 2011 level from 0 to 8, or below 0.
    public let education: Int16
    /// 0 never, 1 former, 2 current, or below 0.
    public let smoking: Int16
    /// Body height in centimetres.
    public let heightCentimetres: Double?
    /// Body weight in kilograms.
    public let weightKilograms: Double?
    /// The model's view, whose code is the number, as research does not see codes.
    public let participant: Participant
  }

  /// One answered form.
  public struct Response: Hashable, Sendable {
    /// Index in ``CohortSnapshot/people``.
    public let person: Int
    /// The form.
    public let form: String
    /// Event of the schedule.
    public let event: String
    /// 1 for the first response of the event.
    public let instance: Int16
    /// Day of completion; nil if unknown.
    public let completed: StudyDay?
    /// The source's number of the infection that is followed up; nil if the form does not say.
    public let infectionSlot: String?
    /// 0 or 1 whether another diagnosis explains the symptoms, or below 0.
    public let alternativeDiagnosis: Int16
    /// From 0 not at all to 3 severely, or below 0.
    public let dailyImpact: Int16
    /// Day on which the symptoms as a whole began, as remembered.
    public let symptomsBegan: StudyDay?
    /// Day on which the last of the symptoms ended, as remembered.
    public let symptomsEnded: StudyDay?
    /// 0 or 1 whether the person calls itself recovered, or below 0.
    public let recovered: Int16
    /// True if the form has answers about symptoms, and symptoms were asked for.
    public internal(set) var hasSymptoms = false
    /// True if the form has answers to items of instruments, and items were asked for.
    public internal(set) var hasItems = false
  }
}

extension CohortSnapshot {
  /// Index of a symptom in ``symptoms``; nil if it was not asked for.
  public func index(of symptom: Symptom) -> Int? {
    symptoms.firstIndex(of: symptom)
  }

  /// The stored code of a symptom, by its index, in a response; `SymptomState` says what it means.
  public func code(ofSymptom symptom: Int, inResponse response: Int) -> Int8 {
    symptomCodes[response * symptoms.count + symptom]
  }

  /// The stored code of an instrument's item, by its index in ``items``, in a response.
  public func code(ofItem item: Int, inResponse response: Int) -> Int8 {
    itemCodes[response * items.count + item]
  }

  /// The stored code of a condition, by its index in ``conditions``: 1 yes, 0 no, or below 0.
  public func code(ofCondition condition: Int, of person: Int) -> Int8 {
    conditionCodes[person * conditions.count + condition]
  }

  /// Indexes in ``infections`` of a participant's reports.
  public func infections(of person: Int) -> Range<Int> {
    infectionStarts[person]..<infectionStarts[person + 1]
  }

  /// Indexes in ``vaccinations`` of a participant's reports.
  public func vaccinations(of person: Int) -> Range<Int> {
    vaccinationStarts[person]..<vaccinationStarts[person + 1]
  }

  /// Indexes in ``responses`` of a participant's responses.
  public func responses(of person: Int) -> Range<Int> {
    responseStarts[person]..<responseStarts[person + 1]
  }

  /// A response as the model sees it; symptoms and items that were not asked are left out.
  public func followUp(_ response: Int) -> FollowUp {
    let row = responses[response]
    var states: [Symptom: SymptomState] = [:]
    if row.hasSymptoms {
      for index in symptoms.indices {
        let code = Int16(code(ofSymptom: index, inResponse: response))
        if code != MissingReason.notAsked.rawValue { states[symptoms[index]] = SymptomState(code: code) }
      }
    }
    var followUp = FollowUp(
      of: people[row.person].participant.code, event: row.event, instance: Int(row.instance),
      on: row.completed,
      symptoms: states, hasAlternativeDiagnosis: Self.answer(row.alternativeDiagnosis))
    followUp.dailyImpact = row.dailyImpact < 0 ? nil : row.dailyImpact
    followUp.symptomsBegan = row.symptomsBegan
    followUp.symptomsEnded = row.symptomsEnded
    followUp.hasRecovered = Self.answer(row.recovered)
    followUp.infectionSlot = row.infectionSlot
    if row.hasItems {
      for index in items.indices {
        let code = Int16(code(ofItem: index, inResponse: response))
        if code != MissingReason.notAsked.rawValue { followUp.items[items[index]] = code }
      }
    }
    return followUp
  }

  /// Everything about one participant, put in order for case definitions.
  ///
  /// - Parameters:
  ///   - person: Index in ``people``.
  ///   - separationDays: Days between positive findings from which on the later one is a new infection.
  /// - Returns: The history, whose participant has the number for a code.
  public func history(
    of person: Int, separationDays: Int = InfectionEpisodes.defaultSeparationDays
  ) -> ParticipantHistory {
    ParticipantHistory(
      of: people[person].participant,
      infections: InfectionEpisodes(
        Array(infections[infections(of: person)]), separationDays: separationDays),
      course: VaccinationCourse(Array(vaccinations[vaccinations(of: person)])),
      followUps: responses(of: person).map { followUp($0) })
  }

  static func answer(_ code: Int16) -> Bool? {
    code < 0 ? nil : code == 1
  }
}
