#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// What `postmaster.pid` says of a data directory's server: it may be there, starting, or long dead.
struct Postmaster {
  let processID: pid_t
  let isReady: Bool
  let endpoint: Endpoint?
  let dataFolder: DataFolder

  init?(of dataFolder: DataFolder) {
    guard let text = readSmallFile(dataFolder.path + "/postmaster.pid", limit: 4096) else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first, let number = pid_t(first), number > 0 else { return nil }
    processID = number
    self.dataFolder = dataFolder
    isReady = lines.count > 7 && lines[7].hasPrefix("ready")
    if lines.count > 4, let port = Int(lines[3]), lines[4].hasPrefix("/") {
      endpoint = Endpoint(socketDirectory: String(lines[4]), port: port)
    } else {
      endpoint = nil
    }
  }

  /// The way in, if the server takes connections and nobody else can have put its socket there.
  func usableEndpoint(account: ServerAccount) -> Endpoint? {
    guard isReady, let endpoint,
      PrivateFolder.defect(endpoint.socketDirectory, ownerID: account.userID) == nil
    else { return nil }
    return endpoint.isAnswering ? endpoint : nil
  }

  /// Whether the process is this data directory's server, and not one that was given a dead server's number.
  var isAlive: Bool {
    if ChildProcess.hasEnded(processID) { return false }
    #if os(Linux)
      let own = resolvedPath(dataFolder.path) ?? dataFolder.path
      if let folder = resolvedPath("/proc/\(processID)/cwd") { return folder == own }
      // Root in a container may be denied the folder; the command line can be read by everybody.
      guard let line = readSmallFile("/proc/\(processID)/cmdline"), !line.isEmpty else { return false }
      return line.split(separator: "\0").contains { $0 == dataFolder.path || $0 == own }
    #else
      return true
    #endif
  }

  /// Whether the server runs and its socket is gone, as when somebody cleared `/tmp`: nobody can reach it again.
  var isCutOff: Bool {
    guard isReady, let endpoint else { return false }
    return fileStatus(endpoint.socketPath, followingLinks: false) == nil
  }

  /// Removes what a crash left, which would keep PostgreSQL from starting while another process has the number.
  func removeTraces(socketDirectory: String) {
    unlink(dataFolder.path + "/postmaster.pid")
    unlink("\(socketDirectory)/\(Endpoint.socketName(port: PrivateServer.port)).lock")
  }
}
