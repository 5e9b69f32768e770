/// The hidden cells that a reader could work out from the shown ones.
///
/// Two ways are tried: elimination over all sums together (a cell that is left alone in an equation is known),
/// and narrowing each cell's bounds by every equation until they meet (counts are not negative, and no
/// greater than their denominator).
struct DerivableCells {
  /// Indices of derivable cells, ascending.
  let indices: [Int]

  init(cells: [Suppression.Cell], sums: [CellSum]) {
    let unknown = cells.indices.filter { cells[$0].isHidden }
    var column: [Int: Int] = [:]
    for (position, cell) in unknown.enumerated() { column[cell] = position }
    var equations: [Equation] = []
    for sum in sums where sum.hasHidden(cells) {
      var equation = Equation(
        factors: Array(repeating: 0, count: unknown.count), constant: Double(sum.known))
      for term in sum.terms {
        let sign: Double = term.isTotal ? -1 : 1
        if let position = column[term.cell] {
          equation.factors[position] += sign
        } else {
          equation.constant -= sign * Double(cells[term.cell].size)
        }
      }
      equations.append(equation)
    }
    let reduced = Equation.reduced(equations)
    var bounds = unknown.map { cell in
      let upper = cells[cell].greatest.map(Double.init) ?? .infinity
      return Bounds(lower: cells[cell].isNonzeroKnown ? 1 : 0, upper: upper)
    }
    for _ in 0..<50 {
      let before = bounds
      for equation in equations + reduced { equation.narrow(&bounds) }
      if bounds == before { break }
    }
    var derivable: Set<Int> = []
    for (position, cell) in unknown.enumerated() where bounds[position].upper - bounds[position].lower < 0.5 {
      derivable.insert(cell)
    }
    for equation in reduced {
      let left = equation.factors.indices.filter { abs(equation.factors[$0]) > Equation.tolerance }
      if left.count == 1 { derivable.insert(unknown[left[0]]) }
    }
    indices = derivable.sorted()
  }

  private struct Bounds: Equatable {
    var lower: Double
    var upper: Double
  }

  private struct Equation {
    static let tolerance = 1e-9
    var factors: [Double]
    var constant: Double

    /// Gauss–Jordan elimination; factors are small whole numbers, so doubles are exact enough.
    static func reduced(_ equations: [Equation]) -> [Equation] {
      var rows = equations
      var done = 0
      for column in 0..<(rows.first?.factors.count ?? 0) where done < rows.count {
        let largest = rows.indices.dropFirst(done).max {
          abs(rows[$0].factors[column]) < abs(rows[$1].factors[column])
        }
        guard let pivot = largest, abs(rows[pivot].factors[column]) > tolerance else { continue }
        rows.swapAt(done, pivot)
        rows[done].scale(by: 1 / rows[done].factors[column])
        for other in rows.indices where other != done && abs(rows[other].factors[column]) > tolerance {
          rows[other].subtract(rows[done], times: rows[other].factors[column])
        }
        done += 1
      }
      return Array(rows.prefix(done))
    }

    mutating func scale(by factor: Double) {
      for index in factors.indices { factors[index] *= factor }
      constant *= factor
    }

    mutating func subtract(_ other: Equation, times factor: Double) {
      for index in factors.indices { factors[index] -= factor * other.factors[index] }
      constant -= factor * other.constant
    }

    /// Narrows each unknown by what the others leave over.
    func narrow(_ bounds: inout [Bounds]) {
      let used = factors.indices.filter { abs(factors[$0]) > Equation.tolerance }
      for index in used {
        var least = constant
        var most = constant
        for other in used where other != index {
          let factor = factors[other]
          least -= factor > 0 ? factor * bounds[other].upper : factor * bounds[other].lower
          most -= factor > 0 ? factor * bounds[other].lower : factor * bounds[other].upper
        }
        let (first, second) = (least / factors[index], most / factors[index])
        let lower = (min(first, second) - 1e-6).rounded(.up)
        let upper = (max(first, second) + 1e-6).rounded(.down)
        if lower > bounds[index].lower { bounds[index].lower = lower }
        if upper < bounds[index].upper { bounds[index].upper = upper }
      }
    }
  }
}
