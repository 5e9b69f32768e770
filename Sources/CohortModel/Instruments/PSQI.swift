/// The Pittsburgh Sleep Quality Index: seven components of 0 to 3 from 19 items.
///
/// Items 1 and 3 are times of day and 4 hours of sleep: `psqi.1` bedtime and `psqi.3` time of getting up in minutes
/// after midnight, `psqi.2` minutes to fall asleep, `psqi.4` minutes of sleep; `psqi.5a` to `psqi.5j` and `psqi.6`
/// to `psqi.9` are codes 0 to 3.
public struct PSQI: Instrument {
  /// `psqi`.
  public let id = "psqi"
  /// Name to show.
  public let title = "PSQI sleep quality"
  /// The nineteen items.
  public let items =
    ["psqi.1", "psqi.2", "psqi.3", "psqi.4"] + troubles.map { "psqi.5\($0)" } + numberedItems("psqi", 6...9)
  /// 0 to 21.
  public let range = 0.0...21.0
  /// Every component is needed.
  public let missingRule = "any component missing: no score; item 5j without an answer counts 0"
  /// Buysse (1989).
  public let source =
    "Buysse 1989; bands of sleep duration after the Pittsburgh script (7 hours and more is 0); more than 5 is poor"

  /// Makes the instrument.
  public init() {}

  /// Scores the answers; the band is `poor` from 6 on, and the parts are the components `c1` to `c7`.
  ///
  /// More sleep than time in bed is a mistake in the data and is not scored.
  public func score(_ answers: [String: Int16]) -> Score {
    let needed: [(name: String, allowed: ClosedRange<Int>)] = items.compactMap { name in
      switch name {
      case "psqi.5j": nil
      case "psqi.1", "psqi.3": (name, 0...1439)
      case "psqi.2", "psqi.4": (name, 0...1440)
      default: (name, 0...3)
      }
    }
    let checked = ItemAnswers(needed, in: answers)
    if let obstacle = checked.obstacle() { return obstacle }
    let code = { (item: String) in checked.codes["psqi.\(item)"] ?? 0 }
    let other = Int(answers["psqi.5j"] ?? 0)
    guard other <= 3 else { return .notScored(.outOfRange(item: "psqi.5j")) }

    let asleep = code("4")
    let inBed = (code("3") - code("1") + 1440) % 1440
    guard inBed > 0, asleep <= inBed else { return .notScored(.inconsistent) }
    let disturbances = Self.troubles.dropFirst().dropLast().reduce(max(0, other)) { $0 + code("5\($1)") }
    let components = [
      code("6"),
      Self.band(Self.band(code("2"), [15, 30, 60]) + code("5a"), [0, 2, 4]),
      asleep >= 420 ? 0 : asleep >= 360 ? 1 : asleep >= 300 ? 2 : 3,
      Self.efficiency(asleep: asleep, inBed: inBed),
      Self.band(disturbances, [0, 9, 18]),
      code("7"),
      Self.band(code("8") + code("9"), [0, 2, 4]),
    ]
    let total = components.reduce(0, +)
    let parts = components.enumerated().map { ("c\($0.offset + 1)", Double($0.element)) }
    return .scored(
      Score.Scored(
        Double(total), band: total > 5 ? "poor" : "good",
        parts: Dictionary(parts, uniquingKeysWith: { first, _ in first })))
  }
}

extension PSQI {
  private static let troubles = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]

  /// 0 up to the first limit, 1 up to the second, 2 up to the third, 3 above.
  private static func band(_ value: Int, _ limits: [Int]) -> Int {
    limits.firstIndex { value <= $0 } ?? limits.count
  }

  /// 0 from 85 %, 1 from 75 %, 2 from 65 %, 3 below.
  private static func efficiency(asleep: Int, inBed: Int) -> Int {
    let scaled = asleep * 100
    return scaled >= 85 * inBed ? 0 : scaled >= 75 * inBed ? 1 : scaled >= 65 * inBed ? 2 : 3
  }
}
