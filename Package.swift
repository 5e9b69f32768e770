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

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests",
    dependencies: [.byName(name: name), "CohortTesting"] + dependencies,
    exclude: goldenFolders[name, default: []],
    swiftSettings: settings)
}

/// Folders that tests read by path, so that no copy of them is built.
let goldenFolders: [String: [String]] = [:]

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
    room("CohortModel"),
  ],
  cxxLanguageStandard: .cxx17
)
