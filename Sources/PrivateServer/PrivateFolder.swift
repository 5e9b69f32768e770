#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Folders that nobody but their owner may enter.
enum PrivateFolder {
  /// Makes a folder of mode 0700, or checks that the one there is as safe as one made here.
  static func make(_ folder: String, owner: ServerAccount?) throws(PrivateServerError) {
    let ownerID = owner?.userID ?? geteuid()
    if mkdir(folder, 0o700) == 0 {
      guard chmod(folder, 0o700) == 0 else { throw .system(call: "chmod", path: folder, code: errno) }
      if let owner, owner.isAnotherUser {
        guard lchown(folder, owner.userID, owner.groupID) == 0 else {
          throw .system(call: "chown", path: folder, code: errno)
        }
      }
      return
    }
    guard errno == EEXIST else { throw .system(call: "mkdir", path: folder, code: errno) }
    // A crash between the two calls above leaves an empty folder of root's.
    if let owner, owner.isAnotherUser, let status = fileStatus(folder, followingLinks: false),
      status.st_mode & S_IFMT == S_IFDIR, status.st_uid == 0, names(in: folder).isEmpty
    {
      guard lchown(folder, owner.userID, owner.groupID) == 0 else {
        throw .system(call: "chown", path: folder, code: errno)
      }
    }
    if let reason = defect(folder, ownerID: ownerID) { throw .unsafeFolder(folder, reason: reason) }
  }

  /// What is wrong with a folder that should be its owner's alone; `nil` if nothing is.
  static func defect(_ folder: String, ownerID: uid_t) -> String? {
    guard let status = fileStatus(folder, followingLinks: false) else { return "is missing" }
    if status.st_mode & S_IFMT != S_IFDIR { return "is not a folder" }
    if status.st_uid != ownerID { return "belongs to another user" }
    if status.st_mode & 0o077 != 0 { return "is open to other users" }
    return nil
  }
}
