import CohortModel
import Foundation
import Testing

/// A file of `Schema/reference`, read by the simplest means: comma, double quotes, no line breaks in cells.
struct ReferenceFile {
  /// A line by the names of its columns.
  struct Row {
    let cells: [String: String]

    subscript(name: String) -> String { cells[name] ?? "" }

    func integer(_ name: String) throws -> Int { try #require(Int(self[name])) }
    func number(_ name: String) throws -> Double { try #require(Double(self[name])) }
  }

  let rows: [Row]

  init(_ name: String, path: String = #filePath) throws {
    let root = URL(filePath: path).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try String(
      contentsOf: root.appending(path: "Schema/reference/\(name).csv"), encoding: .utf8)
    let lines = text.split(separator: "\n").map(Self.cells)
    let header = lines[0]
    rows = lines.dropFirst().map { Row(cells: Dictionary(uniqueKeysWithValues: zip(header, $0))) }
  }

  private static func cells(_ line: Substring) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: cells.append("")
      default: cells[cells.count - 1].append(character)
      }
    }
    return cells
  }

  func column(_ name: String) -> [String] { rows.map { $0[name] } }

  static func recoverWeights(_ score: String) throws -> RecoverWeights {
    var items: [RecoverWeights.Item] = []
    for row in try ReferenceFile("recover_weights").rows where row["score"] == score {
      let symptom = Symptom(rawValue: row["symptom"])
      if let place = items.firstIndex(where: { $0.name == row["item"] }) {
        items[place].symptoms.append(symptom)
        continue
      }
      let instrument = row["instrument_item"]
      items.append(
        RecoverWeights.Item(
          row["item"], symptoms: [symptom], points: try row.integer("points"),
          minimumGrade: row["minimum_severity"].isEmpty
            ? nil : Scale.symptom.code(named: row["minimum_severity"]).map(Int.init),
          instrumentItem: instrument.isEmpty ? nil : instrument,
          instrumentMinimum: Int(row["instrument_minimum"])))
    }
    return RecoverWeights(items: items)
  }

  static func valueSet(_ name: String) throws -> EQ5DValueSet {
    var intercept = 0.0
    var coefficients: [String: [Int: Double]] = [:]
    for row in try ReferenceFile("eq5d_value_set").rows where row["value_set"] == name {
      if row["dimension"] == "intercept" {
        intercept = try row.number("coefficient")
      } else {
        coefficients[row["dimension"], default: [:]][try row.integer("level")] = try row.number("coefficient")
      }
    }
    return EQ5DValueSet(name: name, intercept: intercept, coefficients: coefficients)
  }

  static func vaccineRules() throws -> VaccineRules {
    var series: [VaccineProduct: VaccineRules.Series] = [:]
    for row in try ReferenceFile("vaccine").rows {
      series[VaccineProduct(rawValue: row["id"])] = VaccineRules.Series(
        doses: try row.integer("primary_doses"), intervalDays: Int(row["interval_days"]))
    }
    return VaccineRules(series: series)
  }

  static func variantPeriods() throws -> VariantPeriods {
    VariantPeriods(
      try ReferenceFile("variant_period").rows.compactMap { row in
        StudyDay(iso: row["first_day"]).map { first in
          VariantPeriod(
            id: row["id"], name: row["name"], firstDay: first, lastDay: StudyDay(iso: row["last_day"]),
            isMixed: row["is_mixed"] == "true", source: row["source"])
        }
      })
  }
}
