/// The risk that somebody who knows a unit to be in the table recognises it (prosecutor risk).
///
/// A unit's risk is 1 / f, f being the units in its class; if its rows lie in several classes, the
/// smallest counts. El Emam (2013), Guide to the De-Identification of Personal Health Information.
public struct Risk: Sendable, Hashable {
  /// Thresholds in use: 0.05 (k = 20), 0.09 (strictly k = 12), 0.2 (k = 5) and 0.33 (k = 4).
  public static let thresholds = [Fraction(5, 100), Fraction(9, 100), Fraction(2, 10), Fraction(33, 100)]

  /// The number of units.
  public let unitCount: Int
  /// How many units have a (smallest) class of each size, by ascending size.
  public let unitsBySize: [SizeCount]

  /// The number of units whose class has one size.
  public struct SizeCount: Sendable, Hashable {
    /// The number of units in the class.
    public let size: Int
    /// The number of units with such a class.
    public let units: Int
  }

  init(unitsBySize: [Int: Int]) {
    self.unitsBySize = unitsBySize.sorted { $0.key < $1.key }.map { SizeCount(size: $0.key, units: $0.value) }
    self.unitCount = unitsBySize.values.reduce(0, +)
  }

  /// The highest risk of any unit, or nil for no unit.
  public var highest: Fraction? { unitsBySize.first.map { Fraction(1, $0.size) } }

  /// The mean risk of the units, which is classes / units where a row is a unit; 0 for no unit.
  public var average: Double {
    guard unitCount > 0 else { return 0 }
    return unitsBySize.reduce(0.0) { $0 + Double($1.units) / Double($1.size) } / Double(unitCount)
  }

  /// The number of units that are alone in their class.
  public var sampleUniques: Int {
    unitsBySize.first.map { $0.size == 1 ? $0.units : 0 } ?? 0
  }

  /// The number of units with a risk strictly above a threshold, compared without rounding.
  public func unitsAbove(_ threshold: Fraction) -> Int {
    unitsBySize.reduce(0) { sum, entry in
      threshold.denominator > threshold.numerator * entry.size ? sum + entry.units : sum
    }
  }

  /// The share of units with a risk strictly above a threshold; 0 for no unit.
  public func shareAbove(_ threshold: Fraction) -> Double {
    unitCount == 0 ? 0 : Double(unitsAbove(threshold)) / Double(unitCount)
  }
}
