#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A PostgreSQL of the user's own: made at first use, started when needed, reached through a Unix socket only.
public struct PrivateServer: Sendable {
  /// The folder that holds the data, the log and (for other modules) the keys; absolute.
  public var home: String { serverHome.path }

  let serverHome: ServerHome
  private let environment: [String: String]
  private let durability: Durability

  static let port = 5432
  private static let lockPatience: Duration = .seconds(600)
  /// Recovery replays up to `max_wal_size` of log, which takes minutes on a slow disk.
  private static let startPatience: Duration = .seconds(300)
  private static let stopPatience: Duration = .seconds(120)
  /// Sessions notice the death of their main process when they next wait.
  private static let orphanPatience: Duration = .seconds(20)

  /// Names the server of a home folder, by default `COVALUX_HOME` or its usual place, and touches nothing.
  public init(
    home: String? = nil, environment: [String: String], durability: Durability = .full
  ) throws(PrivateServerError) {
    serverHome = try ServerHome(explicit: home, environment: environment)
    self.environment = environment
    self.durability = durability
  }

  /// Makes the data directory at first use, starts the server unless it runs, and says where it is reached.
  ///
  /// The call blocks: about a second at first use, under a millisecond when the server runs.
  public func ensureRunning() throws(PrivateServerError) -> Endpoint {
    let account = try ServerAccount.current()
    if let endpoint = runningEndpoint(account: account) { return endpoint }
    try serverHome.prepare(account: account)
    let lock = try StartLock.take(serverHome.lockFile, deadline: Deadline(in: Self.lockPatience))
    defer { lock.release() }
    return try start(account: account)
  }

  /// Stops the server, ending its sessions, and says whether one ran.
  @discardableResult
  public func stop() throws(PrivateServerError) -> Bool {
    guard DataFolder.newest(in: serverHome.serverFolder) != nil else { return false }
    let lock = try StartLock.take(serverHome.lockFile, deadline: Deadline(in: Self.lockPatience))
    defer { lock.release() }
    guard let postmaster = currentPostmaster(), postmaster.isAlive else { return false }
    guard kill(postmaster.processID, SIGINT) == 0 else {
      throw .system(call: "kill", path: serverHome.path, code: errno)
    }
    let deadline = Deadline(in: Self.stopPatience)
    while postmaster.isAlive {
      guard !deadline.hasPassed else {
        throw .stopTimedOut(processID: postmaster.processID, log: serverHome.logFile)
      }
      pause(milliseconds: 5)
    }
    return true
  }

  /// Says how far the server is, without starting it.
  public func status() -> Status {
    let stored = DataFolder.newest(in: serverHome.serverFolder)
    let postmaster = stored.flatMap { Postmaster(of: $0) }.flatMap { $0.isAlive ? $0 : nil }
    let endpoint = (try? ServerAccount.current()).flatMap { postmaster?.usableEndpoint(account: $0) }
    let state: Status.State =
      stored == nil ? .absent : endpoint != nil ? .running : postmaster != nil ? .starting : .stopped
    return Status(
      state: state, home: home, majorVersion: stored?.majorVersion, processID: postmaster?.processID,
      endpoint: endpoint, logFile: serverHome.logFile)
  }
}

extension PrivateServer {
  private func currentPostmaster() -> Postmaster? {
    DataFolder.newest(in: serverHome.serverFolder).flatMap { Postmaster(of: $0) }
  }

  private func runningEndpoint(account: ServerAccount) -> Endpoint? {
    currentPostmaster()?.usableEndpoint(account: account)
  }

  /// Under the lock: whoever held it before may have started the server.
  private func start(account: ServerAccount) throws(PrivateServerError) -> Endpoint {
    let deadline = Deadline(in: Self.startPatience)
    let socketDirectory = SocketFolder.path(for: serverHome, account: account, environment: environment)
    if let postmaster = currentPostmaster() {
      if let endpoint = try waitWhileAlive(postmaster, account: account, deadline: deadline) {
        return endpoint
      }
      postmaster.removeTraces(socketDirectory: socketDirectory)
    }
    let stored = DataFolder.newest(in: serverHome.serverFolder)
    let programs = try Programs.find(environment: environment, stored: stored)
    try PrivateFolder.make(socketDirectory, owner: account)
    let settings = ServerSettings(durability: durability, socketDirectory: socketDirectory, port: Self.port)
    let data: DataFolder
    if let stored {
      data = stored
    } else {
      data = try DataFolder.make(in: serverHome, programs: programs, account: account, settings: settings)
    }
    try settings.writeAccessRules(to: data.path, account: account)
    let log = try ServerLog.open(serverHome)
    defer { log.close() }
    let arguments = [programs.postgres, "-D", data.path] + settings.commandLine
    let orphanDeadline = Deadline(in: Self.orphanPatience)
    while true {
      let processID = try ChildProcess(arguments, account: account).launch(log: log.descriptor)
      if let endpoint = try waitUntilReady(processID, data: data, account: account, deadline: deadline) {
        return endpoint
      }
      let text = log.newText()
      guard text.contains("pre-existing shared memory block"), !orphanDeadline.hasPassed else {
        throw .startFailed(log: serverHome.logFile, detail: ChildProcess.lastLine(of: text))
      }
      pause(milliseconds: 100)
    }
  }

  /// Waits for a server that somebody else started, or that is stopping; `nil` once it is gone.
  ///
  /// One that is cut off is asked to stop when its sessions have ended, so that no import in progress is lost.
  private func waitWhileAlive(
    _ first: Postmaster, account: ServerAccount, deadline: Deadline
  ) throws(PrivateServerError) -> Endpoint? {
    var wasAskedToStop = false
    while let postmaster = Postmaster(of: first.dataFolder), postmaster.isAlive {
      if let endpoint = postmaster.usableEndpoint(account: account) { return endpoint }
      if postmaster.isCutOff && !wasAskedToStop { wasAskedToStop = kill(postmaster.processID, SIGTERM) == 0 }
      guard !deadline.hasPassed else { throw .startTimedOut(log: serverHome.logFile) }
      pause(milliseconds: 5)
    }
    return nil
  }

  /// Waits for our own child to take connections; `nil` if it ended instead.
  private func waitUntilReady(
    _ processID: pid_t, data: DataFolder, account: ServerAccount, deadline: Deadline
  ) throws(PrivateServerError) -> Endpoint? {
    while !ChildProcess.hasEnded(processID) {
      if let postmaster = Postmaster(of: data), postmaster.processID == processID,
        let endpoint = postmaster.usableEndpoint(account: account)
      {
        return endpoint
      }
      guard !deadline.hasPassed else { throw .startTimedOut(log: serverHome.logFile) }
      pause(milliseconds: 2)
    }
    return nil
  }
}
