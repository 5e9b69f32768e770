import CohortModel

/// The conditions and calculations of a questionnaire that look at other rows of the participant, held against the
/// header of a file.
public struct ElsewhereConditions: Sendable {
  /// A column that they look at.
  public struct Column: Sendable {
    /// Name, an option of a checkbox as `field___code`.
    public let name: String
    /// Place in the file; -1 where it has none.
    let place: Int
    /// True if rows of the questionnaire have the column.
    let isOwn: Bool
    /// How the file's cells are written, and their decimal mark.
    let notation: CellNotation
    let mark: UInt8
    /// Cells that say why there is no value.
    let missing: [[UInt8]]
    /// Events that have the column; nil if all may.
    let events: [String]?
  }

  /// The columns that they look at, in the row itself or in others.
  public private(set) var columns: [Column] = []
  let order: EventOrder
  private(set) var expressions: [Expression] = []
  /// For each expression, the places of its columns in ``columns``; -1 for what a row is known by.
  private var places: [[Int]] = []
  /// For each expression, whether the file, or what is stored, has its columns.
  private var areDecided: [Bool] = []
  private let today: Int32
  /// All fixed values of the expressions.
  private let literals: Set<String>

  /// Nil if nothing of the questionnaire looks at other rows.
  init?(_ questionnaire: Questionnaire, header: HeaderIndex, today: StudyDay) {
    let writes = questionnaire.writes.flatMap(\.single)
    let expressions = writes.flatMap { write in
      [write.condition, write.validity, write.calculation].compactMap { expression in
        expression.flatMap { $0.looksElsewhere ? (write, $0) : nil }
      }
    }
    guard !expressions.isEmpty else { return nil }
    order = EventOrder(questionnaire.event, identifiers: questionnaire.events)
    self.today = today.days
    literals = expressions.reduce(into: []) { $0.formUnion($1.1.literalCells) }
    for (write, expression) in expressions where !self.expressions.contains(expression) {
      self.expressions.append(expression)
      places.append(
        zip(expression.columns, expression.references).map { name, reference in
          reference?.fact == nil ? insert(name, header, questionnaire, writes, asker: write) : -1
        })
    }
    areDecided = places.map { $0.allSatisfy { $0 < 0 || columns[$0].place >= 0 } }
  }

  private mutating func insert(
    _ name: String, _ header: HeaderIndex, _ questionnaire: Questionnaire, _ writes: [Write], asker: Write
  ) -> Int {
    if let known = columns.firstIndex(where: { $0.name == name }) { return known }
    let source = ColumnSource(name, among: questionnaire.writes)
    let own = source?.write
    let codings = (own ?? asker).codings
    columns.append(
      Column(
        name: name, place: header[name] ?? header.first(of: own?.columns ?? []) ?? -1, isOwn: own != nil,
        notation: source.map { CellNotation($0, literals: literals) } ?? CellNotation(),
        mark: own?.decimalMark ?? 0x2E,
        missing: codings.compactMap { coding in
          if case .missing = coding.meaning, !coding.cell.isEmpty { Array(coding.cell.utf8) } else { nil }
        },
        events: own?.part.flatMap { questionnaire.partEvents[$0.name] }))
    return columns.count - 1
  }

  /// How many there are.
  public var count: Int { expressions.count }

  /// Says which columns stored answers have beside those of the file; conditions that need others decide nothing.
  public mutating func settle(stored: Set<String>) {
    areDecided = places.map { places in
      places.allSatisfy { $0 < 0 || columns[$0].place >= 0 || stored.contains(columns[$0].name) }
    }
  }

  /// The place of an expression among the outcomes of a row; nil if it does not look elsewhere.
  func place(of expression: Expression) -> Int? { expressions.firstIndex(of: expression) }

  /// What every expression gives for a row, where `text` is the cell of a column that a reference means.
  func outcomes(
    stack: inout Expression.Stack, text: (Int, ExpressionReference?) -> [UInt8]
  ) -> [ElsewhereOutcome] {
    expressions.indices.map { index in
      guard areDecided[index] else { return ElsewhereOutcome(.undecided, isUncertain: false) }
      let expression = expressions[index]
      var bytes: [UInt8] = []
      var cells: [Range<Int>] = []
      var isUncertain = false
      for (place, reference) in zip(places[index], expression.references) {
        let cell = text(place, reference)
        isUncertain = isUncertain || place >= 0 && columns[place].missing.contains(cell)
        cells.append(bytes.count..<bytes.count + cell.count)
        bytes += cell
      }
      let around = Expression.Surroundings(
        bytes: bytes, cells: cells, marks: cells.map { _ in 0x2E }, today: today,
        missing: expression.usesTexts
          ? places[index].map { $0 < 0 ? [] : columns[$0].missing } : [])
      let value = expression.value(around, stack: &stack)
      let result: ElsewhereOutcome.Value
      switch value {
      case .blank: result = .blank
      case .number(let number): result = .number(number)
      case .text, .cell, .literal, .missingCode:
        let digits = Array(expression.text(of: value, around, stack: stack))
        result =
          NumberReader.number(digits, 0..<digits.count, decimalMark: 0x2E).map { .number($0) } ?? .text
      case .instant: result = .text
      }
      return ElsewhereOutcome(result, isUncertain: isUncertain && !expression.usesTexts)
    }
  }
}

extension Questionnaire {
  /// True if some condition or calculation looks at other rows of the participant.
  public var looksElsewhere: Bool {
    writes.flatMap(\.single).contains { write in
      [write.condition, write.validity, write.calculation].contains { $0?.looksElsewhere ?? false }
    }
  }
}
