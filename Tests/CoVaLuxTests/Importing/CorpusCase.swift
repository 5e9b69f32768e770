import Foundation

/// One malformed file of the corpus beside the package, and what must become of it.
struct CorpusCase: Decodable, Sendable {
  /// What happens to a file.
  enum Verdict: String, Decodable, Sendable {
    case accept
    case rejectRow = "reject_row"
    case rejectFile = "reject_file"
  }

  /// A value of an option that the case declares.
  enum Declaration: Decodable, Sendable {
    case text(String)
    case texts([String])
    case none

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .text(text)
      } else if let texts = try? container.decode([String].self) {
        self = .texts(texts)
      } else {
        self = .none
      }
    }
  }

  private enum CodingKeys: String, CodingKey {
    case id, file, profile, verdict, alt, rows, values, mapping, tier
    case rejectedRows = "rejected_rows"
    case mustNot = "must_not"
  }

  let id: String
  /// Nil if the file is made when it is needed.
  let file: String?
  let profile: String
  let verdict: Verdict
  let alt: [Verdict]
  let rows: Int?
  let rejectedRows: [Int]
  let values: [String: [String: String?]]
  let mapping: [String: Declaration]
  let mustNot: [String]
  let tier: String

  var family: String { String(id.prefix { $0 != "/" }) }

  var isMust: Bool { tier == "must" }

  /// Options that the case declares, as texts.
  var declared: [String: String] {
    mapping.compactMapValues { declaration in
      switch declaration {
      case .text(let text): text
      case .texts(let texts): texts.joined(separator: ",")
      case .none: nil
      }
    }
  }

  /// What may happen; a file whose rows are all refused is refused.
  var allowed: Set<Verdict> {
    var allowed = Set(alt + [verdict])
    if verdict == .rejectRow, let rows, rows > 0, rejectedRows.count == rows { allowed.insert(.rejectFile) }
    return allowed
  }

  /// Folder of the corpus.
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/quality/corpus")

  static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.path) }

  /// All cases whose files are stored.
  static func stored() throws -> [CorpusCase] {
    struct Manifest: Decodable { let cases: [CorpusCase] }
    let data = try Data(contentsOf: folder.appending(path: "manifest.json"))
    return try JSONDecoder().decode(Manifest.self, from: data).cases.filter { $0.file != nil }
  }
}
