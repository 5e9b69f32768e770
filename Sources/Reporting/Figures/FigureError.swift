/// Numbers of which no picture can be made.
public enum FigureError: Error, Sendable, Hashable, CustomStringConvertible {
  /// More groups than can be told apart in one picture.
  case tooManyGroups(count: Int, most: Int)
  /// A stage of a flow has another number than the one before it less those who left.
  case doesNotAddUp(stage: String)
  /// Rows of a matrix have another number of cells than it has columns.
  case unevenRows(row: String)

  /// What is wrong and what to do, without a number of persons.
  public var description: String {
    switch self {
    case .tooManyGroups(let count, let most):
      "a picture of \(count) groups; at most \(most) can be told apart: join groups or draw two pictures"
    case .doesNotAddUp(let stage):
      "the flow does not add up at \"\(stage)\": it must be the stage before less those who left"
    case .unevenRows(let row):
      "the row \"\(row)\" has another number of cells than the picture has columns"
    }
  }
}
