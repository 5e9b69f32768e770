/// A design matrix ready for repeated passes: columns centred and scaled, rows in packs of eight.
///
/// Centring and scaling change neither fit nor likelihood, but keep the information matrix well conditioned where a
/// column is a year or an income. Without an intercept, columns are only scaled. Padding rows weigh nothing.
struct PackedDesign {
  let rows: Int
  let columns: Int
  let packs: Int
  /// Pack after pack, column after column.
  let values: [SIMD8<Double>]
  let outcome: [SIMD8<Double>]
  let offset: [SIMD8<Double>]?
  /// Nil where every row weighs one.
  let weights: [SIMD8<Double>]?
  /// One for each row of the last pack that is not padding.
  let lastMask: SIMD8<Double>
  let centres: [Double]
  let scales: [Double]
  let hasIntercept: Bool

  init(_ design: DesignMatrix, outcome: [Double], weights: [Double]?, offset: [Double]?) {
    rows = design.rows
    columns = design.columns
    packs = (rows + 7) / 8
    hasIntercept = design.hasIntercept
    (centres, scales) = Self.standardisation(of: design)
    var values = Array(repeating: SIMD8<Double>.zero, count: packs * columns)
    for column in 0..<columns {
      let isIntercept = hasIntercept && column == 0
      let centre = isIntercept ? 0 : centres[column]
      let factor = isIntercept ? 1 : 1 / scales[column]
      let start = column * rows
      var place = column
      for pack in 0..<packs {
        let first = pack * 8
        if first + 8 <= rows {
          let at = start + first
          let source = design.values[at..<at + 8]
          let raw = SIMD8(
            source[at], source[at + 1], source[at + 2], source[at + 3], source[at + 4], source[at + 5],
            source[at + 6], source[at + 7])
          values[place] = (raw - centre) * factor
        } else {
          for lane in 0..<rows - first {
            values[place][lane] = (design.values[start + first + lane] - centre) * factor
          }
        }
        place += columns
      }
    }
    self.values = values
    self.outcome = Self.pack(outcome)
    self.offset = offset.map(Self.pack)
    self.weights = weights.map(Self.pack)
    var mask = SIMD8<Double>.zero
    for lane in 0..<8 where (packs - 1) * 8 + lane < rows { mask[lane] = 1 }
    lastMask = mask
  }

  private static func pack(_ values: [Double]) -> [SIMD8<Double>] {
    let packs = (values.count + 7) / 8
    var result = Array(repeating: SIMD8<Double>.zero, count: packs)
    for row in values.indices { result[row >> 3][row & 7] = values[row] }
    return result
  }

  private static func standardisation(of design: DesignMatrix) -> ([Double], [Double]) {
    var centres = Array(repeating: 0.0, count: design.columns)
    var scales = Array(repeating: 1.0, count: design.columns)
    let count = Double(max(design.rows, 1))
    for column in 0..<design.columns where !(design.hasIntercept && column == 0) {
      let values = design.column(column)
      if design.hasIntercept { centres[column] = values.reduce(0, +) / count }
      let centre = centres[column]
      let squares = values.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
      let deviation = (squares / count).squareRoot()
      // A spread within the rounding of the centre is none: the column is constant.
      scales[column] = deviation > 1e-14 * abs(centre) ? deviation : .infinity
    }
    return (centres, scales)
  }

  func weight(_ pack: Int) -> SIMD8<Double> {
    if let weights { return weights[pack] }
    return pack == packs - 1 ? lastMask : SIMD8(repeating: 1)
  }

  /// The rows by which the coefficients of the design come from those of the packed columns.
  var transformation: [[Double]] {
    (0..<columns).map { row in
      var result = Array(repeating: 0.0, count: columns)
      if hasIntercept && row == 0 {
        result[0] = 1
        for column in 1..<columns { result[column] = -centres[column] / scales[column] }
      } else {
        result[row] = 1 / scales[row]
      }
      return result
    }
  }

  /// The coefficients of the design.
  func unstandardised(_ packed: [Double]) -> [Double] {
    transformation.map { zip($0, packed).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  /// The logarithm of the determinant of the transformation, but for columns that are constant.
  var logVolume: Double { scales.reduce(0) { $1.isFinite ? $0 + logarithm($1) : $0 } }
}
