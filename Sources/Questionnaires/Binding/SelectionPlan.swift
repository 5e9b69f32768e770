import CohortModel

/// One option of a question whose cell holds all that were ticked, compiled for the loop over rows.
struct SelectionPlan: Sendable {
  /// From the text of an option to its place.
  private let options: CodeTable
  private let place: Int32
  private let separator: UInt8

  init(_ selection: Selection) {
    var options = CodeTable()
    for option in selection.options { options.insert(option.cell, Int32(option.place)) }
    self.options = options
    place = Int32(selection.place)
    separator = selection.separator
  }

  /// Reads whether the option is among those of a trimmed cell that is not empty.
  ///
  /// A cell with anything else than options tells nothing of any of them; the first option says so for all.
  @inline(never)
  func read(_ bytes: [UInt8], _ range: Range<Int>, into cell: inout Cell) -> CellPlan.Fault {
    var isTicked = false
    var isKnown = true
    var start = range.lowerBound
    for index in range.lowerBound...range.upperBound
    where index == range.upperBound || bytes[index] == separator {
      let part = CellText.trimmed(bytes, start..<index)
      start = index + 1
      if part.isEmpty { continue }
      guard let option = options[bytes, part] else {
        isKnown = false
        break
      }
      if option == place { isTicked = true }
    }
    guard isKnown else {
      cell.state = .missing(.unreadable)
      return place == 0 ? .coding : .none
    }
    cell.state = .value
    cell.int = isTicked ? 1 : 0
    cell.double = isTicked ? 1 : 0
    return .none
  }
}
