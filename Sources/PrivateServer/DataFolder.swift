#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A complete data directory.
///
/// It gets its name only when `initdb` has finished, so one that is there is whole.
struct DataFolder: Equatable {
  let path: String
  let majorVersion: Int

  /// The newest data directory under `serverFolder`, if there is one.
  static func newest(in serverFolder: String) -> DataFolder? {
    names(in: serverFolder)
      .filter { Int($0) != nil }
      .compactMap { DataFolder(at: "\(serverFolder)/\($0)/data") }
      .max { $0.majorVersion < $1.majorVersion }
  }

  /// Opens what is at a path, if it is a data directory; its own word for the version counts, not the folder's name.
  init?(at path: String) {
    guard let text = readSmallFile(path + "/PG_VERSION", limit: 32),
      let version = Int(text.prefix { $0.isNumber })
    else { return nil }
    self.path = path
    majorVersion = version
  }

  /// Makes a data directory in a folder beside its place and renames it when it is complete and on disk.
  static func make(
    in home: ServerHome, programs: Programs, account: ServerAccount, settings: ServerSettings,
    kernelRelease: String? = Synchronisation.runningKernel
  ) throws(PrivateServerError) -> DataFolder {
    let parent = "\(home.serverFolder)/\(programs.majorVersion)"
    try home.makeFolder(parent, account: account)
    try removeLeftovers(in: parent, account: account)
    let final = parent + "/data"
    let partial = "\(final).\(getpid())-\(UInt32.random(in: .min ... .max))\(partialSuffix)"
    let synchronisation = Synchronisation(programs: programs, account: account, kernelRelease: kernelRelease)
    do {
      try initialise(partial, programs: programs, account: account)
      try settings.appendTuning(to: partial, account: account)
      // Without the wait for the disk a power failure could leave a complete name over incomplete files.
      if settings.durability == .full { try synchronisation.complete(partial) }
    } catch {
      try removeLeftovers(in: parent, account: account)
      throw error
    }
    guard rename(partial, final) == 0 else { throw .system(call: "rename", path: partial, code: errno) }
    if settings.durability == .full {
      for folder in [parent, home.serverFolder, home.path] { synchronise(folder: folder) }
    }
    guard let made = DataFolder(at: final) else {
      throw .initialisationFailed(dataFolder: final, detail: "no version was written")
    }
    return made
  }

  private static let partialSuffix = ".partial"

  private static func initialise(
    _ folder: String, programs: Programs, account: ServerAccount
  ) throws(PrivateServerError) {
    var arguments = [programs.initdb, "-D", folder, "-U", Endpoint.adminRole]
    arguments += ["-E", "UTF8", "--locale=C", "--auth=peer", "--no-instructions", "--no-sync"]
    let outcome = try ChildProcess(arguments, account: account).run()
    guard outcome.succeeded else {
      throw .initialisationFailed(dataFolder: folder, detail: outcome.lastLine)
    }
  }

  /// Removes folders that a crash in the middle left unfinished; the caller holds the start lock.
  private static func removeLeftovers(in parent: String, account: ServerAccount) throws(PrivateServerError) {
    let leftovers = names(in: parent).filter { $0.hasPrefix("data.") && $0.hasSuffix(partialSuffix) }
    guard !leftovers.isEmpty else { return }
    _ = try ChildProcess(["rm", "-rf", "--"] + leftovers.map { "\(parent)/\($0)" }, account: account).run()
  }

  private static func synchronise(folder: String) {
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
