import CohortTesting
import Foundation
import Testing

/// Statistics and exports on the command line; what they compute is tested where it is computed.
@Suite(.freshDatabase) struct ResultRunTests {
  private let scene: Scene

  init() throws {
    scene = try Scene()
    for code in ["LUX-1", "LUX-2"] {
      #expect(try scene.covalux("participant", "add", code, "--sex", "female").exitCode == 0)
    }
  }

  @Test func `the statistics are listed with their questions and options`() throws {
    let list = try scene.covalux("stats", "list")
    #expect(list.exitCode == 0)
    #expect(list.output.contains("symptom-prevalence") && list.output.contains("--by"))
  }

  @Test func `a statistic is written in the format that was asked for, to a file too`() throws {
    let json = try scene.covalux("stats", "overview", "--format", "json")
    #expect(json.exitCode == 0, "\(json.errors)")
    #expect(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) is [String: Any])
    let path = "\(scene.folder)/overview.md"
    #expect(try scene.covalux("stats", "overview", "--format", "markdown", "-o", path).exitCode == 0)
    #expect(try scene.read("overview.md").contains("|"))
    #expect(try scene.permissions(of: "overview.md") == 0o600)
    #expect(try scene.covalux("stats", "overview", "-o", path).exitCode == 5)
    #expect(try scene.covalux("stats", "overview", "-o", path, "--force").exitCode == 0)
  }

  @Test(arguments: [
    ["stats", "overwiew"], ["stats", "overview", "--by", "shoe-size"],
    ["stats", "overview", "--symptom", "fatigue"],
    ["export", "--profile", "public-use", "-o", "x"],
    ["export", "--profile", "no-such-profile", "-o", "x", "--purpose", "test"],
  ])
  func `what a statistic or an export does not know is a mistake on the command line`(arguments: [String])
    throws
  {
    let outcome = try BuiltProgram.covalux.run(arguments + scene.database, in: scene)
    #expect(outcome.exitCode == 2, "\(outcome.everything)")
    #expect(outcome.output.isEmpty)
  }

  @Test func `two people are too few for a release, and nothing is left of the attempt`() throws {
    let outcome = try scene.covalux(
      "export", "--profile", "public-use", "-o", "\(scene.folder)/release", "--purpose", "test")
    #expect(outcome.exitCode == 4, "\(outcome.everything)")
    #expect(try scene.names(in: "").allSatisfy { !$0.hasPrefix("release") })
    #expect(
      try scene.covalux("export", "list", "--format", "json").output == #"{"schema":1,"releases":[]}"# + "\n")
    #expect(try scene.covalux("export", "recall", "LUX-1").exitCode == 0)
    #expect(try scene.covalux("export", "recall", "LUX-9").exitCode == 4)
  }
}
