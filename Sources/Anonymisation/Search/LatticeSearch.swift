/// Finds the node of least loss that satisfies the models within the suppression limit.
///
/// Nodes are tried by ascending lower bound of their loss (which needs no grouping), and the search
/// ends when the bound reaches the best loss found. From every node left to try, a path upwards is
/// searched by bisection for nodes that fail the monotone models: everything below them fails too,
/// since merging classes never adds to the units that monotone models suppress. The bisection is the
/// idea of Flash (Kohlmayer et al. 2012). Both prunings are exact, so the optimum is proven.
struct LatticeSearch {
  /// The optimum, and what it took to find it.
  struct Outcome {
    let levels: [Int]
    let rank: Double
    let nodeCount: Int
    let nodesChecked: Int
  }

  private enum State: UInt8 { case unknown, infeasible, checked }

  /// A node in the order of preference: least loss, then lowest, then lexicographically first.
  private struct Candidate: Comparable {
    let rank: Double
    let height: Int
    let node: Int

    static func < (left: Candidate, right: Candidate) -> Bool {
      (left.rank, left.height, left.node) < (right.rank, right.height, right.node)
    }
  }

  private let lattice: Lattice
  private var evaluator: NodeEvaluator
  private var bounds: [Double] = []
  private var states: [State]
  private var best: Candidate?
  private var nearest: (suppressedUnits: Int, bound: Candidate)?
  private var nodesChecked = 0

  init(_ evaluator: NodeEvaluator, lattice: Lattice) {
    self.evaluator = evaluator
    self.lattice = lattice
    states = Array(repeating: .unknown, count: lattice.count)
    bounds = lowerBounds()
  }

  mutating func run() throws(Refusal) -> Outcome {
    // The top first: if even one class for all fails a monotone model, nothing can help.
    check(lattice.top)
    let order = (0..<lattice.count).map {
      Candidate(rank: bounds[$0], height: lattice.height(of: $0), node: $0)
    }.sorted()
    for candidate in order {
      if let best, candidate >= best { break }
      if states[candidate.node] == .unknown { bisectPath(from: candidate.node) }
    }
    guard let best else { throw refusal() }
    return Outcome(
      levels: lattice.levels(at: best.node), rank: best.rank, nodeCount: lattice.count,
      nodesChecked: nodesChecked)
  }

  private func lowerBounds() -> [Double] {
    var terms = Array(repeating: 0.0, count: lattice.heights.count)
    return terms.withUnsafeMutableBufferPointer { terms in
      (0..<lattice.count).map { evaluator.lowerBound(lattice.levels(at: $0), terms: terms) }
    }
  }

  /// Settles a node: it is checked, or lies below one that is infeasible.
  private mutating func bisectPath(from start: Int) {
    let path = self.path(from: start)
    var (lower, upper) = (0, path.count - 1)
    while lower <= upper {
      let middle = (lower + upper) / 2
      if states[path[middle]] == .unknown { check(path[middle]) }
      if states[path[middle]] == .infeasible { lower = middle + 1 } else { upper = middle - 1 }
    }
  }

  /// A path upwards along the least lower bounds, as far as a node could still become the best.
  private func path(from start: Int) -> [Int] {
    var path = [start]
    while let last = path.last {
      var next: Int?
      lattice.forEachSuccessor(of: last) { node in
        if let known = next, bounds[known] <= bounds[node] { return }
        next = node
      }
      guard let next, best.map({ bounds[next] <= $0.rank }) ?? true else { break }
      path.append(next)
    }
    return path
  }

  private mutating func check(_ node: Int) {
    let verdict = evaluator.verdict(at: lattice.levels(at: node))
    nodesChecked += 1
    let bound = Candidate(rank: bounds[node], height: lattice.height(of: node), node: node)
    if nearest.map({ (verdict.suppressedUnits, bound) < ($0.suppressedUnits, $0.bound) }) ?? true {
      nearest = (verdict.suppressedUnits, bound)
    }
    if verdict.monotoneSuppressedUnits > evaluator.suppressionLimit {
      markInfeasible(node)
      return
    }
    states[node] = .checked
    guard let rank = verdict.rank else { return }
    let candidate = Candidate(rank: rank, height: bound.height, node: node)
    if best.map({ candidate < $0 }) ?? true { best = candidate }
  }

  private mutating func markInfeasible(_ node: Int) {
    var pending = [node]
    while let last = pending.popLast() {
      if states[last] == .infeasible { continue }
      states[last] = .infeasible
      lattice.forEachPredecessor(of: last) { if states[$0] != .infeasible { pending.append($0) } }
    }
  }

  private func refusal() -> Refusal {
    let monotoneFails = states[lattice.top] == .infeasible
    let models = evaluator.models.filter { !monotoneFails || $0.isMonotone }
    let node = nearest?.bound.node ?? lattice.top
    let suppressedUnits = nearest?.suppressedUnits ?? evaluator.prepared.unitCount
    var advice = models.map(\.advice)
    if suppressedUnits < evaluator.prepared.unitCount {
      advice.append("allow \(suppressedUnits) units to be suppressed")
    }
    return Refusal(
      nearest: Generalisation(levels: lattice.levels(at: node)), suppressedUnits: suppressedUnits,
      suppressionLimit: evaluator.suppressionLimit, unitCount: evaluator.prepared.unitCount, advice: advice)
  }
}
