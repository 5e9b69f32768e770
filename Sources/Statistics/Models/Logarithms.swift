import CDistributions

// Named in words, and here, because the modules without a platform's C library have no `log`.

/// The natural logarithm; NaN below zero, minus infinity at zero.
func logarithm(_ x: Double) -> Double { cdist_log(x) }

/// log(1 + x) without loss for small x.
func logarithm(onePlus x: Double) -> Double { cdist_log1p(x) }

/// e to the x.
func exponential(_ x: Double) -> Double { cdist_exp(x) }
