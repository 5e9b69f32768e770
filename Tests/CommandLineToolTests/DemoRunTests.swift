import Foundation
import Testing

@Suite struct DemoRunTests {
  @Test func `the demonstration does the whole job on a server of its own and can be looked at afterwards`()
    throws
  {
    let scene = try Scene()
    let directory = "\(scene.folder)/demo"
    let outcome = try BuiltProgram.covalux.run(
      ["demo", "--participants", "400", "--directory", directory, "--keep-server"], in: scene)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    for name in ["covalux-baseline.csv", "report.html", "statistics/symptom-prevalence.json"] {
      #expect(try scene.permissions(of: "demo/\(name)") == 0o600)
    }
    #expect(outcome.output.contains("mistakes planted") && outcome.output.contains("rejected rows:"))
    #expect(try scene.read("demo/report.html").hasPrefix("<!DOCTYPE html>"))
    let home = try #require(outcome.output.firstMatch(of: /COVALUX_HOME='([^']+)'/)).1
    let later = try BuiltProgram.run(
      ["env", "COVALUX_HOME=\(home)", BuiltProgram.covalux.path, "stats", "overview", "--format", "json"],
      in: scene)
    let audit = try BuiltProgram.run(
      ["env", "COVALUX_HOME=\(home)", BuiltProgram.covalux.path, "audit", "verify"], in: scene)
    let again = try BuiltProgram.covalux.run(["demo", "--directory", directory], in: scene)
    let stopped = try BuiltProgram.run(
      ["env", "COVALUX_HOME=\(home)", BuiltProgram.covalux.path, "server", "stop"], in: scene)
    #expect(later.exitCode == 0, "\(later.errors)")
    #expect(later.output.contains(#""schema":1"#))
    #expect(audit.exitCode == 0 && audit.output.hasPrefix("whole"))
    #expect(again.exitCode == 5 && again.errors.contains("--force"))
    #expect(stopped.output == "stopped\n")
  }

  @Test func `a folder with other files is left alone, with --force too`() throws {
    let scene = try Scene()
    let directory = try scene.makeFolder("precious")
    try scene.write("thesis", as: "precious/thesis.tex")
    let outcome = try BuiltProgram.covalux.run(["demo", "--directory", directory, "--force"], in: scene)
    #expect(outcome.exitCode == 5)
    #expect(try scene.names(in: "precious") == ["thesis.tex"])
  }
}
