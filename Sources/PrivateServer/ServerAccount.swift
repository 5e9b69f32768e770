#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The operating-system user under which the server runs: ourselves or, for root, `postgres`.
struct ServerAccount: Equatable {
  let name: String
  let userID: uid_t
  let groupID: gid_t
  let homeFolder: String
  /// The name of the user who runs the command.
  let callerName: String

  /// Whether the server runs under another user than the command, which is then root.
  var isAnotherUser: Bool { userID != geteuid() }

  /// The users who may connect, under the tool's roles only.
  var trustedNames: [String] { callerName == name ? [name] : [callerName, name] }

  static func current() throws(PrivateServerError) -> ServerAccount {
    let userID = geteuid()
    guard userID == 0 else {
      guard let own = Entry.ofUser(userID) else { throw .noServerAccount(userID: userID) }
      return ServerAccount(
        name: own.name, userID: userID, groupID: getegid(), homeFolder: own.homeFolder, callerName: own.name)
    }
    guard let server = Entry.named("postgres"), server.userID != 0 else { throw .noServerAccount(userID: 0) }
    return ServerAccount(
      name: server.name, userID: server.userID, groupID: server.groupID, homeFolder: server.homeFolder,
      callerName: Entry.ofUser(0)?.name ?? "root")
  }

  /// The home folder that the account database gives the user who runs the command.
  static func callersHomeFolder() -> String? { Entry.ofUser(geteuid())?.homeFolder }
}

/// One line of the account database, read with the calls that are safe in threads.
private struct Entry {
  let name: String
  let userID: uid_t
  let groupID: gid_t
  let homeFolder: String

  static func ofUser(_ userID: uid_t) -> Entry? {
    read { entry, buffer, size, found in getpwuid_r(userID, entry, buffer, size, found) }
  }

  static func named(_ name: String) -> Entry? {
    read { entry, buffer, size, found in getpwnam_r(name, entry, buffer, size, found) }
  }

  private typealias Lookup = (
    UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
    UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
  ) -> Int32

  private static func read(_ lookUp: Lookup) -> Entry? {
    var entry = passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16 * 1024)
    return buffer.withUnsafeMutableBufferPointer { space in
      guard let start = space.baseAddress, lookUp(&entry, start, space.count, &found) == 0, found != nil,
        let name = entry.pw_name, let folder = entry.pw_dir
      else { return nil }
      return Entry(
        name: String(cString: name), userID: entry.pw_uid, groupID: entry.pw_gid,
        homeFolder: String(cString: folder))
    }
  }
}
