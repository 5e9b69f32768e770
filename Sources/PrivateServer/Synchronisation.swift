/// Waits until a new data directory is on disk, before it gets its name.
struct Synchronisation {
  let programs: Programs
  let account: ServerAccount
  /// The release of the Linux kernel; `nil` elsewhere.
  let kernelRelease: String?

  static var runningKernel: String? { readSmallFile("/proc/sys/kernel/osrelease") }

  func complete(_ folder: String) throws(PrivateServerError) {
    if Self.reportsFailedWrites(kernelRelease: kernelRelease), try wholeFileSystem(of: folder) { return }
    try eachFile(of: folder)
  }

  /// Waits once for all that the folder's file system has not written yet, and says whether that worked.
  ///
  /// Only for file systems known to write everything and to report what failed. A failed file keeps its error,
  /// so that going through each of them afterwards finds it.
  func wholeFileSystem(of folder: String) throws(PrivateServerError) -> Bool {
    let isKnown = #"case "$(stat -f -c %T "$0")" in ext2/ext3 | xfs | btrfs) true ;; *) false ;; esac"#
    let script = isKnown + #" && exec sync -f "$0""#
    return try ChildProcess(["/bin/sh", "-c", script, folder], account: account).run().succeeded
  }

  /// Waits for each of about a thousand files and folders in turn.
  func eachFile(of folder: String) throws(PrivateServerError) {
    let arguments = [programs.initdb, "--sync-only", "-D", folder]
    let outcome = try ChildProcess(arguments, account: account).run()
    guard outcome.succeeded else {
      throw .initialisationFailed(dataFolder: folder, detail: outcome.lastLine)
    }
  }

  /// Since Linux 5.8 `syncfs`, which `sync -f` calls, fails when a write failed; before it kept silent.
  static func reportsFailedWrites(kernelRelease: String?) -> Bool {
    let numbers = (kernelRelease ?? "").split(separator: ".").prefix(2).map { part in
      Int(part.prefix { $0.isNumber }) ?? 0
    }
    return numbers.count == 2 && (numbers[0], numbers[1]) >= (5, 8)
  }
}
