/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers from the same seed on every machine and in every
/// release.
///
/// Chances are whole numbers per thousand and all arithmetic is on integers, since library functions on
/// floating-point numbers may differ in the last bit from machine to machine.
struct DemonstrationRandom {
  private var state: UInt64

  /// Starts at a state, for comparison with the reference implementation.
  init(state: UInt64) {
    self.state = state
  }

  /// Starts the stream of one person and one purpose, so that drawing more in one leaves the others as they
  /// were.
  init(seed: UInt64, stream: UInt64, person: Int = 0) {
    state = seed &+ stream &* 0xD1B5_4A32_D192_ED03 &+ UInt64(person) &* 0x8CB9_2BA7_2F3D_8DD7
    // Neighbouring seeds give unrelated states only after mixing.
    state = next()
    state = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A whole number from 0 to `bound` − 1.
  mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A whole number of a range.
  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.upperBound - range.lowerBound + 1)
  }

  /// True with a chance of `perMille` in a thousand.
  mutating func chance(_ perMille: Int) -> Bool {
    below(1000) < perMille
  }

  /// The place of one of some weights, each drawn in proportion to itself.
  mutating func place(in weights: [Int]) -> Int {
    var rest = below(weights.reduce(0, +))
    for (place, weight) in weights.enumerated() {
      if rest < weight { return place }
      rest -= weight
    }
    return weights.count - 1
  }

  /// One of some elements, each drawn in proportion to its weight.
  mutating func pick<Element>(_ choices: [(Element, Int)]) -> Element {
    choices[place(in: choices.map(\.1))].0
  }

  /// About a bell between −1,500 and 1,500 with a standard deviation near 500: six uniform draws.
  mutating func bell() -> Int {
    (0..<6).reduce(-1500) { sum, _ in sum + below(501) }
  }
}
