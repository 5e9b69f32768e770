// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

/// A library target in `Sources/` with the settings of the house.
func room(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

/// The tests of a target; folders that they read by path are no part of the build.
func tests(of name: String, _ dependencies: [Target.Dependency] = [], reading: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, exclude: reading,
    swiftSettings: settings)
}

let package = Package(
  name: "CoVaLux",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "CoVaLux", targets: ["CoVaLux"]),
    .executable(name: "covalux", targets: ["CommandLineTool"]),
    .executable(name: "covalux-import", targets: ["BatchImporter"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    // Floor 0: pure, no input or output.
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
    // libm: a dynamic build of Boost.Math's long double functions fails on `sinl` without it.
    .target(name: "CDistributions", linkerSettings: [.linkedLibrary("m")]),
    room("CSV"),
    room("CohortModel"),
    room("Statistics", ["CDistributions"]),
    room("Anonymisation"),
    // Floor 1: adapters to the outside.
    room("Postgres", ["CLibPQ"]),
    room("PrivateServer"),
    room("Questionnaires", ["CSV", "CohortModel", yams]),
    .target(name: "Reporting", swiftSettings: settings, linkerSettings: [.linkedLibrary("m")]),
    // Floor 2: our tables.
    .target(
      name: "CohortSchema", dependencies: ["CohortModel", "CSV", "Postgres", crypto], swiftSettings: settings,
      plugins: ["EmbedSchema"]),
    room("CohortStore", ["CohortModel", "Postgres", crypto]),
    // Floor 3: the three pipelines.
    room(
      "CoVaLux",
      [
        "Anonymisation", "CohortModel", "CohortSchema", "CohortStore", "CSV", "Postgres", "PrivateServer",
        "Questionnaires", "Reporting", "Statistics", crypto, yams,
      ],
      exclude: ["CoVaLux.docc"]),
    // Floor 4: what people run.
    room(
      "CommandLineBehaviour",
      ["CohortSchema", "CoVaLux", "CSV", "PrivateServer", "Reporting", argumentParser]),
    .executableTarget(
      name: "CommandLineTool",
      dependencies: [
        "CohortSchema", "CommandLineBehaviour", "CoVaLux", "CSV", "PrivateServer", "Reporting", "Statistics",
        argumentParser,
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "BatchImporter",
      dependencies: ["CommandLineBehaviour", "CoVaLux", "CSV", "Reporting", argumentParser],
      swiftSettings: settings),
    // Building: Schema/ becomes part of the program.
    .plugin(
      name: "EmbedSchema", capability: .buildTool(), dependencies: ["embed-schema"],
      path: "Sources/Plugins/EmbedSchema"),
    .executableTarget(name: "embed-schema", path: "Sources/Plugins/embed-schema", swiftSettings: settings),
    // Tests.
    .target(
      name: "CohortTesting", dependencies: ["CohortSchema", "Postgres"], path: "Tests/CohortTesting",
      swiftSettings: settings),
    tests(of: "Anonymisation"),
    tests(of: "CSV"),
    tests(of: "CohortModel"),
    tests(of: "Statistics"),
    tests(of: "Postgres", ["CohortTesting"]),
    tests(of: "PrivateServer"),
    tests(of: "Questionnaires", ["CSV", "CohortModel", yams]),
    tests(of: "Reporting", reading: ["Goldens"]),
    tests(of: "CohortStore", ["CohortModel", "CohortSchema", "CohortTesting", "Postgres", crypto]),
    tests(
      of: "CoVaLux",
      [
        "Anonymisation", "CohortModel", "CohortSchema", "CohortStore", "CohortTesting", "CSV", "Postgres",
        "Questionnaires", "Reporting", "Statistics",
      ],
      reading: ["Fixtures"]),
    tests(
      of: "CommandLineTool", ["BatchImporter", "CohortTesting", "CoVaLux", "Postgres"], reading: ["Goldens"]),
    .testTarget(name: "HouseTests", swiftSettings: settings),
  ],
  cxxLanguageStandard: .cxx17
)
