import CoVaLux
import CohortModel
import Reporting

@testable import CohortStore

/// A person of a cohort that is written down by hand.
struct MadePerson {
  var birthYear: Int? = 1980
  var sex: Participant.Sex? = .female
  var canton: String?
  var enrolled: StudyDay? = "2021-01-01"
  var died: StudyDay?
  var participationEnded: StudyDay?
  var education: Int16 = -1
  var heightCentimetres: Double?
  var weightKilograms: Double?
  var hasDiabetes: Bool?
  var study = "covalux"
  /// Days of onset, the first infection first.
  var infections: [PartialDate] = []
  var status: Infection.Status? = .confirmed
  var severity: Infection.Severity?
  /// Doses of Comirnaty unless said.
  var doses: [PartialDate] = []
  var product: VaccineProduct? = .comirnaty
  var followUps: [MadeFollowUp] = []
}

/// A form that was answered on a day.
struct MadeFollowUp {
  var day: StudyDay?
  var symptoms: [Symptom: SymptomState]
  var event: String
  var slot: String?
  var isExplained: Bool?
  /// Answers to items of ``madeItems``.
  var items: [String: Int16]

  init(
    _ day: StudyDay?, _ symptoms: [Symptom: SymptomState], event: String = "unscheduled", slot: String? = nil,
    isExplained: Bool? = false, items: [String: Int16] = [:]
  ) {
    self.day = day
    self.symptoms = symptoms
    self.event = event
    self.slot = slot
    self.isExplained = isExplained
    self.items = items
  }
}

/// The symptoms that the hand-made forms can ask.
let madeSymptoms: [Symptom] = [.fatigue, .cough, .dyspnoea, .brainFog, .lossOfSmell, .postExertionalMalaise]

/// The items of instruments that the hand-made forms can ask: those of PHQ-9.
let madeItems = (1...9).map { "phq9.\($0)" }

/// The people as a snapshot of a day.
func population(_ people: [MadePerson], asOf: String = "2023-01-01T12:00:00Z") throws -> StudyPopulation {
  var rows: [CohortSnapshot.Person] = []
  var infections: [InfectionEpisodes.Report] = []
  var vaccinations: [VaccinationCourse.Report] = []
  var responses: [CohortSnapshot.Response] = []
  var symptomCodes: [Int8] = []
  var itemCodes: [Int8] = []
  var conditionCodes: [Int8] = []
  var starts: (infection: [Int], vaccination: [Int], response: [Int]) = ([0], [0], [0])
  for (number, person) in people.enumerated() {
    let participant = Participant(
      code: try ParticipantCode(String(number + 1), study: person.study), birthYear: person.birthYear,
      sex: person.sex,
      enrolled: person.enrolled, died: person.died)
    rows.append(
      CohortSnapshot.Person(
        number: Int64(number + 1), study: person.study, birthYear: person.birthYear, ageAtEnrolment: nil,
        sex: person.sex, canton: person.canton, enrolled: person.enrolled, died: person.died,
        participationEnded: person.participationEnded, education: person.education, smoking: -1,
        heightCentimetres: person.heightCentimetres, weightKilograms: person.weightKilograms,
        participant: participant))
    conditionCodes.append(person.hasDiabetes.map { $0 ? 1 : 0 } ?? -1)
    for (place, day) in person.infections.enumerated() {
      let infection = Infection(
        of: participant.code, slot: String(place + 1), onset: day, status: person.status,
        severity: person.severity)
      infections.append(InfectionEpisodes.Report(form: "baseline", infection: infection))
    }
    for (place, day) in person.doses.enumerated() {
      let vaccination = Vaccination(of: participant.code, dose: place + 1, product: person.product, on: day)
      vaccinations.append(
        VaccinationCourse.Report(form: "doses", vaccination: vaccination, wasReceived: true))
    }
    for followUp in person.followUps {
      responses.append(
        CohortSnapshot.Response(
          person: number, form: "follow-up", event: followUp.event, instance: 1, completed: followUp.day,
          infectionSlot: followUp.slot, alternativeDiagnosis: followUp.isExplained.map { $0 ? 1 : 0 } ?? -1,
          dailyImpact: -1, symptomsBegan: nil, symptomsEnded: nil, recovered: -1, hasSymptoms: true,
          hasItems: !followUp.items.isEmpty))
      symptomCodes += madeSymptoms.map {
        Int8(followUp.symptoms[$0]?.code ?? MissingReason.notAsked.rawValue)
      }
      itemCodes += madeItems.map { Int8(followUp.items[$0] ?? MissingReason.notAsked.rawValue) }
    }
    starts.infection.append(infections.count)
    starts.vaccination.append(vaccinations.count)
    starts.response.append(responses.count)
  }
  let snapshot = CohortSnapshot(
    asOf: asOf, symptoms: madeSymptoms, items: madeItems, conditions: ["diabetes"], people: rows,
    infections: infections,
    vaccinations: vaccinations, responses: responses, conditionCodes: conditionCodes,
    symptomCodes: symptomCodes,
    itemCodes: itemCodes, infectionStarts: starts.infection, vaccinationStarts: starts.vaccination,
    responseStarts: starts.response)
  return StudyPopulation(snapshot, reference: try ReferenceModel.shipped())
}

/// The same person several times.
func times(_ count: Int, _ person: MadePerson) -> [MadePerson] {
  Array(repeating: person, count: count)
}

extension ResultTable {
  /// The row of a group and level; nil if there is none or more than one.
  func row(_ group: String, _ level: String, _ measure: String? = nil, section: String? = nil) -> ResultRow? {
    let found = rows.filter { row in
      row.group == group && row.level == level && (measure == nil || row.measure == measure)
        && (section == nil || row.section == section)
    }
    return found.count == 1 ? found[0] : nil
  }

  /// Count and denominator in one text, such as `3/10`.
  func share(_ group: String, _ level: String, section: String? = nil) -> String? {
    row(group, level, section: section).map {
      "\($0.count.map(String.init) ?? "-")/\($0.n.map(String.init) ?? "-")"
    }
  }
}
