public import CohortModel

/// What comes of holding a questionnaire against the header of a file.
public enum Binding: Sendable {
  /// The file can be read; findings are unknown and missing columns.
  case bound(BoundQuestionnaire, [Finding])
  /// The file cannot be read with this questionnaire.
  case refused([Finding])
}

/// A column of a file that is stored, or several that tell one concept.
public struct Target: Sendable {
  /// Where its answers go.
  public let destination: Destination
  /// Place of the column in the file, from 0; of several the first.
  public let columnIndex: Int
  /// Name of the column as the file's header spells it; of several the first.
  public let columnName: String
  /// Place in ``Questionnaire/writes``.
  public let write: Int
  /// Reason stored for a blank cell where a blank is stored at all.
  public let blankReason: MissingReason
  /// The columns of an `any-of`, in the order of ``Write/parts``, nil for one that the file lacks; else empty.
  let parts: [Target?]
}

extension Questionnaire {
  /// Finds the questionnaire's columns in a header, once for a whole file.
  ///
  /// Unknown columns, and columns that another spelling keeps from being read, are findings of severity error, missing
  /// ones warnings; without a key column the file is refused.
  /// - Parameters:
  ///   - header: The names of the file's columns.
  ///   - today: Day of the import, after which nothing can have happened.
  /// - Returns: The bound questionnaire with findings, or the findings that forbid reading the file.
  public func bind(header: [String], today: StudyDay) -> Binding {
    var binder = Binder(self, HeaderIndex(header, of: self))
    return binder.bind(today: today)
  }
}

extension Questionnaire {
  /// Every spelling of a column that it knows, read or not; patterns are none.
  var columnNames: [String] {
    var keys = [participant]
    keys += [instance, only?.column].compactMap(\.self)
    keys += counted.map(\.column) + slots.map(\.column)
    switch event {
    case .column(let column, _)?, .open(let column, _)?: keys.append(column)
    case .constant?, nil: break
    }
    return keys.flatMap(\.columns) + writes.flatMap(\.columns) + skip.filter { !$0.contains("*") }
  }
}

/// Columns of a file by name.
struct HeaderIndex {
  let names: [String]
  private var exact: [String: Int] = [:]
  private var folded: [String: Int?] = [:]
  /// Columns within groups of a form; none unless the tool that wrote the file puts groups before names.
  private var grouped = GroupedColumns([], known: [], marks: [])

  init(_ header: [String]) {
    names = header.map { name in
      let bytes = Array(name.utf8)
      return String(decoding: bytes[CellText.trimmed(bytes, 0..<bytes.count)], as: UTF8.self)
    }
    for (index, name) in names.enumerated() {
      if exact[name] == nil { exact[name] = index }
      let key = name.lowercased()
      // Two columns that differ in case only are found by their exact names alone.
      folded[key] = folded[key] == nil ? .some(index) : .some(nil)
    }
  }

  /// Also finds the columns of a questionnaire behind the groups of its form.
  init(_ header: [String], of questionnaire: Questionnaire) {
    self.init(header)
    let marks =
      questionnaire.header.groups.map { [$0] } ?? GroupedColumns.marks(of: FileShape(rows: [names]).tool)
    grouped = GroupedColumns(names, known: marks.isEmpty ? [] : questionnaire.columnNames, marks: marks)
  }

  /// The place of a column, by its exact name, else in any case or behind groups if that is unambiguous.
  subscript(name: String) -> Int? {
    if let place = exact[name] ?? folded[name.lowercased()].flatMap({ $0 }) { return place }
    let places = grouped.columns(of: name)
    return places.count == 1 ? places[0] : nil
  }

  /// Columns of several groups that a name may mean, where no other column is meant.
  func rivals(for name: String) -> [Int] {
    guard self[name] == nil, folded[name.lowercased()] == nil else { return [] }
    return grouped.columns(of: name)
  }

  /// The name of a column without the groups before it; nil if it has none.
  func question(at place: Int) -> String? { grouped.questions[place] }

  func first(of names: [String]) -> Int? {
    for name in names { if let index = self[name] { return index } }
    return nil
  }
}
