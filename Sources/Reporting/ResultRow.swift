/// One number of a result, in the long form in which all statistics are kept until they are printed.
public struct ResultRow: Sendable, Hashable {
  /// What a row is made of, which decides how it can give a person away.
  public enum Kind: String, Sendable, Hashable {
    /// A count of persons and what follows from it: `count` of `n`.
    case cell
    /// A mean, median or other summary of `n` persons.
    case summary
    /// A smallest or largest value, which is one person's.
    case extreme
    /// A comparison of cells or summaries: a ratio, a difference, a test, an agreement.
    case comparison
  }

  /// Whose row it is, such as a vaccination status; a column where groups stand side by side.
  public var group: String
  /// The category within the group, such as a symptom or an age band.
  public var level: String
  /// What was measured, such as "prevalence" or "median".
  public var measure: String
  /// The measured value.
  public var value: ResultValue
  /// The lower limit.
  public var lower: Double?
  /// The upper limit.
  public var upper: Double?
  /// What the limits are.
  public var interval: IntervalKind
  /// The persons counted.
  public var count: Int?
  /// The persons among whom they were counted, or of whom a summary was taken.
  public var n: Int?
  /// The unit of value and limits.
  public var unit: MeasureUnit
  /// The method, in machine words: `wilson`, `quantile-7`.
  public var method: String
  /// A footnote; must hold no count.
  public var note: String
  /// The heading under which the row stands, such as a variable's name.
  public var section: String
  /// How the row can give a person away.
  public var kind: Kind
  /// The sets of rows whose counts add up to a total that a reader knows.
  public var partitions: [String]
  /// The set of rows that this row is the total of.
  public var totalOf: [String]
  /// The comparison that a cell enters or a measure results from: hidden cells hide its measures.
  public var comparison: String?
  /// Further comparisons that a measure results from, as a ratio does from the cells of two groups.
  public var restsOn: [String]
  /// Whether "none of them" and "all of them" tell something about every member of the group.
  public var isSensitive: Bool
  /// Decimals to print; the unit decides where it is nil.
  public var decimals: Int?

  /// Makes a row; limits that are not finite are dropped.
  ///
  /// `isSensitive` is true for shares and false for everything else unless said.
  public init(
    group: String = "", level: String = "", measure: String, value: ResultValue = .none,
    lower: Double? = nil, upper: Double? = nil, interval: IntervalKind = .confidence,
    count: Int? = nil, n: Int? = nil, unit: MeasureUnit, method: String = "", note: String = "",
    section: String = "", kind: Kind? = nil, partitions: [String] = [], totalOf: [String] = [],
    comparison: String? = nil, restsOn: [String] = [], isSensitive: Bool? = nil, decimals: Int? = nil
  ) {
    self.group = group
    self.level = level
    self.measure = measure
    self.value = value
    self.lower = lower.flatMap { $0.isFinite ? $0 : nil }
    self.upper = upper.flatMap { $0.isFinite ? $0 : nil }
    self.interval = interval
    self.count = count
    self.n = n
    self.unit = unit
    self.method = method
    self.note = note
    self.section = section
    self.kind = kind ?? (count != nil ? .cell : comparison != nil ? .comparison : .summary)
    self.partitions = partitions
    self.totalOf = totalOf
    self.comparison = comparison
    self.restsOn = restsOn
    self.isSensitive = isSensitive ?? (unit == .proportion)
    self.decimals = decimals
  }
}
