// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody builds it who measures nothing. The sources under test are symbolic links.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "Benchmark",
  platforms: [.macOS(.v15)],
  dependencies: [.package(url: "https://github.com/apple/swift-crypto", from: "4.5.2")],
  targets: [
    .target(name: "CSV", swiftSettings: settings),
    .target(name: "CDistributions", linkerSettings: [.linkedLibrary("m")]),
    .target(name: "Statistics", dependencies: ["CDistributions"], swiftSettings: settings),
    .executableTarget(
      name: "ReadFile", dependencies: ["CSV", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: settings),
    .executableTarget(name: "MeasureStatistics", dependencies: ["Statistics"], swiftSettings: settings),
  ],
  cxxLanguageStandard: .cxx17
)
