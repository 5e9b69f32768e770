import CohortSchema

/// The residents of Luxembourg by age and sex, and by canton; a joint table is not public.
public struct ResidentPopulation: Sendable, Hashable {
  /// Ages from the first of a band to the first of the next.
  public let bands: [Int]
  /// Residents by sex and band, named as ``label(sex:age:)`` does.
  public let bySexAndAge: [String: Double]
  /// Residents by ISO 3166-2 code of the canton.
  public let byCanton: [String: Double]
  /// Where the numbers are from.
  public let source: String

  /// Ages under 20 are one band: five-year groups do not tell 15–17 from 18–19.
  private static let bands = [0, 20, 30, 40, 50, 60, 70, 80]

  /// The numbers that the program carries, of `Schema/reference/population.csv` and `canton.csv`.
  static func shipped() throws -> ResidentPopulation {
    var bySexAndAge: [String: Double] = [:]
    var sources: [String] = []
    for record in try ReferenceTable(named: "population").records {
      let cells = ReferenceCells("population", record)
      let label = label(sex: try cells.text("sex"), age: try cells.integer("age_from"))
      bySexAndAge[label, default: 0] += Double(try cells.integer("persons"))
      let source = try cells.text("source")
      if !sources.contains(source) { sources.append(source) }
    }
    var byCanton: [String: Double] = [:]
    for record in try ReferenceTable(named: "canton").records {
      let cells = ReferenceCells("canton", record)
      byCanton[try cells.text("id")] = Double(try cells.integer("population_2021"))
    }
    return ResidentPopulation(
      bands: bands, bySexAndAge: bySexAndAge, byCanton: byCanton,
      source: (sources + ["cantons: STATEC census of 8 November 2021"]).joined(separator: "; "))
  }

  /// The category of a sex and an age, such as `female, 30–39 years`.
  static func label(sex: String, age: Int) -> String {
    let place = bands.lastIndex { $0 <= age } ?? 0
    let ages =
      place + 1 < bands.count
      ? "\(bands[place])–\(bands[place + 1] - 1) years" : "\(bands[place]) years and over"
    return "\(sex), \(ages)"
  }
}
