/// How events at the same time are ordered.
public enum CoxTies: Sendable, Hashable {
  /// By Efron (1977), J Am Stat Assoc 72:557: the events share the risk set, each lacking a part of the ones before.
  case efron
  /// By Breslow (1974), Biometrics 30:89: each event has the whole risk set.
  case breslow
  /// Time is discrete: which of those at risk had the event, given how many (Cox 1972). Costs n · d at each time.
  case exact
}

/// Sums over the events of one time, of which the k-th of d lacks a share f = k / d of the events' risks.
struct CoxTieSums {
  /// Σ 1 / D, where D is the sum of risks less f times that of the events.
  private(set) var inverse = 0.0
  /// Σ f / D.
  private(set) var shareInverse = 0.0
  /// Σ 1 / D².
  private(set) var square = 0.0
  /// Σ f / D².
  private(set) var shareSquare = 0.0
  /// Σ f² / D².
  private(set) var shareSquareSquare = 0.0
  /// Σ log D.
  private(set) var logarithms = 0.0

  init(_ ties: CoxTies, _ moments: CoxMoments, events: Int) {
    let all = moments.all[0]
    let count = Double(events)
    guard ties == .efron, events > 1 else {
      inverse = count / all
      square = count / (all * all)
      logarithms = count * logarithm(all)
      return
    }
    let tied = moments.events[0]
    // The logarithm of a product of shares costs less than one of each; before it underflows, it is taken.
    var product = 1.0
    logarithms = count * logarithm(all)
    for event in 0..<events {
      let share = Double(event) / count
      let sum = all - share * tied
      let one = 1 / sum
      product *= sum / all
      if product < 1e-200 {
        logarithms += logarithm(product)
        product = 1
      }
      inverse += one
      shareInverse += share * one
      square += one * one
      shareSquare += share * one * one
      shareSquareSquare += share * share * one * one
    }
    logarithms += logarithm(product)
  }

  /// Σ of the means of a column in the risk set of each event.
  func mean(_ column: Int, _ moments: CoxMoments) -> Double {
    inverse * moments.all[1 + column] - shareInverse * moments.events[1 + column]
  }

  /// Σ of the covariances of two columns in the risk set of each event.
  func covariance(_ row: Int, _ column: Int, _ moments: CoxMoments) -> Double {
    let (a, b) = (moments.all[1 + row], moments.all[1 + column])
    let (c, d) = (moments.events[1 + row], moments.events[1 + column])
    let place = moments.product(row, column)
    return inverse * moments.all[place] - shareInverse * moments.events[place]
      - (square * a * b - shareSquare * (a * d + c * b) + shareSquareSquare * c * d)
  }
}
