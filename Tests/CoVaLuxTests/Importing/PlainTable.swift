import Foundation

/// A table read by a reader of its own, so that a mistake of the importer's is not repeated in what it is held against.
struct PlainTable {
  private(set) var rows: [[String]] = []

  init(contentsOf url: URL, encoding: String.Encoding = .utf8, delimiter: Unicode.Scalar = ",") throws {
    let text = try String(contentsOf: url, encoding: encoding)
    var row: [String] = []
    var cell = ""
    var isQuoted = false
    var scalars = Array(text.unicodeScalars)[...]
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\"" where isQuoted && scalars.first == "\"":
        cell.unicodeScalars.append(scalar)
        scalars.removeFirst()
      case "\"": isQuoted.toggle()
      case delimiter where !isQuoted:
        row.append(cell)
        cell = ""
      case "\r" where !isQuoted && scalars.first == "\n": continue
      case "\n" where !isQuoted:
        rows.append(row + [cell])
        row = []
        cell = ""
      default: cell.unicodeScalars.append(scalar)
      }
    }
    if !cell.isEmpty || !row.isEmpty { rows.append(row + [cell]) }
    rows.removeAll { $0 == [""] }
  }
}
