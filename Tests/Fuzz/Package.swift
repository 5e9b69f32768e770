// swift-tools-version: 6.2
import PackageDescription

// A package of its own: unsafe flags keep a package from being used by others. The rooms under test are symbolic
// links, so that nothing but them is built.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .unsafeFlags(["-enable-testing"]),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// A program whose `main` is libFuzzer's.
func fuzzer(of name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(
    name: "Fuzz\(name)", dependencies: ["Fuzzing"] + dependencies,
    swiftSettings: settings + [.unsafeFlags(["-parse-as-library", "-sanitize=fuzzer"])],
    linkerSettings: [.unsafeFlags(["-sanitize=fuzzer"])])
}

let package = Package(
  name: "Fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(url: "https://github.com/jpsim/Yams", from: "6.2.2")],
  targets: [
    room("CSV"),
    room("CohortModel"),
    .target(name: "Reporting", swiftSettings: settings, linkerSettings: [.linkedLibrary("m")]),
    room("Questionnaires", ["CSV", "CohortModel", .product(name: "Yams", package: "Yams")]),
    room("Fuzzing"),
    fuzzer(of: "Reader", ["CSV"]),
    fuzzer(of: "Dialect", ["CSV"]),
    fuzzer(of: "Dates", ["CohortModel", "Questionnaires"]),
    fuzzer(of: "Numbers", ["Questionnaires"]),
    fuzzer(of: "Condition", ["Questionnaires"]),
    fuzzer(of: "Questionnaire", ["CohortModel", "CSV", "Questionnaires"]),
    fuzzer(of: "Dictionary", ["CohortModel", "CSV", "Questionnaires"]),
    fuzzer(of: "Plan", ["CSV", "Reporting"]),
  ]
)
