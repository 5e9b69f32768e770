/// What a questionnaire leaves to be proven by each file about one column.
struct Openness: Sendable {
  /// Which cells prove.
  enum Proof: String, Sendable {
    /// Those of the column itself.
    case alone = "proven"
    /// Those of all columns that say so, which are then written alike.
    case together = "proven-together"
  }

  /// The two ways to read a column's dates.
  struct DateChoice: Sendable {
    let dayFirst: [DatePattern]
    let monthFirst: [DatePattern]
    let proof: Proof
  }

  var dates: DateChoice?
  var decimals: Proof?

  /// True if the column needs no proof.
  var isSettled: Bool { dates == nil && decimals == nil }
}

/// Which separators of thousands a number may have.
enum NumberGrouping: Sendable {
  /// None: a questionnaire that declares its decimal mark means numbers without any.
  case none
  /// Spaces and apostrophes.
  case spaces
  /// Also the comma or the point, which the column proves to stand between thousands.
  case marks
  /// Any, since a command line says which mark is the decimal one; what could be read otherwise is said.
  case given
}
