import CohortModel

/// Codes and days of the model as the texts of columns.
///
/// What a source does not know is stored as unknown, what a form may not have asked as NULL.
private enum Text {
  static let unknown = String(MissingReason.unknown.rawValue)

  static func partial(_ name: String, _ date: PartialDate?) -> [ColumnText] {
    [
      ColumnText(name, date?.day.description),
      ColumnText(name + "_precision", date.map { String($0.precision.rawValue) }, absent: "0"),
    ]
  }

  static func yes(_ answer: Bool?) -> String? { answer.map { $0 ? "1" : "0" } }
}

extension Participant {
  var columns: [ColumnText] {
    [
      ColumnText("birth_year", birthYear.map(String.init)),
      ColumnText("age_at_enrolment", ageAtEnrolment.map(String.init)),
      ColumnText("sex", sex.map { String($0.rawValue) }, absent: Text.unknown),
      ColumnText("canton", canton),
      ColumnText("enrolled", enrolled?.description),
      ColumnText("died", died?.description),
    ]
  }
}

extension Vaccination {
  var columns: [ColumnText] {
    [ColumnText("product", product?.rawValue), ColumnText("strain", strain)] + Text.partial("given", given)
      + [ColumnText("batch", batch)]
  }
}

extension Infection {
  var columns: [ColumnText] {
    Text.partial("onset", onset) + Text.partial("tested", tested)
      + [
        ColumnText("test", test.map { String($0.rawValue) }, absent: Text.unknown),
        ColumnText("status", status.map { String($0.rawValue) }, absent: Text.unknown),
        ColumnText("severity", severity.map { String($0.rawValue) }, absent: Text.unknown),
        ColumnText("hospitalised", Text.yes(wasHospitalised), absent: Text.unknown),
        ColumnText("sequenced_variant", sequencedVariant),
      ]
  }
}

extension FollowUp {
  var columns: [ColumnText] {
    [
      ColumnText("completed", completed?.description),
      ColumnText("infection_slot", infectionSlot),
      ColumnText("alternative_diagnosis", Text.yes(hasAlternativeDiagnosis)),
      ColumnText("daily_impact", dailyImpact.map { String($0) }),
      ColumnText("symptoms_began", symptomsBegan?.description),
      ColumnText("symptoms_ended", symptomsEnded?.description),
      ColumnText("recovered", Text.yes(hasRecovered)),
    ]
  }

  /// Columns of the given symptoms, which must be known.
  func symptomColumns(_ known: [Symptom]) throws -> [ColumnText] {
    guard symptoms.keys.allSatisfy(known.contains) else { throw RegistryError.unknownSymptom }
    return known.map { ColumnText($0.column, symptoms[$0].map { String($0.code) }) }
  }

  /// Columns of the items of instruments, whose answers must be codes.
  func itemColumns() throws -> [ColumnText] {
    let concepts = ConceptCatalogue(symptoms: []).concepts(of: .instrument)
    guard items.keys.allSatisfy({ name in concepts.contains { $0.field == name } }) else {
      throw RegistryError.unknownItem
    }
    return try concepts.map { concept in
      guard let code = items[concept.field] else {
        return ColumnText(concept.column, nil)
      }
      guard case .coded(let scale) = concept.kind,
        scale.name(of: code) != nil || MissingReason(rawValue: code) != nil
      else { throw RegistryError.codeOutOfRange(concept: concept.name) }
      return ColumnText(concept.column, String(code))
    }
  }
}

extension Consent {
  var columns: [ColumnText] {
    [
      ColumnText("status", status.map { String($0.rawValue) }, absent: Text.unknown),
      ColumnText("given", given?.description),
      ColumnText("version", version),
      ColumnText("future_use_of_data", Text.yes(allowsFutureUseOfData), absent: Text.unknown),
      ColumnText("future_use_of_samples", Text.yes(allowsFutureUseOfSamples), absent: Text.unknown),
      ColumnText("re_contact", Text.yes(allowsContact), absent: Text.unknown),
    ]
  }
}
