import Foundation
import Testing

/// One case of a reference file: input, and the output of R or mpmath.
struct ReferenceCase: Decodable, Sendable, CustomTestStringConvertible {
  let id: String
  let input: [String: ReferenceValue]
  let output: [String: ReferenceValue]
  let tolerance: Double
  let note: String
  let files: [String]

  enum CodingKeys: String, CodingKey {
    case id, input, output, note, csv
    case tolerance = "rel_tol"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = try container.decode(String.self, forKey: .id)
    // An empty input may be written as an empty list.
    input = try container.decode(ReferenceValue.self, forKey: .input).fields
    output = try container.decode(ReferenceValue.self, forKey: .output).fields
    tolerance = try container.decode(Double.self, forKey: .tolerance)
    note =
      (try container.decodeIfPresent(ReferenceValue.self, forKey: .note))?.texts.joined(separator: " ") ?? ""
    files = (try container.decodeIfPresent(ReferenceValue.self, forKey: .csv))?.texts ?? []
  }

  var testDescription: String { id }

  func numbers(_ key: String) -> [Double] { input[key]?.numbers ?? [] }
  func number(_ key: String) -> Double { numbers(key).first ?? .nan }
  func counts(_ key: String) -> [Int] { numbers(key).map { Int($0) } }
  func count(_ key: String) -> Int { counts(key).first ?? 0 }
  func texts(_ key: String) -> [String] { input[key]?.texts ?? [] }
  func word(_ key: String) -> String { texts(key).first ?? "" }
  func has(_ key: String) -> Bool {
    input[key].map { if case .nothing = $0 { false } else { true } } ?? false
  }

  /// The confidence level: 0.95 unless the case says another.
  var confidence: Double { numbers("conf").first ?? 0.95 }

  /// The data file of the case.
  func data() throws -> ReferenceData {
    try ReferenceData(file: Reference.folder.appending(path: try #require(files.first)))
  }

  /// Whether the reference program stopped on the way to infinity, where its estimates mean nothing.
  var comparesLikelihoodOnly: Bool { note.contains("Compare loglik only") }

  /// What is compared then.
  let likelihoodFields: Set<String> = ["n", "events", "names", "loglik", "loglik_null"]

  /// The tolerance of one field: some are root-found or profiled by the reference program itself, and the case says so.
  func tolerance(of field: String) -> Double { max(tolerance, Self.looser[field] ?? 0) }

  /// By name of the field: mid-p limits are roots to 1e-7, profile limits 1e-4, R's exact conditional limits 1e-6.
  private static let looser: [String: Double] = [
    "mid_p": 1e-7, "mid_p_ci": 1e-7, "profile_ci": 1e-4, "profile_lower": 1e-4, "profile_upper": 1e-4,
    "exact_ci": 1e-6, "or_ci_exact": 1e-6, "or_fisher": 1e-6, "or_cmle": 1e-6,
  ]
}

/// Results of R and mpmath in files beside a checkout, or in the folder that `COVALUX_REFERENCE` names.
enum Reference {
  static let folder: URL =
    if let named = ProcessInfo.processInfo.environment["COVALUX_REFERENCE"] {
      URL(filePath: named, directoryHint: .isDirectory)
    } else {
      URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "../shared/statistics/reference").standardizedFileURL
    }

  static var isPresent: Bool { FileManager.default.fileExists(atPath: folder.path()) }

  /// The methods that have a file in the folder.
  static let methods: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
    return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }()

  private struct Cases: Decodable {
    let cases: [ReferenceCase]
  }

  static func cases(_ method: String) throws -> [ReferenceCase] {
    let data = try Data(contentsOf: folder.appending(path: "\(method).json"))
    return try JSONDecoder().decode(Cases.self, from: data).cases
  }
}
