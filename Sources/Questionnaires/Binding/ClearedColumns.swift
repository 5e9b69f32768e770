public import CSV
import CohortModel

/// Columns of a file in which a blank cell empties what is stored.
public struct ClearedColumns: Sendable {
  /// A place among ``BoundQuestionnaire/targets`` with the columns that are all blank where it is emptied.
  public struct Entry: Sendable {
    /// Place among the targets.
    public let target: Int
    /// Name of the column as the file spells it; of several the first.
    public let column: String
    fileprivate let places: [Int]
  }

  /// What may be emptied, in the order of the targets.
  public let entries: [Entry]
  /// Names of the columns as the file spells them, in its order.
  public let names: [String]

  /// Whether the row says nothing of an entry.
  public func isBlank(_ entry: Entry, in record: borrowing Record) -> Bool {
    for place in entry.places where !CellText.trimmed(record.bytes, record.range(of: place)).isEmpty {
      return false
    }
    return true
  }
}

extension BoundQuestionnaire {
  /// Finds the columns that somebody wants to clear.
  ///
  /// - Parameters:
  ///   - wanted: Names as the file spells them; one text may hold several with commas between them.
  ///   - findings: Takes an error for each name that cannot be cleared.
  /// - Returns: The columns; only to be used if there was no error.
  public func clearedColumns(_ wanted: [String], findings: inout [Finding]) -> ClearedColumns {
    let header = HeaderIndex(columns, of: questionnaire)
    // A label may hold a comma of its own.
    let names = wanted.flatMap {
      header[$0] == nil ? $0.split(separator: ",").map { PlainText.trimmed(String($0)) } : [$0]
    }
    var chosen: Set<Int> = []
    for name in names where !name.isEmpty {
      if let reason = obstacle(to: name, header, &chosen) { findings.append(reason) }
    }
    var entries: [ClearedColumns.Entry] = []
    for (place, target) in targets.enumerated() {
      let own = target.parts.isEmpty ? [target] : target.parts.compactMap(\.self)
      let places = own.map(\.columnIndex)
      guard places.contains(where: chosen.contains) else { continue }
      if let other = own.first(where: { !chosen.contains($0.columnIndex) }) {
        let name = questionnaire.writes[target.write].name
        findings.append(
          Self.error(
            target.columnName, "tells \(name) together with other columns",
            "name \"\(other.columnName)\" as well"))
      }
      entries.append(.init(target: place, column: target.columnName, places: places))
    }
    return ClearedColumns(entries: entries, names: chosen.sorted().map { columns[$0] })
  }

  /// Why a column cannot be cleared; nil if it was chosen.
  private func obstacle(to name: String, _ header: HeaderIndex, _ chosen: inout Set<Int>) -> Finding? {
    guard let place = header[name] else {
      let near = Spelling.nearest(to: name, among: columns)
      return Finding(
        rule: "unknown-column", severity: .error, column: name,
        message: "the file has no such column to clear",
        hint: near.map { "did you mean \"\($0)\"?" })
    }
    if keys.columns.all.contains(place) {
      return Self.error(columns[place], "tells which row it is and cannot be cleared", nil)
    }
    var isStored = false
    for target in targets {
      let own = target.parts.isEmpty ? [target] : target.parts.compactMap(\.self)
      guard own.contains(where: { $0.columnIndex == place }) else { continue }
      isStored = true
      guard case .concept(let concept, _) = target.destination else { continue }
      switch concept.block {
      case .identity:
        return Self.error(
          columns[place], "belongs to the sealed register, which has no history, and cannot be cleared",
          "correct it there")
      case .consent:
        return Self.error(
          columns[place], "tells a consent, which no blank can take back", "use covalux participant withdraw")
      default: break
      }
    }
    guard isStored else {
      return Self.error(
        columns[place], "is not stored by this questionnaire, so there is nothing to clear", nil)
    }
    chosen.insert(place)
    return nil
  }

  private static func error(_ column: String, _ message: String, _ hint: String?) -> Finding {
    Finding(rule: "clear", severity: .error, column: column, message: message, hint: hint)
  }
}

extension BoundQuestionnaire.KeyColumns {
  /// Places of all key columns that the file has.
  var all: [Int] { ([participant, event, instance, only] + slots).filter { $0 >= 0 } }
}
