/// The answer to one question as long rows, before small cells are hidden and before any format.
///
/// Nothing prints a `ResultTable`: `SmallCells.apply(to:)` turns it into a `DisclosedTable`, and only that
/// has formats.
public struct ResultTable: Sendable, Hashable {
  /// How the rows are laid out for people; machine formats are always long.
  public enum Layout: Sendable, Hashable {
    /// One line per row.
    case list
    /// Groups side by side, one line per level and measure.
    case groupsAsColumns
    /// Levels side by side, one line per group and measure.
    case levelsAsColumns
  }

  /// The statistic's name in machine words: `symptom-prevalence`.
  public var statistic: String
  /// A heading.
  public var title: String
  /// The question in one sentence.
  public var question: String
  /// The parameters that define the answer: case definition, window, filters, data freeze.
  public var definition: TableDefinition
  /// A sentence that says who is counted in `n`.
  public var denominator: String
  /// The instant of the snapshot, ISO 8601.
  public var asOf: String
  /// How people see it.
  public var layout: Layout
  /// What the column of groups is headed with.
  public var groupHeading: String
  /// What the column of levels is headed with.
  public var levelHeading: String
  /// The rows, in the order to print.
  public var rows: [ResultRow]

  /// Makes a table.
  public init(
    statistic: String, title: String, question: String, definition: TableDefinition = [:],
    denominator: String, asOf: String, layout: Layout = .list, groupHeading: String = "Group",
    levelHeading: String = "", rows: [ResultRow] = []
  ) {
    self.statistic = statistic
    self.title = title
    self.question = question
    self.definition = definition
    self.denominator = denominator
    self.asOf = asOf
    self.layout = layout
    self.groupHeading = groupHeading
    self.levelHeading = levelHeading
    self.rows = rows
  }
}

/// The parameters of a result, in the order in which they are told.
public struct TableDefinition: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  /// One parameter.
  public struct Line: Sendable, Hashable {
    /// The parameter's name.
    public var key: String
    /// Its value in words.
    public var value: String

    /// Makes a line.
    public init(_ key: String, _ value: String) {
      self.key = key
      self.value = value
    }
  }

  /// The parameters.
  public private(set) var lines: [Line]

  /// Makes a definition of lines; of two with the same key the later stays.
  public init(_ lines: [Line]) {
    self.lines = []
    for line in lines { self[line.key] = line.value }
  }

  /// Makes a definition of a literal.
  public init(dictionaryLiteral elements: (String, String)...) {
    self.init(elements.map { Line($0.0, $0.1) })
  }

  /// The value of a parameter; a new one goes to the end, nil removes.
  public subscript(key: String) -> String? {
    get { lines.first { $0.key == key }?.value }
    set {
      if let index = lines.firstIndex(where: { $0.key == key }) {
        if let newValue { lines[index].value = newValue } else { lines.remove(at: index) }
      } else if let newValue {
        lines.append(Line(key, newValue))
      }
    }
  }
}
