import Testing

@testable import Postgres

@Suite struct ConnectionStringTests {
  func sslMode(_ text: String, _ environment: [String: String] = [:]) throws -> String? {
    try ConnectionString(text)
      .options(settings: ConnectionSettings(), environment: environment, overriding: [])
      .last { $0.keyword == "sslmode" }?.value
  }

  @Test(arguments: [
    "", "cohort", "host=/run/postgresql", "host=localhost", "host=127.3.2.1", "host=::1",
    "postgresql://localhost/cohort", "postgresql://[::1]:5433/cohort", "host=localhost,127.0.0.1",
    "host=@abstract",
  ])
  func `a local host needs no proof`(text: String) throws {
    #expect(try sslMode(text) == nil)
  }

  @Test(arguments: [
    "host=db.example.org", "postgresql://db.example.org/cohort", "host=localhost,db.example.org",
    "host=localhost hostaddr=192.0.2.1", "hostaddr=192.0.2.1", "host=127.0.0.1.example.org",
    "host=localhost.",
    "postgres://u@127.example.org/", "host=127.0.0",
  ])
  func `any other host must prove its name, whatever the environment says`(text: String) throws {
    #expect(try sslMode(text) == "verify-full")
    #expect(try sslMode(text, ["PGSSLMODE": "disable"]) == "verify-full")
  }

  @Test func `a host of the environment counts`() throws {
    #expect(try sslMode("dbname=cohort", ["PGHOST": "db.example.org"]) == "verify-full")
    #expect(try sslMode("", ["PGHOSTADDR": "192.0.2.1"]) == "verify-full")
    #expect(try sslMode("host=localhost", ["PGHOST": "db.example.org"]) == nil)
  }

  @Test func `what the string says stays untouched and wins over our defaults`() throws {
    let text = "host=db.example.org sslmode=require application_name=mine gssencmode=prefer"
    let options = try ConnectionString(text)
      .options(settings: ConnectionSettings(), environment: [:], overriding: [])
    #expect(!options.contains { $0.keyword == "sslmode" })
    let place = try #require(options.firstIndex { $0.keyword == "dbname" })
    #expect(options[place].value == text)
    #expect(try #require(options.firstIndex { $0.keyword == "application_name" }) < place)
    #expect(try #require(options.firstIndex { $0.keyword == "gssencmode" }) < place)
    #expect(try #require(options.firstIndex { $0.keyword == "client_encoding" }) > place)
  }

  @Test func `options of the environment are not taken`() throws {
    let options = try ConnectionString("cohort")
      .options(settings: ConnectionSettings(), environment: ["PGOPTIONS": "-c search_path=x"], overriding: [])
    #expect(options.contains { $0.keyword == "options" && $0.value == " " })
  }

  @Test func `a service that names a distant host must be verified unless it says how itself`() throws {
    let string = try ConnectionString("service=cohort")
    let distant = ["host": "db.example.org", "sslmode": "prefer"]
    #expect(string.needsVerification(effective: distant, environment: [:]))
    let required = ["host": "db.example.org", "sslmode": "require"]
    #expect(!string.needsVerification(effective: required, environment: [:]))
    let disabled = ["host": "db.example.org", "sslmode": "disable"]
    #expect(string.needsVerification(effective: disabled, environment: ["PGSSLMODE": "disable"]))
    let local = ["host": "/run/postgresql", "sslmode": "prefer"]
    #expect(!string.needsVerification(effective: local, environment: [:]))
    let given = try ConnectionString("service=cohort sslmode=prefer")
    #expect(!given.needsVerification(effective: distant, environment: [:]))
  }

  @Test func `the code of a refusal is found in any language`() {
    let message =
      "connection to server on socket \"/x\" failed: FATAL:  28P01: password authentication failed\n"
    #expect(PostgresError.state(inConnectionMessage: message) == .invalidPassword)
    #expect(PostgresError.state(inConnectionMessage: "SCHWERWIEGEND:  3D000: x") == .undefinedDatabase)
    #expect(PostgresError.state(inConnectionMessage: "could not connect: Connection refused") == nil)
  }
}
