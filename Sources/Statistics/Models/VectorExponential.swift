/// e to the power of eight numbers at once, to about one unit in the last place.
///
/// Cody & Waite (1980): x = n log 2 + r with |r| ≤ log 2 / 2, a polynomial for e^r, and n added to the exponent. Powers
/// outside ±700 are cut there, so that the result is always a positive finite number.
func exponential(_ x: SIMD8<Double>) -> SIMD8<Double> {
  let cut = x.clamped(lowerBound: SIMD8(repeating: -700), upperBound: SIMD8(repeating: 700))
  // Adding 1.5 · 2^52 rounds to an integer that then stands in the lowest bits.
  let shift = SIMD8(repeating: 0x1.8p52)
  let shifted = cut * 1.442_695_040_888_963_4 + shift
  let n = shifted - shift
  let r = cut - n * 0x1.62e42feep-1 - n * 0x1.a39ef35793c76p-33
  var sum = SIMD8(repeating: 1.0 / 6_227_020_800)
  sum = sum * r + 1.0 / 479_001_600
  sum = sum * r + 1.0 / 39_916_800
  sum = sum * r + 1.0 / 3_628_800
  sum = sum * r + 1.0 / 362_880
  sum = sum * r + 1.0 / 40_320
  sum = sum * r + 1.0 / 5_040
  sum = sum * r + 1.0 / 720
  sum = sum * r + 1.0 / 120
  sum = sum * r + 1.0 / 24
  sum = sum * r + 1.0 / 6
  sum = sum * r + 0.5
  sum = sum * r + 1
  sum = sum * r + 1
  let exponent = unsafeBitCast(shifted, to: SIMD8<UInt64>.self) &<< 52
  return unsafeBitCast(unsafeBitCast(sum, to: SIMD8<UInt64>.self) &+ exponent, to: SIMD8<Double>.self)
}
