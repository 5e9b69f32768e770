import Anonymisation
import Foundation
import Testing

/// Optima of ARX 3.9.2, where the reference folder lies beside the checkout and xz is installed.
@Suite(.enabled(if: Reference.isPresent)) struct ReferenceTests {
  @Test(arguments: ["adult-01", "adult-02", "adult-10", "adult-13"])
  func `the optimum of ARX is found`(id: String) throws {
    try compare(id)
  }

  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["COVALUX_LONG_TESTS"] == "1"),
    arguments: Reference.isPresent ? Reference.comparableRuns() : [])
  func `every optimum of ARX for these models is found`(id: String) throws {
    try compare(id)
  }

  private func compare(_ id: String) throws {
    let run = try #require(Reference.runs().first { $0.id == id })
    let expected = try #require(Reference.results()[id])
    let data = try Reference.microdata(run)
    let plan = AnonymisationPlan(
      hierarchies: try Reference.hierarchies(run), models: try #require(Reference.models(run)),
      suppressionLimit: try #require(Fraction(String(run.suppression_limit))),
      utility: UtilityLoss(aggregate: run.metric == "Loss/AM" ? .arithmeticMean : .geometricMean))
    let result = try plan.anonymise(data)
    // ARX rounds each column's loss to about 1e-10.
    #expect(abs(result.loss - (try #require(Double(expected["score"] ?? "")))) < 1e-9)
    guard result.generalisation.description == expected["levels"] else { return }
    #expect(String(result.suppressedUnits.count) == expected["suppressed_records"])
    #expect(String(result.classes.count) == expected["n_classes"])
    #expect(String(result.smallestClass) == expected["min_class"])
    #expect(String(result.classes.largest) == expected["max_class"])
    let atRisk = try #require(Double(expected["prosecutor_records_at_risk_0.09"] ?? ""))
    #expect(abs(result.riskAfter.shareAbove(Fraction(9, 100)) - atRisk) < 1e-8)
  }
}

/// The reference files: configurations, results, benchmark data and hierarchies.
enum Reference {
  struct Run: Decodable {
    let id: String
    let dataset: String
    let hierarchies: String
    let quasi_identifiers: [String]
    let sensitive: String?
    let models: String
    let suppression_limit: Double
    let metric: String
    let status: String?
  }

  private struct Configurations: Decodable { let runs: [Run] }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/privacy").standardizedFileURL

  /// True where the folder lies and can be unpacked.
  static let isPresent =
    FileManager.default.fileExists(atPath: folder.appending(path: "reference/arx-reference.csv").path)
    && (try? output("xz", "--version"))?.isEmpty == false

  static func runs() -> [Run] {
    guard let data = try? Data(contentsOf: folder.appending(path: "reference/arx-configs.json")) else {
      return []
    }
    return (try? JSONDecoder().decode(Configurations.self, from: data))?.runs ?? []
  }

  /// The runs with models and a loss that the engine has, and data that lie in the folder.
  static func comparableRuns() -> [String] {
    let results = results()
    return runs().filter { run in
      models(run) != nil && ["Loss/GM", "Loss/AM"].contains(run.metric) && results[run.id] != nil
        && FileManager.default.fileExists(atPath: folder.appending(path: "data/\(run.dataset).xz").path)
    }.map(\.id)
  }

  static func results() -> [String: [String: String]] {
    guard
      let text = try? String(
        contentsOf: folder.appending(path: "reference/arx-reference.csv"), encoding: .utf8)
    else { return [:] }
    let lines = text.split(separator: "\n").map { $0.split(separator: ";", omittingEmptySubsequences: false) }
    var results: [String: [String: String]] = [:]
    for line in lines.dropFirst() {
      results[String(line[0])] = Dictionary(
        uniqueKeysWithValues: zip(lines[0].map(String.init), line.map(String.init)))
    }
    return results
  }

  /// Models such as `k=5+dl=3`; nil if there is one the engine does not have.
  static func models(_ run: Run) -> [any PrivacyModel]? {
    let names = ["k": "k-anonymity", "dl": "distinct-l-diversity", "te": "t-closeness"]
    var models: [any PrivacyModel] = []
    for part in run.models.split(separator: "+") {
      let sides = part.split(separator: "=")
      guard sides.count == 2, let name = names[String(sides[0])], let parameter = Fraction(sides[1]),
        let model = PrivacyModelForm.named(name)?.model(parameter: parameter, column: run.sensitive ?? "")
      else { return nil }
      models.append(model)
    }
    return models
  }

  static func microdata(_ run: Run) throws -> Microdata {
    let lines = table(try output("xz", "-dc", folder.appending(path: "data/\(run.dataset).xz").path))
    let names = run.quasi_identifiers + [run.sensitive].compactMap(\.self)
    return Microdata(
      columns: try names.map { name in
        let position = try #require(lines[0].firstIndex(of: name))
        let role: ColumnRole = name == run.sensitive ? .sensitive : .quasiIdentifier
        return .init(name: name, role: role, values: lines.dropFirst().map { $0[position] })
      })
  }

  static func hierarchies(_ run: Run) throws -> [String: Hierarchy] {
    var hierarchies: [String: Hierarchy] = [:]
    for name in run.quasi_identifiers {
      let member = run.hierarchies.replacing("<attr>", with: name)
      let archive = folder.appending(path: "data/hierarchies.tar.xz").path
      hierarchies[name] = try Hierarchy(rows: table(try output("tar", "-xJOf", archive, member)))
    }
    return hierarchies
  }

  private static func table(_ text: String) -> [[String]] {
    text.split(whereSeparator: \.isNewline).map { line in
      line.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    }
  }

  private static func output(_ command: String...) throws -> String {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = command
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
