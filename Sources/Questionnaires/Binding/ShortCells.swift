import CSV
import CohortModel

/// Reads the cells of a row that are empty or a code of one byte, which most are.
///
/// What that takes lies flat beside each other, so that no object is retained for a cell. Every other cell, and every
/// cell about which there may be something to say, is left to its ``CellPlan``, which reads these in the same way.
struct ShortCells: Sendable {
  /// What one byte means in one column.
  private struct Meaning: Sendable {
    enum Kind: UInt8 {
      case unsettled
      case code
      case missing
    }

    var kind = Kind.unsettled
    var number: Int16 = 0
  }

  private struct Column: Sendable {
    let place: Int
    /// True if nothing follows from an empty cell but that it is blank.
    let takesBlank: Bool
  }

  /// Columns that are read at once: as many as an integer has bits.
  static let width = UInt64.bitWidth
  private static let byteCount = 128

  private let columns: [Column]
  /// For each column, what each ASCII byte means.
  private let meanings: [Meaning]

  init(_ plans: [CellPlan]) {
    columns = plans.map {
      Column(place: $0.column, takesBlank: $0.condition < 0 && !$0.isRequired)
    }
    var meanings = [Meaning](repeating: Meaning(), count: plans.count * Self.byteCount)
    for (place, plan) in plans.enumerated() where plan.condition < 0 && plan.hasTable {
      // White space is trimmed off, and is no code.
      for byte in UInt8(0x21)..<0x7F {
        guard let known = plan.table[[byte], 0..<1] else { continue }
        let index = place * Self.byteCount + Int(byte)
        switch plan.meanings[known] {
        case .code(let code): meanings[index] = Meaning(kind: .code, number: code)
        case .missing(let reason): meanings[index] = Meaning(kind: .missing, number: reason.rawValue)
        // Its identifier is a text.
        case .identifier: continue
        }
      }
    }
    self.meanings = meanings
  }

  /// Reads the cells of up to ``width`` columns; returns by its bits which of them are left.
  func read(_ record: borrowing Record, from first: Int, into cells: inout [Cell]) -> UInt64 {
    let columns = columns.span
    let meanings = meanings.span
    let bytes = record.bytes.span
    var cells = cells.mutableSpan
    var left: UInt64 = 0
    for offset in 0..<min(Self.width, columns.count - first) {
      let place = first &+ offset
      let column = columns[place]
      let range = record.range(of: column.place)
      if range.lowerBound == range.upperBound {
        // A cell that is no value has nothing else to say.
        if column.takesBlank { cells[place].state = .blank } else { left |= 1 &<< UInt64(offset) }
        continue
      }
      let byte = bytes[range.lowerBound]
      guard range.upperBound &- range.lowerBound == 1, byte < Self.byteCount,
        case let meaning = meanings[place &* Self.byteCount &+ Int(byte)], meaning.kind != .unsettled
      else {
        left |= 1 &<< UInt64(offset)
        continue
      }
      if meaning.kind == .code {
        cells[place] = Cell(code: meaning.number)
      } else {
        cells[place].state = .missing(MissingReason(rawValue: meaning.number) ?? .unreadable)
      }
    }
    return left
  }
}
