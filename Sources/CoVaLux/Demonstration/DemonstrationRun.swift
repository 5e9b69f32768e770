import CohortStore
import Postgres
import PrivateServer
public import Reporting

/// The whole job on a made-up cohort: files, import, statistics, export and report, in a folder and on a server of
/// their own, so that nothing of it mixes with real data.
public struct DemonstrationRun: Sendable {
  /// What was just done.
  public enum Event: Sendable {
    /// A file of the made-up cohort was written.
    case wrote(path: String, DemonstrationFile)
    /// It was imported.
    case imported(path: String, ImportReport)
    /// A question was answered; the answer is also written as JSON.
    case answered(path: String, DisclosedTable)
    /// A data set was published.
    case exported(ExportReport)
    /// No data set was published, for a reason that protects the participants.
    case notExported(ExportRefusal)
    /// The page with all answers was written.
    case reported(path: String)
  }

  /// The folder that everything lies in.
  public let directory: String
  /// Home of the server, and of the keys.
  public let home: String
  private let cohort: DemonstrationCohort
  private let keepsServer: Bool
  private let server: PrivateServer

  /// Plans a run; nothing is touched yet.
  ///
  /// - Parameters:
  ///   - directory: The folder; must be absent, empty or of an earlier run.
  ///   - cohort: The made-up cohort.
  ///   - keepsServer: Whether the server goes on running afterwards.
  ///   - environment: The environment's variables, for finding PostgreSQL.
  /// - Throws: ``DemonstrationError`` if the folder cannot be one, `PrivateServerError` if there is no place for a server.
  public init(
    directory: String, cohort: DemonstrationCohort, keepsServer: Bool, environment: [String: String]
  ) throws {
    self.directory = directory
    self.cohort = cohort
    self.keepsServer = keepsServer
    home = try DemonstrationFolder.home(in: directory)
    server = try PrivateServer(home: home, environment: environment)
  }

  /// Does the whole job and says what is done as it goes.
  ///
  /// - Parameters:
  ///   - replaces: Whether an earlier run in the same folder is removed first, with its server's data.
  ///   - report: Called after each step.
  /// - Throws: ``DemonstrationError`` if the folder holds something else, and what any of the steps throws.
  public func run(replacing replaces: Bool, _ report: @Sendable (Event) -> Void) async throws {
    let folder = DemonstrationFolder(path: directory, home: home)
    try folder.requireUsable(replacing: replaces)
    try server.stop()
    try folder.makeAnew()
    let files = cohort.files()
    for file in files {
      let path = "\(directory)/\(file.name)"
      let output = try AtomicFile(path: path, overwrites: false)
      try output.write(file.bytes.span)
      try output.publish()
      report(.wrote(path: path, file))
    }
    do {
      try await work(on: files, report)
    } catch {
      if !keepsServer { _ = try? server.stop() }
      throw error
    }
    if !keepsServer { try server.stop() }
  }

  private func work(on files: [DemonstrationFile], _ report: @Sendable (Event) -> Void) async throws {
    let opened = try await Cohort.open(at: .privateServer(server), keyDirectory: "\(home)/keys")
    for file in files {
      let path = "\(directory)/\(file.name)"
      var options = ImportOptions(today: try await opened.today())
      options.rejectsPath = "\(directory)/rejects/\(file.name)"
      options.reason = "demonstration"
      let questionnaire = try LoadedQuestionnaire.named(file.questionnaire)
      report(.imported(path: path, try await opened.importing(path, as: questionnaire, options: options)))
    }
    let reference = try ReferenceModel.shipped()
    let statistics = try CohortStatistics.all.map { try CohortStatistics.make($0.name, reference: reference) }
    let tables = try await opened.statistics(statistics)
    for table in tables {
      let path = "\(directory)/statistics/\(table.head.statistic).json"
      try write(table.formatted(JSONFormat()), to: path)
      report(.answered(path: path, table))
    }
    do {
      report(
        .exported(
          try await opened.export(
            to: "\(directory)/release", under: PrivacyProfile.named("public-use"), purpose: "demonstration")))
    } catch let refusal as ExportRefusal {
      report(.notExported(refusal))
    }
    try write(Self.page(of: tables, participants: cohort.participants), to: "\(directory)/report.html")
    report(.reported(path: "\(directory)/report.html"))
    await opened.close()
  }

  private func write(_ text: String, to path: String) throws(OutputError) {
    let file = try AtomicFile(path: path, overwrites: false)
    try file.write(text)
    try file.publish()
  }

  private static func page(of tables: [DisclosedTable], participants: Int) -> String {
    HTMLPage(
      title: "A made-up Long COVID cohort",
      subtitle: "\(participants) invented participants in the shape of Luxembourg; nobody in it exists",
      sections: HTMLPage.Section.answers(tables),
      colophon: "CoVaLux \(Cohort.version), `covalux demo`"
    ).text
  }
}
