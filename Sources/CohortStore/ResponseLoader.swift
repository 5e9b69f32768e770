import CohortModel
import Postgres

/// Reads the answered forms of a snapshot with their coded answers.
struct ResponseLoader {
  /// The responses in their order, with a row of codes for each.
  struct Responses {
    let rows: [CohortSnapshot.Response]
    let starts: [Int]
    let symptomCodes: [Int8]
    let itemCodes: [Int8]
  }

  private let people: [Int64: Int]
  private let symptoms: PackedCodes
  private let items: PackedCodes
  private var names: NameTable
  private var rows: [CohortSnapshot.Response] = []
  private var keys: [RowOrder.Key] = []
  private var symptomCodes: [Int8] = []
  private var itemCodes: [Int8] = []

  /// Takes the columns of symptoms and items, and the index of each participant by number.
  init(people: [Int64: Int], symptoms: [String], items: [String], names: NameTable) {
    self.people = people
    self.symptoms = PackedCodes(columns: symptoms)
    self.items = PackedCodes(columns: items)
    self.names = names
  }

  mutating func load(on connection: inout Connection) throws -> Responses {
    var loader = self
    try connection.forEachRow(
      copying: """
        select participant_id, form, event, instance, completed, infection_slot, alternative_diagnosis, daily_impact,
          symptoms_began, symptoms_ended, recovered\(symptoms.selection)\(items.selection)
        from cohort.response left join cohort.consent using (participant_id) where \(SnapshotLoader.mayBeUsed)
        """
    ) { row in try loader.append(&row) }
    let order = RowOrder(loader.keys, personCount: people.count, names: loader.names)
    return Responses(
      rows: order.indexes.map { loader.rows[$0] }, starts: order.starts,
      symptomCodes: Self.ordered(loader.symptomCodes, symptoms.columns.count, order.indexes),
      itemCodes: Self.ordered(loader.itemCodes, items.columns.count, order.indexes))
  }

  private mutating func append(_ row: inout BinaryRowReader) throws {
    guard let person = people[try row.int64() ?? 0] else { return }
    let key = RowOrder.Key(
      person: Int32(person), form: try row.number(&names), place: try row.number(&names),
      instance: try row.int16() ?? 1)
    var response = CohortSnapshot.Response(
      person: person, form: names.texts[Int(key.form)], event: names.texts[Int(key.place)],
      instance: key.instance, completed: try row.day(), infectionSlot: try row.name(&names),
      alternativeDiagnosis: try row.code(), dailyImpact: try row.code(), symptomsBegan: try row.day(),
      symptomsEnded: try row.day(), recovered: try row.code())
    response.hasSymptoms = try symptoms.append(&row, to: &symptomCodes)
    response.hasItems = try items.append(&row, to: &itemCodes)
    keys.append(key)
    rows.append(response)
  }

  private static func ordered(_ codes: [Int8], _ width: Int, _ order: [Int]) -> [Int8] {
    [Int8](unsafeUninitializedCapacity: codes.count) { ordered, count in
      for index in order {
        for code in codes[index * width..<(index + 1) * width] {
          ordered[count] = code
          count += 1
        }
      }
    }
  }
}
