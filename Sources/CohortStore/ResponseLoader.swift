import CohortModel
import Postgres

/// Reads the answered forms of a snapshot with their coded answers.
///
/// The tables are joined here by their keys: as numbers they compare faster than the server's texts.
struct ResponseLoader {
  /// The responses in their order, with a row of codes for each.
  struct Responses {
    let rows: [CohortSnapshot.Response]
    let starts: [Int]
    let symptomCodes: [Int8]
    let itemCodes: [Int8]
  }

  private struct Codes {
    var codes: [Int8]
    var isPresent: [Bool]
  }

  private let people: [Int64: Int]
  private let symptoms: [String]
  private let items: [String]
  private var names: NameTable
  private var places: [RowOrder.Key: Int] = [:]

  /// Takes the columns of symptoms and items, and the index of each participant by number.
  init(people: [Int64: Int], symptoms: [String], items: [String], names: NameTable) {
    self.people = people
    self.symptoms = symptoms
    self.items = items
    self.names = names
  }

  mutating func load(on connection: inout Connection) throws -> Responses {
    let (rows, keys) = try loadRows(on: &connection)
    let order = RowOrder(keys, personCount: people.count, names: names)
    places.reserveCapacity(keys.count)
    for (place, index) in order.indexes.enumerated() { places[keys[index]] = place }
    let symptomCodes = try loadCodes(of: symptoms, in: "cohort.symptom_report", on: &connection)
    let itemCodes = try loadCodes(of: items, in: "cohort.instrument_answer", on: &connection)
    let sorted = order.indexes.enumerated().map { place, index in
      var row = rows[index]
      row.hasSymptoms = symptomCodes.isPresent[place]
      row.hasItems = itemCodes.isPresent[place]
      return row
    }
    return Responses(
      rows: sorted, starts: order.starts, symptomCodes: symptomCodes.codes, itemCodes: itemCodes.codes)
  }

  private mutating func loadRows(
    on connection: inout Connection
  ) throws -> ([CohortSnapshot.Response], [RowOrder.Key]) {
    var names = names
    var rows: [CohortSnapshot.Response] = []
    var keys: [RowOrder.Key] = []
    let people = people
    try connection.forEachRow(
      copying: """
        select r.participant_id, r.form, r.event, r.instance, r.completed, r.infection_slot,
          r.alternative_diagnosis, r.daily_impact, r.symptoms_began, r.symptoms_ended, r.recovered
        from cohort.response r left join cohort.consent using (participant_id) where \(SnapshotLoader.mayBeUsed)
        """
    ) { row in
      guard let key = try Self.key(of: &row, people, &names) else { return }
      keys.append(key)
      rows.append(
        CohortSnapshot.Response(
          person: Int(key.person), form: names.texts[Int(key.form)], event: names.texts[Int(key.place)],
          instance: key.instance, completed: try row.day(), infectionSlot: try row.name(&names),
          alternativeDiagnosis: try row.code(), dailyImpact: try row.code(), symptomsBegan: try row.day(),
          symptomsEnded: try row.day(), recovered: try row.code()))
    }
    self.names = names
    return (rows, keys)
  }

  private mutating func loadCodes(
    of columns: [String], in table: String, on connection: inout Connection
  ) throws -> Codes {
    let packed = PackedCodes(columns: columns)
    var codes = Codes(
      codes: [Int8](
        repeating: Int8(MissingReason.notAsked.rawValue), count: places.count * columns.count),
      isPresent: [Bool](repeating: false, count: places.count))
    guard !columns.isEmpty else { return codes }
    var names = names
    let (people, places) = (people, places)
    try connection.forEachRow(
      copying: """
        select t.participant_id, form, event, instance\(packed.selection)
        from \(table) t left join cohort.consent using (participant_id) where \(SnapshotLoader.mayBeUsed)
        """
    ) { row in
      guard let key = try Self.key(of: &row, people, &names), let place = places[key] else { return }
      codes.isPresent[place] = true
      try packed.read(&row, into: &codes.codes, at: place * columns.count)
    }
    self.names = names
    return codes
  }

  private static func key(
    of row: inout BinaryRowReader, _ people: [Int64: Int], _ names: inout NameTable
  ) throws -> RowOrder.Key? {
    guard let person = people[try row.int64() ?? 0] else { return nil }
    return RowOrder.Key(
      person: Int32(person), form: try row.number(&names), place: try row.number(&names),
      instance: try row.int16() ?? 1)
  }
}
