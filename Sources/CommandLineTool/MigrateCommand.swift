import ArgumentParser
import CoVaLux
import CohortSchema

struct MigrateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate", abstract: "Bring the database's schema up to what this program carries.")

  @OptionGroup var databaseOptions: DatabaseOptions
  @Flag(help: "Only say what would be applied.")
  var status = false

  func run() async throws {
    let location = try databaseOptions.location()
    if status {
      let pending = try Cohort.pendingMigrations(at: location)
      Terminal.put(
        pending.isEmpty
          ? "The schema is current." : pending.map { "pending  \($0.path)" }.joined(separator: "\n"))
      if !pending.isEmpty { throw ExitStatusError(status: .findings) }
      return
    }
    let outcome = try Cohort.migrate(at: location)
    for step in outcome.applied { Terminal.put("applied  \(step.path)") }
    if outcome.applied.isEmpty { Terminal.put("The schema is current.") }
    if outcome.didLoadVocabularies { Terminal.put("loaded   reference vocabularies") }
  }
}
