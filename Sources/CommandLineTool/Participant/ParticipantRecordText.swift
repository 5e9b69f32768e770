import CoVaLux
import Reporting

/// A participant's record as people and programs read it.
enum ParticipantRecordText {
  static func text(_ record: ParticipantRecord) -> String {
    json(record).textLines.joined(separator: "\n")
  }

  static func json(_ record: ParticipantRecord) -> JSONValue {
    let person = record.entry.participant
    return [
      "schema": 1, "study": .string(person.code.study), "code": .string(person.code.text),
      "standing": .string(record.entry.standing.rawValue), "birth_year": JSONValue(person.birthYear),
      "age_at_enrolment": JSONValue(person.ageAtEnrolment),
      "sex": JSONValue(person.sex.flatMap { Scale.sex.name(of: $0.rawValue) }),
      "canton": JSONValue(person.canton),
      "enrolled": day(person.enrolled), "died": day(person.died), "consent": consent(record.consent),
      "infections": .array(record.infections.map(infection)),
      "vaccinations": .array(record.vaccinations.map(vaccination)),
      "follow_ups": .array(record.followUps.map(followUp)),
    ]
  }

  static func vaccination(_ report: VaccinationCourse.Report) -> JSONValue {
    let dose = report.vaccination
    return [
      "form": .string(report.form), "dose": .string(dose.slot), "received": answer(report.wasReceived),
      "product": JSONValue(dose.product?.rawValue), "strain": JSONValue(dose.strain),
      "given": JSONValue(dose.given?.description), "batch": JSONValue(dose.batch),
    ]
  }

  private static func consent(_ consent: Consent?) -> JSONValue {
    guard let consent else { return .null }
    return [
      "status": JSONValue(consent.status.flatMap { Scale.consent.name(of: $0.rawValue) }),
      "given": day(consent.given), "version": JSONValue(consent.version),
      "future_use_of_data": answer(consent.allowsFutureUseOfData),
      "future_use_of_samples": answer(consent.allowsFutureUseOfSamples),
      "contact": answer(consent.allowsContact),
      "participation_ended": day(consent.ended[.participation]),
      "data_use_ended": day(consent.ended[.useOfData]),
      "sample_use_ended": day(consent.ended[.useOfSamples]),
    ]
  }

  private static func infection(_ report: InfectionEpisodes.Report) -> JSONValue {
    let infection = report.infection
    return [
      "form": .string(report.form), "infection": .string(infection.slot),
      "status": JSONValue(infection.status.flatMap { Scale.infectionStatus.name(of: $0.rawValue) }),
      "onset": JSONValue(infection.onset?.description), "tested": JSONValue(infection.tested?.description),
      "test": JSONValue(infection.test.flatMap { Scale.test.name(of: $0.rawValue) }),
      "severity": JSONValue(infection.severity.flatMap { Scale.severity.name(of: $0.rawValue) }),
      "hospitalised": answer(infection.wasHospitalised), "variant": JSONValue(infection.sequencedVariant),
    ]
  }

  private static func followUp(_ entry: FollowUpEntry) -> JSONValue {
    let answers = entry.followUp
    let symptoms = answers.symptoms.sorted { $0.key.rawValue < $1.key.rawValue }.map { symptom, state in
      JSONValue.Member(symptom.rawValue, JSONValue(word(of: state.code, in: .symptom)))
    }
    let items = answers.items.sorted { $0.key < $1.key }.map { name, code in
      JSONValue.Member(name, MissingReason(rawValue: code).map { .string($0.word) } ?? .integer(Int(code)))
    }
    return [
      "form": .string(entry.form), "event": .string(answers.event), "instance": .integer(answers.instance),
      "completed": day(answers.completed), "recovered": answer(answers.hasRecovered),
      "daily_impact": JSONValue(answers.dailyImpact.map { Int($0) }), "symptoms": .object(symptoms),
      "items": .object(items),
    ]
  }

  private static func word(of code: Int16, in scale: Scale) -> String? {
    scale.name(of: code) ?? MissingReason(rawValue: code)?.word
  }

  private static func day(_ day: StudyDay?) -> JSONValue { JSONValue(day?.description) }

  private static func answer(_ answer: Bool?) -> JSONValue { answer.map { .bool($0) } ?? .null }
}
