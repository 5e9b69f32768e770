import Foundation

/// The targets and products of the package, and who depends on whom.
struct PackageGraph: Decodable, Sendable {
  struct Dependency: Decodable, Sendable {
    let name: String
    /// True for a product of another package.
    let isForeign: Bool

    init(name: String, isForeign: Bool = false) {
      self.name = name
      self.isForeign = isForeign
    }

    private struct Kind: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Kind.self)
      guard let kind = container.allKeys.first else {
        throw DecodingError.dataCorrupted(
          .init(codingPath: decoder.codingPath, debugDescription: "a dependency without a kind"))
      }
      var parts = try container.nestedUnkeyedContainer(forKey: kind)
      name = try parts.decode(String.self)
      isForeign = kind.stringValue == "product"
    }
  }

  struct Target: Decodable, Sendable {
    let name: String
    let type: String
    let path: String?
    let dependencies: [Dependency]

    init(_ name: String, _ dependencies: [String], type: String = "regular", path: String? = nil) {
      self.name = name
      self.type = type
      self.path = path
      self.dependencies = dependencies.map { Dependency(name: $0) }
    }

    /// True for tests and for what only tests use.
    var isForTests: Bool { type == "test" || path?.hasPrefix("Tests/") == true }
    /// True for what runs while the package is built.
    var isForBuilding: Bool { type == "plugin" || path?.hasPrefix("Sources/Plugins/") == true }
  }

  struct Product: Decodable, Sendable {
    let name: String
    let targets: [String]
  }

  let targets: [Target]
  let products: [Product]

  /// The graph of this package, as the package manager reads it.
  static let own = Result { try read() }

  private static func read() throws -> PackageGraph {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "house-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    // A scratch folder of its own: `swift test` holds the lock of the usual one.
    process.arguments = [
      "swift", "package", "--package-path", Repository.root.path, "--scratch-path", scratch.path,
      "dump-package",
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return try JSONDecoder().decode(PackageGraph.self, from: bytes)
  }
}

extension PackageGraph {
  /// The floors of the house from the cellar up: who stands on one may use what stands below, and nothing beside it.
  static let floors: [Set<String>] = [
    ["CLibPQ", "CDistributions"],
    ["CSV", "CohortModel", "Statistics", "Anonymisation"],
    ["Postgres", "PrivateServer", "Questionnaires", "Reporting"],
    ["CohortSchema", "CohortStore"],
    ["CoVaLux"],
    ["CommandLineBehaviour"],
    ["CommandLineTool", "BatchImporter"],
  ]

  /// What is wrong with the edges, one sentence each.
  var violations: [String] {
    targets.filter { !$0.isForTests && !$0.isForBuilding }.flatMap { target -> [String] in
      guard let floor = Self.floor(of: target.name) else { return ["\(target.name) has no floor"] }
      return target.dependencies.filter { !$0.isForeign }.compactMap { dependency in
        guard let below = Self.floor(of: dependency.name) else {
          return "\(target.name) uses \(dependency.name), which has no floor"
        }
        if below < floor { return nil }
        return "\(target.name) uses \(dependency.name), which is \(below == floor ? "beside" : "above") it"
      }
    }
  }

  private static func floor(of name: String) -> Int? {
    floors.firstIndex { $0.contains(name) }
  }
}
