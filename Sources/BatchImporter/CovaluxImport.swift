import ArgumentParser
import CoVaLux
import CommandLineBehaviour

/// The root command: `covalux-import`.
@main
struct CovaluxImport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "covalux-import",
    abstract: "Import the questionnaire files of an inbox folder, unattended.",
    discussion: """
      EXAMPLES
        covalux-import --inbox in --done ok --rejected bad --reports out --once
        covalux-import --inbox in --done ok --rejected bad --reports out --every 30s

      A file is taken when it has not changed for the settle time; names that begin \
      with a dot or end in .part, .filepart, .partial, .tmp, .crdownload or ~ are left \
      alone. The questionnaire is found by the file's name \
      (QUESTIONNAIRE--anything.csv, QUESTIONNAIRE.csv or anything.QUESTIONNAIRE.csv), else \
      by its header, if one fits without errors. Files that enrol participants are taken before \
      files that need them, then by name. Each file gets a report as JSON and as a page, and \
      its rejected rows a file beside them. Afterwards it lies in the done folder, or \
      in the rejected folder if nothing of it could be stored. Inbox, done and \
      rejected are on one file system. With --every, a database that is away or a full \
      disk is waited for, and said once.

      EXIT CODES
        0  nothing to report      4  another run works on the inbox
        1  something was rejected 5  a file or folder cannot be used
        2  the command line       6  the outcome is unknown: run it again
        3  the database           130, 143  interrupted
      """,
    version: Cohort.version)

  @Option(help: "Folder that files arrive in.")
  var inbox: String
  @Option(help: "Folder that imported files are moved to.")
  var done: String
  @Option(help: "Folder that refused files are moved to.")
  var rejected: String
  @Option(help: "Folder of the reports and the files of rejected rows.")
  var reports: String
  @Option(help: "Folder of questionnaires (YAML) of your own, beside those that the program carries.")
  var questionnaires: String?
  @Option(help: "YAML file that says how the files of questionnaires are written: encoding, dates and more.")
  var notation: String?
  @Flag(help: "Take what is there and end; the default.")
  var once = false
  @Option(help: "Look again and again, with this pause: 30s, 5m or 1h.")
  var every: Interval?
  @Option(help: "How long a file must not have changed.")
  var settle = Interval(seconds: 5)
  @Option(help: "File (NAME.prom) of counts for Prometheus, which every run brings up to date.")
  var metrics: String?
  @OptionGroup var databaseOptions: DatabaseOptions

  func validate() throws {
    guard !once || every == nil else { throw ValidationError("give either --once or --every") }
    // The collector of text files reads no others.
    if let metrics, !metrics.hasSuffix(".prom") {
      throw ValidationError("the name of the --metrics file ends in .prom")
    }
  }

  func run() async throws {
    let folders = try InboxFolders(inbox: inbox, done: done, rejected: rejected, reports: reports)
    let shelf = try QuestionnaireShelf(folder: questionnaires, notationFile: notation)
    let lock = try RunLock(of: folders)
    defer { lock.release() }
    let metricsFile = try metrics.map { try MetricsFile(path: $0) }
    let (databaseOptions, pause, settle) = (databaseOptions, every?.duration, settle.duration)
    let status = try await Interruption.cancelling(
      program: "covalux-import",
      announcing: "interrupted; the file in hand is stored whole or not at all"
    ) {
      let run = InboxRun(folders: folders, shelf: shelf, settleTime: settle) {
        try await databaseOptions.open()
      }
      var watch = InboxWatch(run: run, metricsFile: metricsFile)
      return try await watch.rounds(pause: pause)
    }
    if status != .done { throw ExitStatusError(status: status) }
  }

  static func main() async { await Program.run(Self.self) }
}
