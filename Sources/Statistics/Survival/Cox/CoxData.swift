/// What a Cox model is fitted to: persons, or spells of persons during which their covariates do not change.
///
/// A row is at risk in (entry, time]. Covariates that change over time are told by several rows of a person, each from
/// where the one before it ends; only the last can have the event. Rows with anything missing are left out.
public struct CoxData: Sendable {
  /// Where each row begins, if later than everybody's start.
  public var entries: [Double]?
  /// Where each row ends.
  public var times: [Double]
  /// Whether the row ends with the event.
  public var events: [Bool]
  /// The columns of the model, without an intercept.
  public var design: DesignMatrix
  /// Groups with baseline hazards of their own.
  public var strata: [Int]?
  /// Rows that belong together, such as those of one person; asks for robust variances.
  public var clusters: [Int]?
  /// How many persons a row counts for; what is not a whole number asks for robust variances.
  public var weights: [Double]?
  /// A part of the linear predictor that is known.
  public var offset: [Double]?

  /// Makes a data set; what more there is can be set afterwards.
  public init(entries: [Double]? = nil, times: [Double], events: [Bool], design: DesignMatrix) {
    self.entries = entries
    self.times = times
    self.events = events
    self.design = design
  }

  /// Takes all but the outcome from the frame of a formula.
  public init(entries: [Double]? = nil, times: [Double], events: [Bool], frame: ModelFrame) {
    self.init(entries: entries, times: times, events: events, design: frame.design)
    strata = frame.strata?.codes.map(Int.init)
    clusters = frame.clusters?.codes.map(Int.init)
    weights = frame.weights
    offset = frame.offset
  }

  /// Whether all columns have a value for each row, and the model has no intercept.
  var isConsistent: Bool {
    let count = times.count
    let optional = [entries?.count, strata?.count, clusters?.count, weights?.count, offset?.count]
    return events.count == count && design.rows == count && !design.hasIntercept
      && optional.allSatisfy { $0 ?? count == count }
  }

  /// The rows that nothing is missing from, whose entry is before their end and whose weight is above 0.
  var completeRows: [Int32] {
    let count = times.count
    var isComplete = [Bool](repeating: true, count: count)
    for column in [times, weights, offset].compactMap(\.self) {
      for row in column.indices where !column[row].isFinite { isComplete[row] = false }
    }
    for column in 0..<design.columns {
      for row in 0..<count where !design.values[column * count + row].isFinite { isComplete[row] = false }
    }
    if let entries {
      for row in entries.indices where !(entries[row] < times[row]) || !entries[row].isFinite {
        isComplete[row] = false
      }
    }
    if let weights {
      for row in weights.indices where !(weights[row] > 0) { isComplete[row] = false }
    }
    var rows: [Int32] = []
    rows.reserveCapacity(count)
    for row in 0..<count where isComplete[row] { rows.append(Int32(row)) }
    return rows
  }
}
