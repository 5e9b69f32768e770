/// The place between two ends where a condition that holds at `start` ceases to hold, by halving to the last bit.
///
/// The ends themselves are never tried, so that a formula may divide by zero there.
func boundary(from start: Double, to end: Double, where holds: (Double) -> Bool) -> Double {
  var (inside, outside) = (start, end)
  // 1,100 halvings reach the smallest double; 200 the precision of any limit that is not zero.
  for _ in 0..<200 {
    let middle = inside + (outside - inside) / 2
    if middle == inside || middle == outside { break }
    if holds(middle) { inside = middle } else { outside = middle }
  }
  return inside + (outside - inside) / 2
}

/// A root of a continuous function that changes its sign between two ends; nil where it does not.
///
/// Brent (1973), Algorithms for Minimization without Derivatives, ch. 4.
func bracketedRoot(from start: Double, to end: Double, of function: (Double) -> Double) -> Double? {
  var (a, b) = (start, end)
  var (fa, fb) = (function(a), function(b))
  guard fa.isFinite, fb.isFinite, fa * fb <= 0 || fa.sign != fb.sign else { return nil }
  var (c, fc) = (a, fa)
  var step = b - a
  var previous = step
  for _ in 0..<300 {
    if (fb > 0) == (fc > 0) {
      (c, fc) = (a, fa)
      step = b - a
      previous = step
    }
    if abs(fc) < abs(fb) {
      (a, b, c) = (b, c, b)
      (fa, fb, fc) = (fb, fc, fb)
    }
    let tolerance = 2 * Double.ulpOfOne * abs(b)
    let half = (c - b) / 2
    if abs(half) <= tolerance || fb == 0 { return b }
    if abs(previous) >= tolerance, abs(fa) > abs(fb) {
      var (p, q): (Double, Double)
      let s = fb / fa
      if a == c {
        (p, q) = (2 * half * s, 1 - s)
      } else {
        let (u, v) = (fa / fc, fb / fc)
        p = s * (2 * half * u * (u - v) - (b - a) * (v - 1))
        q = (u - 1) * (v - 1) * (s - 1)
      }
      if p > 0 { q = -q } else { p = -p }
      if 2 * p < min(3 * half * q - abs(tolerance * q), abs(previous * q)) {
        previous = step
        step = p / q
      } else {
        step = half
        previous = half
      }
    } else {
      step = half
      previous = half
    }
    (a, fa) = (b, fb)
    b += abs(step) > tolerance ? step : (half > 0 ? tolerance : -tolerance)
    fb = function(b)
    guard fb.isFinite else { return nil }
  }
  return nil
}

/// The root of a function that rises, by steps outward from a guess until its sign changes.
func risingRoot(near guess: Double, of function: (Double) -> Double) -> Outcome<Double> {
  guard guess.isFinite else { return .undefined(.notComputed) }
  var (low, high) = (guess, guess)
  var step = 0.5
  while function(low) > 0, low > -600 {
    low -= step
    step *= 2
  }
  step = 0.5
  while function(high) < 0, high < 600 {
    high += step
    step *= 2
  }
  guard let root = bracketedRoot(from: low, to: high, of: function) else { return .undefined(.notComputed) }
  return .defined(root)
}
