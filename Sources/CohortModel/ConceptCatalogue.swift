/// Every concept of the model, in the order of the tables' columns.
public struct ConceptCatalogue: Sendable {
  /// The concepts, block by block.
  public let concepts: [Concept]
  private let byName: [String: Int]

  /// Makes the catalogue: the fixed concepts and one per symptom of the vocabulary.
  public init(symptoms: [Symptom]) {
    concepts =
      Self.identity + Self.participant + Self.consent + Self.infection + Self.vaccination + Self.response
      + symptoms.map { Concept(.symptom, $0.rawValue, .coded(.symptom)) } + Self.instrumentItems
    byName = Dictionary(
      concepts.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  /// The concept of a name such as `participant.sex`, without a slot; nil if there is none.
  public subscript(name: String) -> Concept? {
    byName[name].map { concepts[$0] }
  }

  /// The concepts of one block, in the order of its columns.
  public func concepts(of block: Block) -> [Concept] {
    concepts.filter { $0.block == block }
  }

  private static let identity = [
    "family-name", "given-name", "birth-date", "matricule", "email", "telephone", "address",
  ].map { Concept(.identity, $0, $0 == "birth-date" ? .date : .text) }

  private static let participant =
    [
      Concept(.participant, "birth-year", .year),
      Concept(.participant, "age-at-enrolment", .integer(0...120)),
      Concept(.participant, "sex", .coded(.sex)),
      Concept(.participant, "canton", .vocabulary(.canton)),
      Concept(.participant, "enrolled", .date),
      Concept(.participant, "died", .date),
      Concept(.participant, "education", .coded(.education)),
      Concept(.participant, "smoking", .coded(.smoking)),
      Concept(.participant, "height-cm", .number(30...272)),
      Concept(.participant, "weight-kg", .number(0.3...650)),
    ]
    + [
      "pregnant", "healthcare-worker", "asthma", "diabetes", "hypertension", "chronic-heart-disease",
      "chronic-lung-disease", "chronic-kidney-disease", "liver-disease", "immunosuppression", "cancer",
    ].map { Concept(.participant, $0, .coded(.noYes)) }

  private static let consent =
    [
      Concept(.consent, "status", .coded(.consent)),
      Concept(.consent, "given", .date),
      Concept(.consent, "version", .text),
    ]
    + ["future-use-of-data", "future-use-of-samples", "re-contact"].map {
      Concept(.consent, $0, .coded(.noYes))
    } + ["participation-ended", "data-use-ended", "sample-use-ended"].map { Concept(.consent, $0, .date) }

  private static let infection = [
    Concept(.infection, "onset", .partialDate),
    Concept(.infection, "tested", .partialDate),
    Concept(.infection, "test", .coded(.test)),
    Concept(.infection, "status", .coded(.infectionStatus)),
    Concept(.infection, "severity", .coded(.severity)),
    Concept(.infection, "hospitalised", .coded(.noYes)),
    Concept(.infection, "sequenced-variant", .vocabulary(.variant)),
  ]

  private static let vaccination = [
    Concept(.vaccination, "received", .coded(.noYes)),
    Concept(.vaccination, "product", .vocabulary(.vaccine)),
    Concept(.vaccination, "strain", .vocabulary(.strain)),
    Concept(.vaccination, "given", .partialDate),
    Concept(.vaccination, "batch", .text),
  ]

  private static let response = [
    Concept(.response, "completed", .date),
    Concept(.response, "infection-slot", .text),
    Concept(.response, "alternative-diagnosis", .coded(.noYes)),
    Concept(.response, "daily-impact", .coded(Scale(0...3))),
    Concept(.response, "symptoms-began", .date),
    Concept(.response, "symptoms-ended", .date),
    Concept(.response, "recovered", .coded(.noYes)),
  ]

  /// Items of the instruments whose scores the model knows; see the `Instruments` folder.
  private static let instrumentItems =
    numbered("phq9", 9, 0...3) + [item("phq9.difficulty", 0...3)] + numbered("gad7", 7, 0...3)
    + numbered("fss", 9, 1...7) + [item("pcfs", 0...4), item("mmrc", 0...4)]
    + ["mobility", "self-care", "usual-activities", "pain", "anxiety"].map { item("eq5d.\($0)", 1...5) }
    + [item("eq5d.vas", 0...100)]

  private static func numbered(_ instrument: String, _ count: Int, _ codes: ClosedRange<Int16>) -> [Concept] {
    (1...count).map { item("\(instrument).\($0)", codes) }
  }

  private static func item(_ name: String, _ codes: ClosedRange<Int16>) -> Concept {
    Concept(.instrument, name, .coded(Scale(codes)))
  }
}
