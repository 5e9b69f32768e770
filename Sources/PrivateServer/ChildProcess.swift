#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A program run for the server: in a scrubbed environment, under the server's account, with no file of ours open.
struct ChildProcess {
  /// How a finished program ended, and what it printed on both streams (the first 64 KiB).
  struct Outcome {
    let status: Int32
    let output: String

    var succeeded: Bool { status == 0 }

    /// The last line that says something, for an error message.
    var lastLine: String { ChildProcess.lastLine(of: output) }
  }

  let arguments: [String]
  /// The account to run under, where it is another than ours.
  let account: ServerAccount?

  init(_ arguments: [String], account: ServerAccount? = nil) {
    self.arguments = arguments
    self.account = account
  }

  /// Runs the program to its end.
  func run() throws(PrivateServerError) -> Outcome {
    var ends: [Int32] = [-1, -1]
    guard makePipe(&ends) else { throw .system(call: "socketpair", path: arguments[0], code: errno) }
    let processID: pid_t
    do {
      processID = try spawn(output: ends[1], inOwnSession: false)
    } catch {
      close(ends[0])
      close(ends[1])
      throw error
    }
    close(ends[1])
    let output = drain(ends[0])
    close(ends[0])
    var status: Int32 = 0
    while waitpid(processID, &status, 0) < 0 {
      guard errno == EINTR else { throw .system(call: "waitpid", path: arguments[0], code: errno) }
    }
    return Outcome(status: status, output: output)
  }

  /// Starts the program in a session of its own, so that Ctrl-C on our terminal does not reach it.
  func launch(log: Int32) throws(PrivateServerError) -> pid_t {
    try spawn(output: log, inOwnSession: true)
  }

  /// Says whether a process has ended, and collects it if it was a child of ours.
  static func hasEnded(_ processID: pid_t) -> Bool {
    var status: Int32 = 0
    if waitpid(processID, &status, WNOHANG) == processID { return true }
    // Another thread may have collected it, or it was never ours.
    return kill(processID, 0) != 0 && errno == ESRCH
  }

  static func lastLine(of text: String) -> String {
    let lines = text.split(whereSeparator: \.isNewline)
    let last = lines.last { $0.contains(where: \.isLetter) } ?? "no reason given"
    return String(last.filter { $0.isASCII && $0 >= " " }.prefix(300))
  }

  /// The shell sets what `posix_spawn` cannot: the folder, the mask for new files, and no core dumps.
  private var commandLine: [String] {
    var line = ["/bin/sh", "-c", #"cd / && umask 077 && ulimit -c 0 && exec "$@""#, "sh"]
    if let account, account.isAnotherUser {
      line += ["setpriv", "--reuid=\(account.userID)", "--regid=\(account.groupID)"]
      line += ["--init-groups", "--no-new-privs", "--"]
    }
    return line + arguments
  }

  private var environment: [String] {
    let folder = account?.homeFolder ?? ServerAccount.callersHomeFolder() ?? "/"
    return ["PATH=/usr/local/bin:/usr/bin:/bin", "HOME=\(folder)", "LANG=C", "LC_ALL=C", "TZ=UTC"]
  }

  private func spawn(output: Int32, inOwnSession: Bool) throws(PrivateServerError) -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, output, 2)
    var flags = Int32(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)
    if inOwnSession { flags |= Int32(ownSessionFlag) }
    #if canImport(Darwin)
      flags |= Int32(POSIX_SPAWN_CLOEXEC_DEFAULT)
    #else
      // A server outlives the command: it must not keep the command's files and locks open.
      for descriptor in names(in: "/proc/self/fd").compactMap({ Int32($0) }) where descriptor > 2 {
        posix_spawn_file_actions_addclose(&actions, descriptor)
      }
    #endif
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGCHLD, SIGUSR1, SIGUSR2] {
      sigaddset(&signals, signal)
    }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))

    let line = commandLine
    let words = line.map { strdup($0) } + [nil]
    let variables = environment.map { strdup($0) } + [nil]
    defer { for pointer in words + variables { free(pointer) } }
    var processID: pid_t = 0
    let code = posix_spawn(&processID, line[0], &actions, &attributes, words, variables)
    guard code == 0 else { throw .system(call: "posix_spawn", path: arguments[0], code: code) }
    return processID
  }
}

/// `POSIX_SPAWN_SETSID`, which glibc and musl show only to programs that ask for GNU extensions.
private var ownSessionFlag: Int32 {
  #if canImport(Darwin)
    0x400
  #else
    0x80
  #endif
}

/// Makes a pair of sockets: neither may leak into a program that another thread starts at the same moment, and
/// they, unlike a plain pipe, are born closed to other programs.
private func makePipe(_ ends: inout [Int32]) -> Bool {
  #if canImport(Darwin)
    socketpair(AF_UNIX, SOCK_STREAM, 0, &ends) == 0
  #elseif canImport(Musl)
    socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, &ends) == 0
  #else
    socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0
  #endif
}

/// Reads to the end, keeping the first 64 KiB.
private func drain(_ descriptor: Int32) -> String {
  var kept: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 4096)
  while true {
    let count = read(descriptor, &chunk, chunk.count)
    if count < 0 && errno == EINTR { continue }
    guard count > 0 else { break }
    if kept.count < 64 * 1024 { kept += chunk.prefix(count) }
  }
  return String(decoding: kept, as: UTF8.self)
}
