import CohortModel
import CohortStore
import CohortTesting
import Foundation
import Postgres

/// A cohort over the database of the running test, with keys of its own.
struct TestCohort {
  let cohort: Cohort
  let keyDirectory: String

  static func open(keyDirectory: String? = nil) async throws -> TestCohort {
    let directory =
      keyDirectory
      ?? FileManager.default.temporaryDirectory.appendingPathComponent("keys-\(UUID().uuidString)").path
    return TestCohort(
      cohort: try await Cohort.open(FreshDatabase.current.connectionString, keyDirectory: directory),
      keyDirectory: directory)
  }

  /// Opens a cohort for the length of a test.
  static func use(_ body: (Cohort) async throws -> Void) async throws {
    let test = try await open()
    defer { try? FileManager.default.removeItem(atPath: test.keyDirectory) }
    try await body(test.cohort)
    await test.cohort.close()
  }

  /// A connection as the superuser.
  static func connect() throws -> Connection {
    try Connection.connect(FreshDatabase.current.connectionString)
  }
}

extension Cohort {
  /// The kinds of the entries of the audit trail, oldest first.
  func auditKinds() async throws -> [String] {
    try await auditEvents(limit: 1000).reversed().map(\.kind)
  }
}

/// The participants of the tests.
enum Example {
  static let anna = code("LUX-000417")
  static let ben = code("LUX-000418")

  static let participant = Participant(
    code: anna, birthYear: 1974, sex: .female, enrolled: "2021-03-02", canton: "LU-ES")

  static func code(_ text: String) -> ParticipantCode {
    guard let code = try? ParticipantCode(text) else { preconditionFailure("an example is no code") }
    return code
  }

  /// Stores Anna with a dose, an infection and a follow-up.
  static func enrol(_ study: Study) throws {
    try study.participants.insert(participant)
    try study.vaccinations.insert(Vaccination(of: anna, dose: 1, product: .comirnaty, on: "2021-04-11"))
    try study.infections.insert(Infection(of: anna, onset: "2021-01-05", severity: .mild))
    try study.followUps.insert(
      FollowUp(of: anna, month: 6, on: "2021-09-01", symptoms: [.fatigue: .moderate, .dyspnoea: .mild]))
  }
}
