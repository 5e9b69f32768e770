import Foundation
import Testing

@Suite struct ConfigRunTests {
  private func show(_ arguments: String..., variables: [String] = []) throws -> String {
    let scene = try Scene()
    let outcome = try BuiltProgram.run(
      ["env"] + variables + [BuiltProgram.covalux.path, "config", "show", "--origin"] + arguments, in: scene)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    return outcome.output
  }

  @Test func `the private server is used where nothing else is named`() throws {
    #expect(try show().contains("database\tprivate server\tdefault\n"))
    #expect(try show().contains("\tCOVALUX_HOME\n"))
  }

  @Test func `an option comes before our variable, that before the usual one, and that before libpq's`()
    throws
  {
    var variables = ["PGHOST=h"]
    #expect(try show(variables: variables).contains("\tPGHOST\n"))
    variables.append("DATABASE_URL=postgresql://a/b")
    #expect(try show(variables: variables).contains("database\tpostgresql://a/b\tDATABASE_URL\n"))
    variables.append("COVALUX_DATABASE=host=c")
    #expect(try show(variables: variables).contains("database\thost=c\tCOVALUX_DATABASE\n"))
    #expect(
      try show("--database", "host=d", variables: variables).contains("database\thost=d\toption --database\n")
    )
  }

  @Test(arguments: [
    "postgresql://anna:CANARY@host/cohort", "postgresql://host/cohort?user=anna&password=CANARY",
    "host=h password=CANARY user=anna", "host=h password = 'CAN\\'ARY CANARY'",
  ])
  func `a password is masked`(database: String) throws {
    #expect(!(try show("--database", database).contains("CANARY")))
  }
}
