/// Why the private server could not be found, made, started or stopped.
public enum PrivateServerError: Error, Equatable, Sendable {
  /// Neither `COVALUX_HOME`, `XDG_DATA_HOME`, `HOME` nor the account says where the data live.
  case noHomeFolder
  /// The operating system knows no account under which the server could run.
  case noServerAccount(userID: UInt32)
  /// No folder with both `postgres` and `initdb` was found.
  case programsNotFound(searched: [String])
  /// The folder that `COVALUX_PG_BINDIR` names does not hold PostgreSQL's programs.
  case wrongProgramFolder(String)
  /// The stored data were made by a major version of PostgreSQL that is not installed.
  case otherMajorVersion(dataFolder: String, made: Int, installed: [Int])
  /// A folder of ours belongs to somebody else, or others may write to it.
  case unsafeFolder(String, reason: String)
  /// The account that runs the server cannot reach the home folder.
  case unreachableFolder(String, account: String)
  /// A data directory could not be made.
  case initialisationFailed(dataFolder: String, detail: String)
  /// The server ended while starting.
  case startFailed(log: String, detail: String)
  /// The server did not become ready in time; it may still be recovering.
  case startTimedOut(log: String)
  /// The server did not stop in time.
  case stopTimedOut(processID: Int32, log: String)
  /// Another command holds the start lock for too long.
  case lockTimedOut(path: String)
  /// A call of the operating system failed.
  case system(call: String, path: String, code: Int32)
}

extension PrivateServerError: CustomStringConvertible {
  /// Where, what was expected, and what to do.
  public var description: String {
    switch self {
    case .noHomeFolder:
      "The private server needs a folder for its data, and neither COVALUX_HOME, XDG_DATA_HOME nor HOME names "
        + "one by an absolute path: set COVALUX_HOME."
    case .noServerAccount(0):
      "PostgreSQL does not run as root, and there is no user `postgres` to run it: install PostgreSQL "
        + "(apt-get install postgresql), which makes that user, or run covalux as an ordinary user."
    case .noServerAccount(let userID):
      "User number \(userID) has no name on this machine, and the private server knows its users by name: add the "
        + "user to /etc/passwd, or name another server with --database."
    case .programsNotFound(let searched):
      "The private server needs PostgreSQL's programs postgres and initdb, and they are in none of "
        + "\(searched.joined(separator: ", ")): install PostgreSQL (Debian and Ubuntu: apt-get install postgresql; "
        + "macOS: brew install postgresql@17), set COVALUX_PG_BINDIR to the folder of its programs, or name another "
        + "server with --database."
    case .wrongProgramFolder(let folder):
      "COVALUX_PG_BINDIR names \(folder), where the programs postgres and initdb were expected and are not: set it "
        + "to the folder that holds them, for example /usr/lib/postgresql/17/bin, or unset it."
    case .otherMajorVersion(let dataFolder, let made, let installed):
      Self.upgradeInstructions(dataFolder: dataFolder, made: made, installed: installed)
    case .unsafeFolder(let folder, let reason):
      "\(folder) \(reason): correct that, or set COVALUX_HOME to a folder of your own."
    case .unreachableFolder(let folder, let account):
      "\(folder) cannot be written by the user \(account), under which the server runs: let that user pass through "
        + "the folders above it (chmod o+x), or set COVALUX_HOME to another place, such as /var/lib/covalux."
    case .initialisationFailed(let dataFolder, let detail):
      "initdb could not make a data directory at \(dataFolder): \(detail). Nothing is left behind; correct the "
        + "cause and run the command again."
    case .startFailed(let log, let detail):
      "The private server ended while starting: \(detail). Its log is \(log)."
    case .startTimedOut(let log):
      "The private server is not ready yet; after a crash it may need longer to recover. Run the command again in a "
        + "while, or read its log \(log)."
    case .stopTimedOut(let processID, let log):
      "The private server (process \(processID)) is still stopping: wait, then run the command again, or read its "
        + "log \(log)."
    case .lockTimedOut(let path):
      "Another command has been starting or stopping the private server for minutes and holds \(path): wait for it, "
        + "or end it."
    case .system(let call, let path, let code):
      "\(path): \(call) failed (\(systemMessage(code))). Correct that and run the command again."
    }
  }

  private static func upgradeInstructions(dataFolder: String, made: Int, installed: [Int]) -> String {
    let found = installed.map { String($0) }.joined(separator: ", ")
    let versionFolder = dataFolder.hasSuffix("/data") ? String(dataFolder.dropLast(5)) : dataFolder
    return """
      \(dataFolder) was made by PostgreSQL \(made), and installed is PostgreSQL \(found). A server cannot open \
      another major version's data, so nothing was touched. Either install version \(made) (Debian: apt-get install \
      postgresql-\(made)) and run the command again, or, with both versions installed, move the data:
        1. COVALUX_PG_BINDIR=/usr/lib/postgresql/\(made)/bin covalux server start
        2. pg_dumpall -h SOCKET_FOLDER -U covalux_admin -f covalux.sql   (`covalux server status` names the folder)
        3. covalux server stop, then mv \(versionFolder) \(versionFolder)-before-upgrade
        4. covalux server start, then psql -h SOCKET_FOLDER -U covalux_admin -d postgres -f covalux.sql
        5. delete covalux.sql: it holds the participants' data
      """
  }
}
