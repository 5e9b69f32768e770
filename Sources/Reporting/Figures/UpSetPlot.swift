/// Which symptoms come together: the largest combinations as bars over a matrix.
///
/// After Lex et al. (2014), UpSet: visualization of intersecting sets.
public struct UpSetPlot: Figure {
  /// One of the things that are combined.
  public struct Member: Sendable, Hashable {
    /// Its name, such as a symptom.
    public let label: String
    /// The persons with it, in whatever combination.
    public let count: Disclosed<Int>

    /// Makes a member.
    public init(_ label: String, _ count: Disclosed<Int>) {
      self.label = label
      self.count = count
    }
  }

  /// Persons who have these members and no others.
  public struct Combination: Sendable, Hashable {
    /// Places in the list of members.
    public let members: Set<Int>
    /// The persons.
    public let count: Disclosed<Int>

    /// Makes a combination.
    public init(_ members: Set<Int>, _ count: Disclosed<Int>) {
      self.members = members
      self.count = count
    }
  }

  /// More combinations than these are summed.
  public static let mostCombinations = 20

  /// The heading of the caption.
  public var title: String
  /// The members from top to bottom.
  public var members: [Member]
  private let ownFootnote: String
  private let largest: LargestCombinations

  /// Makes the plot; combinations that name no known member are those of nobody's members.
  public init(title: String, footnote: String = "", members: [Member], combinations: [Combination]) {
    self.title = title
    self.members = members
    ownFootnote = footnote
    largest = LargestCombinations(
      combinations.map { ($0.members.filter(members.indices.contains), $0.count) },
      most: UpSetPlot.mostCombinations)
  }

  /// The note under the picture, with what is not drawn.
  public var footnote: String { (ownFootnote + largest.sentence).trimmedStart }

  /// The combinations in words.
  public var summary: String {
    let words = largest.columns.map { "\(name($0)): \(Numbers.grouped($0.count))" }
    return "Persons by combination, the largest \(words.count). " + words.joined(separator: "; ") + "."
      + largest.sentence
  }

  private func name(_ column: CombinationChart.Column) -> String {
    let names = column.members.sorted().map { members[$0].label }
    return names.isEmpty ? "none of them" : names.joined(separator: " + ")
  }

  /// A line per combination drawn, one for the rest, one for those not shown.
  public var table: FigureTable {
    var table = FigureTable(["Combination", "Persons"])
    for column in largest.columns { table.append([.text(name(column)), .count(.shown(column.count))]) }
    if largest.rest.combinations > 0 {
      let words = FigureText.counted(largest.rest.combinations, "further combination")
      table.append([.text(words), .count(.shown(largest.rest.persons))])
    }
    if largest.hidden > 0 {
      let words = "\(FigureText.counted(largest.hidden, "combination")) of too few persons"
      table.append([.text(words), .count(.hidden)])
    }
    return table
  }

  /// Bars over the matrix.
  public var drawing: Drawing {
    var drawing = Drawing()
    CombinationChart(
      lines: members.map { CombinationChart.Line(label: $0.label, count: $0.count) },
      columns: largest.columns, mark: .joinedDots, measure: "Persons with exactly this combination",
      lineHeading: "Any"
    ).draw(on: &drawing)
    return drawing
  }
}

extension String {
  /// The text without spaces before it.
  var trimmedStart: String { String(drop { $0 == " " }) }
}
