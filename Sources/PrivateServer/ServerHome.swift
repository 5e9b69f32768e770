#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The folder with everything of ours on this machine, and what is where in it.
///
/// ```
/// server/<major>/data   PostgreSQL's data directory    the server's account
/// socket/               the Unix socket                the server's account
/// log/server.log        what ended a session           the user of the command
/// server.lock           held while starting, stopping  the user of the command
/// keys/                 not this module's              the user of the command
/// ```
///
/// For root the two users differ. The home is then root's, and the server may only pass through it: whoever breaks
/// into the server's account cannot swap the folder of keys.
struct ServerHome: Equatable {
  let path: String

  var serverFolder: String { path + "/server" }
  var logFolder: String { path + "/log" }
  var logFile: String { logFolder + "/server.log" }
  var lockFile: String { path + "/server.lock" }

  init(explicit: String?, environment: [String: String]) throws(PrivateServerError) {
    if let explicit {
      path = try Self.normalised(explicit)
    } else {
      path = try Self.normalised(Self.defaultPath(environment: environment))
    }
  }

  private static func defaultPath(environment: [String: String]) throws(PrivateServerError) -> String {
    if let own = environment["COVALUX_HOME"], !own.isEmpty { return own }
    if geteuid() == 0 { return "/var/lib/covalux" }
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return data + "/covalux" }
    let home = environment["HOME"] ?? ServerAccount.callersHomeFolder() ?? ""
    guard home.hasPrefix("/") else { throw .noHomeFolder }
    return home + "/.local/share/covalux"
  }

  /// Absolute, since the server runs in another folder, and without slashes at the end.
  private static func normalised(_ path: String) throws(PrivateServerError) -> String {
    var absolute = path
    if !path.hasPrefix("/") {
      guard let current = resolvedPath(".") else { throw .noHomeFolder }
      absolute = current + "/" + path
    }
    while absolute.count > 1 && absolute.hasSuffix("/") { absolute.removeLast() }
    return absolute
  }

  /// Makes what is missing, and refuses folders that others could tamper with.
  func prepare(account: ServerAccount) throws(PrivateServerError) {
    try makeParents()
    try makeHome(account: account)
    try makeFolder(logFolder, account: nil)
    try makeFolder(serverFolder, account: account)
    guard account.isAnotherUser else { return }
    let outcome = try ChildProcess(["test", "-w", serverFolder], account: account).run()
    guard outcome.succeeded else { throw .unreachableFolder(serverFolder, account: account.name) }
  }

  /// Makes a folder of mode 0700, for the server's account where one is given, or checks the one that is there.
  func makeFolder(_ folder: String, account: ServerAccount?) throws(PrivateServerError) {
    try PrivateFolder.make(folder, owner: account)
  }

  private func makeParents() throws(PrivateServerError) {
    var missing: [Substring] = []
    var parent = path[...]
    while let slash = parent.lastIndex(of: "/"), slash > parent.startIndex {
      parent = parent[..<slash]
      if fileStatus(String(parent), followingLinks: true) != nil { break }
      missing.append(parent)
    }
    for folder in missing.reversed() {
      guard mkdir(String(folder), geteuid() == 0 ? 0o755 : 0o700) == 0 || errno == EEXIST else {
        throw .system(call: "mkdir", path: String(folder), code: errno)
      }
    }
  }

  private func makeHome(account: ServerAccount) throws(PrivateServerError) {
    let mode: mode_t = account.isAnotherUser ? 0o711 : 0o700
    if mkdir(path, mode) == 0 {
      // `mkdir` is subject to the mask, which may take the server's way in.
      guard chmod(path, mode) == 0 else { throw .system(call: "chmod", path: path, code: errno) }
      return
    }
    guard errno == EEXIST else { throw .system(call: "mkdir", path: path, code: errno) }
    guard let status = fileStatus(path, followingLinks: true) else {
      throw .system(call: "stat", path: path, code: errno)
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      throw .unsafeFolder(path, reason: "is not a folder")
    }
    guard status.st_uid == geteuid() || status.st_uid == account.userID else {
      throw .unsafeFolder(path, reason: "belongs to another user")
    }
    guard status.st_mode & 0o022 == 0 else {
      throw .unsafeFolder(path, reason: "can be written by others")
    }
    let passable = status.st_uid == account.userID || status.st_mode & 0o001 != 0
    guard passable || chmod(path, (status.st_mode & 0o7777) | 0o011) == 0 else {
      throw .system(call: "chmod", path: path, code: errno)
    }
  }
}
