/// Which variables are missing together: the commonest patterns as bars over a matrix.
public struct MissingPatterns: Figure {
  /// Persons of whom these variables are missing and no others.
  public struct Pattern: Sendable, Hashable {
    /// Places in the list of variables: those that are missing.
    public let missing: Set<Int>
    /// The persons.
    public let count: Disclosed<Int>

    /// Makes a pattern.
    public init(missing: Set<Int>, _ count: Disclosed<Int>) {
      self.missing = missing
      self.count = count
    }
  }

  /// The heading of the caption.
  public var title: String
  /// The variables from top to bottom.
  public var variables: [String]
  private let ownFootnote: String
  private let largest: LargestCombinations

  /// Makes the picture.
  public init(title: String, footnote: String = "", variables: [String], patterns: [Pattern]) {
    self.title = title
    self.variables = variables
    ownFootnote = footnote
    // The matrix shows what is there.
    largest = LargestCombinations(
      patterns.map { (Set(variables.indices).subtracting($0.missing), $0.count) },
      most: UpSetPlot.mostCombinations)
  }

  /// The note under the picture, with what is not drawn.
  public var footnote: String {
    (ownFootnote + " Filled squares are answers, open squares are missing." + largest.sentence).trimmedStart
  }

  /// The patterns in words.
  public var summary: String {
    let words = largest.columns.map { "\(name($0)): \(Numbers.grouped($0.count))" }
    return "Persons by pattern of missing variables. " + words.joined(separator: "; ") + "."
      + largest.sentence
  }

  private func name(_ column: CombinationChart.Column) -> String {
    let names = variables.indices.filter { !column.members.contains($0) }.map { variables[$0] }
    return names.isEmpty ? "nothing missing" : names.joined(separator: " + ")
  }

  /// A line per pattern.
  public var table: FigureTable {
    var table = FigureTable(["Missing", "Persons"])
    for column in largest.columns { table.append([.text(name(column)), .count(.shown(column.count))]) }
    if largest.rest.combinations > 0 {
      let words = FigureText.counted(largest.rest.combinations, "further pattern")
      table.append([.text(words), .count(.shown(largest.rest.persons))])
    }
    if largest.hidden > 0 {
      let words = "\(FigureText.counted(largest.hidden, "pattern")) of too few persons"
      table.append([.text(words), .count(.hidden)])
    }
    return table
  }

  /// Bars over the matrix.
  public var drawing: Drawing {
    var drawing = Drawing()
    CombinationChart(
      lines: variables.map { CombinationChart.Line(label: $0, count: .absent) }, columns: largest.columns,
      mark: .squares, measure: "Persons with exactly this pattern", lineHeading: ""
    ).draw(on: &drawing)
    return drawing
  }
}
