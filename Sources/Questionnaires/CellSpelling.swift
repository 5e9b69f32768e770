/// Several cells that stand for one code, as in exports with labels, for conditions that are written with one of them.
struct CellSpelling: Sendable {
  private var table = CodeTable()
  private var texts: [[UInt8]] = []

  /// Nil if no code has several spellings; those that are among the `literals`, with which conditions compare the column,
  /// stand for the others.
  init?(_ write: Write, literals: Set<String>) {
    var groups: [(code: Int16, cells: [String])] = []
    for coding in write.codings {
      guard case .code(let code) = coding.meaning, !coding.cell.isEmpty else { continue }
      if let place = groups.firstIndex(where: { $0.code == code }) {
        groups[place].cells.append(coding.cell)
      } else {
        groups.append((code, [coding.cell]))
      }
    }
    for group in groups where group.cells.count > 1 {
      let meant = group.cells.first(where: literals.contains) ?? group.cells[0]
      for cell in group.cells where cell != meant && !literals.contains(cell) {
        table.insert(cell, Int32(texts.count))
      }
      texts.append(Array(meant.utf8))
    }
    if table.count == 0 { return nil }
  }

  /// What conditions call the code of a cell; nil if they call it by the cell itself.
  func text(of bytes: [UInt8], _ range: Range<Int>) -> [UInt8]? {
    table[bytes, range].map { texts[$0] }
  }
}

extension Expression {
  /// The fixed values of the expression, as cells would have them.
  var literalCells: Set<String> {
    var cells: Set<String> = []
    for operation in operations {
      switch operation {
      case .number(let number): cells.insert(String(decoding: Self.digits(of: number), as: UTF8.self))
      case .text(let range): cells.insert(String(decoding: literals[range], as: UTF8.self))
      default: continue
      }
    }
    return cells
  }
}
