import Foundation

/// Any JSON value of a reference file; numbers come as doubles, true as 1.
enum ReferenceValue: Decodable, Sendable {
  case number(Double)
  case words(String)
  case list([ReferenceValue])
  case object([String: ReferenceValue])
  case nothing

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .nothing
    } else if let isTrue = try? container.decode(Bool.self) {
      self = .number(isTrue ? 1 : 0)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let words = try? container.decode(String.self) {
      self = .words(words)
    } else if let list = try? container.decode([ReferenceValue].self) {
      self = .list(list)
    } else if let object = try? container.decode([String: ReferenceValue].self) {
      self = .object(object)
    } else {
      self = .nothing
    }
  }

  /// A vector of one element may be written as a scalar; words for what is no number become NaN or infinity.
  var numbers: [Double] {
    switch self {
    case .number(let number): [number]
    case .words("Inf"): [.infinity]
    case .words("-Inf"): [-.infinity]
    case .words: [.nan]
    case .list(let values): values.flatMap(\.numbers)
    case .object, .nothing: []
    }
  }

  /// The texts of a list, or the one text.
  var texts: [String] {
    switch self {
    case .words(let words): [words]
    case .list(let values): values.flatMap(\.texts)
    case .number(let number): [number == number.rounded() ? "\(Int(number))" : "\(number)"]
    case .object, .nothing: []
    }
  }

  /// The fields of an object.
  var fields: [String: ReferenceValue] {
    if case .object(let fields) = self { fields } else { [:] }
  }
}

/// Data too long to stand in a case: a CSV file with a header row; `NA` is missing.
struct ReferenceData: Sendable {
  let names: [String]
  private let columns: [String: [String?]]
  private let quoted: Set<String>

  init(file: URL) throws {
    // Texts of the reference data hold no comma, quote or line end inside.
    let cells = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).map { line in
      line.split(separator: ",", omittingEmptySubsequences: false)
    }
    let lines = cells.map { $0.map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "\"")) } }
    names = lines.first ?? []
    var columns: [String: [String?]] = [:]
    for (position, name) in names.enumerated() {
      columns[name] = lines.dropFirst().map { $0[position] == "NA" ? nil : $0[position] }
    }
    self.columns = columns
    // Quotes tell categories that look like numbers.
    quoted = Set(
      names.enumerated().filter { place, _ in cells.dropFirst().contains { $0[place].hasPrefix("\"") } }.map(
        \.element))
  }

  /// Whether a column has cells in quotes, and is of texts whatever they are.
  func isQuoted(_ name: String) -> Bool { quoted.contains(name) }

  var count: Int { columns.values.first?.count ?? 0 }

  /// A column as texts; `nil` is missing.
  func texts(_ name: String) -> [String?] { columns[name] ?? [] }

  /// A column as numbers, if each value that is there is one; `nil` is missing.
  func numbers(_ name: String) -> [Double?]? {
    guard let texts = columns[name] else { return nil }
    var numbers: [Double?] = []
    for text in texts {
      switch text {
      case nil: numbers.append(nil)
      case "TRUE": numbers.append(1)
      case "FALSE": numbers.append(0)
      case let text?:
        guard let number = Double(text) else { return nil }
        numbers.append(number)
      }
    }
    return numbers
  }
}
