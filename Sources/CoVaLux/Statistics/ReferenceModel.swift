public import CohortModel
import CohortSchema
public import CohortStore

/// What statistics take from `Schema/reference`: rules, periods, points and schedules, read once.
public struct ReferenceModel: Sendable {
  /// The controlled vocabularies, with the symptoms in the order of their columns.
  public var vocabulary: Vocabulary
  /// What counts as complete and as boosted.
  public var vaccineRules: VaccineRules
  /// Names of the vaccine products.
  public var vaccineNames: [VaccineProduct: String]
  /// When which variant was predominant.
  public var variantPeriods: VariantPeriods
  /// Names of the variants, also of those that were never predominant.
  public var variantNames: [String: String]
  /// Points of the RECOVER score of 2023.
  public var recover2023: RecoverWeights
  /// Points of the RECOVER index of 2024.
  public var recover2024: RecoverWeights
  /// When follow-ups are due, in days from enrolment.
  public var schedule: EventSchedule
  /// The EQ-5D-5L value sets, by name.
  public var valueSets: [EQ5DValueSet]
  /// The residents of the country, to whom a sample is weighted.
  public var residents: ResidentPopulation
  /// The domain of each symptom, such as `respiratory`.
  public var symptomDomains: [Symptom: String]

  /// The model that the program carries.
  ///
  /// - Throws: ``ReferenceError`` if a file of the program is damaged.
  public static func shipped() throws -> ReferenceModel { try loaded.get() }

  // Decoding takes milliseconds, and every statistic asks for it.
  private static let loaded = Result { try ReferenceModel() }

  private init() throws {
    vocabulary = try Vocabulary.shipped()
    let vaccines = try ReferenceTable(named: "vaccine").records
    var series: [VaccineProduct: VaccineRules.Series] = [:]
    vaccineNames = [:]
    for record in vaccines {
      let cells = ReferenceCells("vaccine", record)
      let product = VaccineProduct(rawValue: try cells.text("id"))
      series[product] = VaccineRules.Series(
        doses: try cells.integer("primary_doses"), intervalDays: record["interval_days"].flatMap { Int($0) })
      vaccineNames[product] = try cells.text("name")
    }
    vaccineRules = VaccineRules(series: series)
    variantPeriods = VariantPeriods(try Self.periods())
    variantNames = [:]
    for record in try ReferenceTable(named: "variant_period").records {
      if let id = record["id"] { variantNames[id] = record["name"] }
    }
    recover2023 = try Self.weights(of: "recover-2023")
    recover2024 = try Self.weights(of: "recover-2024")
    schedule = EventSchedule(try Self.events())
    valueSets = try Self.valueSets()
    residents = try ResidentPopulation.shipped()
    symptomDomains = [:]
    for record in try ReferenceTable(named: "symptom").records {
      let cells = ReferenceCells("symptom", record)
      symptomDomains[Symptom(rawValue: try cells.text("id"))] = try cells.text("domain")
    }
  }

  /// Items of instruments that the case definitions look at.
  public var definitionItems: [String] {
    Set((recover2023.items + recover2024.items).compactMap(\.instrumentItem)).sorted()
  }

  /// The case definitions, in the order in which they are listed.
  ///
  /// - Parameter takesUnknownDiagnosisAsNone: True if symptoms count as unexplained where no form tells of another
  ///   diagnosis.
  /// - Returns: The definitions with their default parameters otherwise.
  public func definitions(takesUnknownDiagnosisAsNone: Bool = false) -> [any CaseDefinition] {
    CaseDefinitions.all(weights2023: recover2023, weights2024: recover2024).map { definition in
      switch definition {
      case var who as WHO2021:
        who.scope.takesUnknownDiagnosisAsNone = takesUnknownDiagnosisAsNone
        return who
      case var nice as NICE:
        nice.scope.takesUnknownDiagnosisAsNone = takesUnknownDiagnosisAsNone
        return nice
      default: return definition
      }
    }
  }
}

extension ReferenceModel {
  private static func periods() throws -> [VariantPeriod] {
    // A variant without a period was never predominant: it is known by sequencing only.
    try ReferenceTable(named: "variant_period").records.filter { $0["first_day"] != nil }.map { record in
      let cells = ReferenceCells("variant_period", record)
      return VariantPeriod(
        id: try cells.text("id"), name: try cells.text("name"), firstDay: try cells.day("first_day"),
        lastDay: record["last_day"].flatMap { StudyDay(iso: $0) }, isMixed: record["is_mixed"] == "true",
        source: try cells.text("source"))
    }
  }

  private static func weights(of score: String) throws -> RecoverWeights {
    var items: [RecoverWeights.Item] = []
    for record in try ReferenceTable(named: "recover_weights").records where record["score"] == score {
      let cells = ReferenceCells("recover_weights", record)
      let name = try cells.text("item")
      let symptom = Symptom(rawValue: try cells.text("symptom"))
      if let place = items.firstIndex(where: { $0.name == name }) {
        items[place].symptoms.append(symptom)
      } else {
        items.append(
          RecoverWeights.Item(
            name, symptoms: [symptom], points: try cells.integer("points"),
            minimumGrade: record["minimum_severity"].flatMap { Scale.symptom.code(named: $0) }.map {
              Int($0)
            },
            instrumentItem: record["instrument_item"],
            instrumentMinimum: record["instrument_minimum"].flatMap { Int($0) }))
      }
    }
    return RecoverWeights(items: items)
  }

  private static func events() throws -> [EventSchedule.Entry] {
    try ReferenceTable(named: "event").records.compactMap { record in
      guard record["day_offset"] != nil else { return nil }
      let cells = ReferenceCells("event", record)
      return EventSchedule.Entry(
        event: try cells.text("id"), dayOffset: try cells.integer("day_offset"),
        windowBefore: try cells.integer("window_before"), windowAfter: try cells.integer("window_after"))
    }
  }

  private static func valueSets() throws -> [EQ5DValueSet] {
    var names: [String] = []
    var intercepts: [String: Double] = [:]
    var coefficients: [String: [String: [Int: Double]]] = [:]
    for record in try ReferenceTable(named: "eq5d_value_set").records {
      let cells = ReferenceCells("eq5d_value_set", record)
      let (name, dimension) = (try cells.text("value_set"), try cells.text("dimension"))
      let coefficient = try cells.number("coefficient")
      if !names.contains(name) { names.append(name) }
      if dimension == "intercept" {
        intercepts[name] = coefficient
      } else {
        coefficients[name, default: [:]][dimension, default: [:]][try cells.integer("level")] = coefficient
      }
    }
    return names.map {
      EQ5DValueSet(name: $0, intercept: intercepts[$0] ?? 0, coefficients: coefficients[$0] ?? [:])
    }
  }
}
