#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// PostgreSQL's server programs of one major version.
struct Programs: Equatable {
  let folder: String
  let majorVersion: Int

  var postgres: String { folder + "/postgres" }
  var initdb: String { folder + "/initdb" }

  /// Finds the programs: those that can open the data stored already, else the first place that has them.
  static func find(environment: [String: String], stored: DataFolder?) throws(PrivateServerError) -> Programs
  {
    var installed: [Int] = []
    let places = try self.places(environment: environment)
    for folder in places where holdsPrograms(folder) {
      guard let version = try majorVersion(in: folder) else { continue }
      guard let stored, stored.majorVersion != version else {
        return Programs(folder: folder, majorVersion: version)
      }
      if !installed.contains(version) { installed.append(version) }
    }
    if let stored, !installed.isEmpty {
      throw .otherMajorVersion(dataFolder: stored.path, made: stored.majorVersion, installed: installed)
    }
    throw .programsNotFound(searched: places)
  }

  /// Where to look, best first; an explicit setting is the only place there is.
  private static func places(environment: [String: String]) throws(PrivateServerError) -> [String] {
    if let explicit = environment["COVALUX_PG_BINDIR"], !explicit.isEmpty {
      guard holdsPrograms(explicit) else { throw .wrongProgramFolder(explicit) }
      return [explicit]
    }
    let searchPath = (environment["PATH"] ?? "").split(separator: ":").map { String($0) }
      .filter { $0.hasPrefix("/") }
    var places: [String] = []
    if let folder = try folderFromPGConfig(searchPath) { places.append(folder) }
    places += versionedFolders("/usr/lib/postgresql", suffix: "/bin")
    places += versionedFolders("/usr", prefix: "pgsql-", suffix: "/bin")
    for brew in ["/opt/homebrew/opt", "/usr/local/opt", "/home/linuxbrew/.linuxbrew/opt"] {
      places += versionedFolders(brew, prefix: "postgresql@", suffix: "/bin")
    }
    places += versionedFolders("/Applications/Postgres.app/Contents/Versions", suffix: "/bin")
    places += searchPath
    var seen: Set<String> = []
    return places.filter { seen.insert($0).inserted }
  }

  /// Debian's `pg_config` names the server's folder even where only the client library is installed, so the
  /// answer is a place to look and not yet a find.
  private static func folderFromPGConfig(_ searchPath: [String]) throws(PrivateServerError) -> String? {
    guard let program = searchPath.lazy.map({ $0 + "/pg_config" }).first(where: isExecutable) else {
      return nil
    }
    let outcome = try ChildProcess([program, "--bindir"]).run()
    let folder = outcome.output.prefix { !$0.isNewline }
    return outcome.succeeded && folder.hasPrefix("/") ? String(folder) : nil
  }

  /// `parent/prefixNUMBERsuffix`, the highest number first.
  private static func versionedFolders(_ parent: String, prefix: String = "", suffix: String) -> [String] {
    names(in: parent)
      .compactMap { name -> (version: Int, path: String)? in
        guard name.hasPrefix(prefix), let version = Int(name.dropFirst(prefix.count)) else { return nil }
        return (version, "\(parent)/\(name)\(suffix)")
      }
      .sorted { $0.version > $1.version }
      .map(\.path)
  }

  /// "initdb (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)" is 15.
  ///
  /// `initdb` answers sooner than `postgres`, which loads more libraries, and refuses to work with one of another
  /// version.
  private static func majorVersion(in folder: String) throws(PrivateServerError) -> Int? {
    let outcome = try ChildProcess([folder + "/initdb", "--version"]).run()
    guard outcome.succeeded else { return nil }
    let words = outcome.output.split(whereSeparator: \.isWhitespace)
    return words.lazy.compactMap { Int($0.prefix { $0.isNumber }) }.first
  }

  private static func holdsPrograms(_ folder: String) -> Bool {
    isExecutable(folder + "/postgres") && isExecutable(folder + "/initdb")
  }

  private static func isExecutable(_ path: String) -> Bool { access(path, X_OK) == 0 }
}
