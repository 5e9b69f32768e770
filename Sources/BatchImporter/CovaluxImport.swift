import ArgumentParser
import CoVaLux
import CommandLineBehaviour
import Foundation

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

      A file is taken when it has not changed for two seconds. Its questionnaire is \
      found by its name (QUESTIONNAIRE--anything.csv or anything.QUESTIONNAIRE.csv), \
      else by its header, if one fits without errors. Each file gets a JSON report, \
      and its rejected rows a file beside it. Afterwards it lies in the done folder, \
      or in the rejected folder if nothing of it could be stored. Inbox, done and \
      rejected are on one file system.

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
  @Flag(help: "Take what is there and end; the default.")
  var once = false
  @Option(help: "Look again and again, with this pause: 30s, 5m or 1h.")
  var every: IntervalArgument?
  @OptionGroup var databaseOptions: DatabaseOptions

  func validate() throws {
    guard !once || every == nil else { throw ValidationError("give either --once or --every") }
  }

  func run() async throws {
    let folders = try InboxFolders(inbox: inbox, done: done, rejected: rejected, reports: reports)
    let lock = try RunLock(of: folders)
    defer { lock.release() }
    let (databaseOptions, pause) = (databaseOptions, every?.interval)
    let hasFindings = try await Interruption.cancelling(
      announcing: "interrupted; the file in hand stays in the inbox"
    ) {
      let run = InboxRun(folders: folders, cohort: try await databaseOptions.open())
      var hasFindings = false
      repeat {
        hasFindings = try await run.takeAll() || hasFindings
        if let pause { try await Task.sleep(for: pause) }
      } while pause != nil
      return hasFindings
    }
    if hasFindings { throw ExitStatusError(status: .findings) }
  }

  static func main() async { await Program.run(Self.self) }
}

/// `--every 30s`.
struct IntervalArgument: ExpressibleByArgument {
  let interval: Duration

  init?(argument: String) {
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
    guard let unit = argument.last, let factor = units[unit], let count = Int(argument.dropLast()),
      (1...86_400).contains(count)
    else { return nil }
    interval = .seconds(count * factor)
  }
}
