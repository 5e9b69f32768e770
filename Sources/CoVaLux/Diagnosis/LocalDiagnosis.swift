import CohortStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What can be seen without the server: disk, key files and the terminal's encoding.
enum LocalDiagnosis {
  private static let gibibyte: UInt64 = 1 << 30

  /// Free space on the disk that holds the private server, or will hold it.
  static func disk(of home: String) -> [DiagnosisLine] {
    var status = statvfs()
    var folder = home
    while statvfs(folder, &status) != 0 {
      guard let slash = folder.lastIndex(of: "/"), folder != "/" else { return [] }
      folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
    }
    let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
    let tenths = free * 10 / gibibyte
    let found = "\(tenths / 10).\(tenths % 10) GiB free at \(home)"
    let verdict: DiagnosisLine.Verdict = free < gibibyte / 2 ? .fail : free < 5 * gibibyte ? .warn : .ok
    return [
      DiagnosisLine(
        "disk", verdict, found,
        remedy: verdict == .ok ? nil : "free some space; a full disk stops imports, which then store nothing")
    ]
  }

  /// The key files: ordinary, of 32 bytes, and readable by their owner alone.
  static func keys(in directory: String) -> [DiagnosisLine] {
    var lines: [DiagnosisLine] = []
    var missing = 0
    for purpose in KeyRing.Purpose.allCases {
      let path = "\(directory)/\(purpose.rawValue)-\(KeyRing.currentVersion).key"
      var status = stat()
      guard lstat(path, &status) == 0 else {
        missing += 1
        continue
      }
      if status.st_mode & S_IFMT != S_IFREG || status.st_size != 32 {
        lines.append(
          DiagnosisLine(
            "keys", .fail, "\(path): not a key file of 32 bytes", remedy: "restore it from its backup"))
      } else if status.st_mode & 0o077 != 0 {
        lines.append(
          DiagnosisLine("keys", .fail, "\(path): can be read by others", remedy: "run: chmod 600 '\(path)'"))
      }
    }
    let count = KeyRing.Purpose.allCases.count
    if missing == count {
      lines.append(DiagnosisLine("keys", .warn, "\(directory): no keys yet; they are made at first use"))
    } else if missing > 0 {
      lines.append(
        DiagnosisLine(
          "keys", .fail, "\(directory): \(missing) of \(count) key files are missing",
          remedy: "restore them from their backup; new ones could not read what the old ones sealed"))
    } else if lines.isEmpty {
      lines.append(
        DiagnosisLine(
          "keys", .ok, "\(count) files of mode 0600 in \(directory); back them up apart from the database"))
    }
    return lines
  }

  /// Whether the terminal shows what is written.
  static func terminal(_ environment: [String: String]) -> [DiagnosisLine] {
    let locale = [environment["LC_ALL"], environment["LC_CTYPE"], environment["LANG"]]
      .compactMap(\.self).first { !$0.isEmpty }
    let name = locale ?? "none"
    let encoding = name.lowercased().filter { $0 != "-" }
    guard encoding.hasSuffix("utf8") else {
      return [
        DiagnosisLine(
          "locale", .warn,
          "\(name) is not UTF-8; names with accents may look wrong, what is stored stays right",
          remedy: "export LANG=C.UTF-8")
      ]
    }
    return [DiagnosisLine("locale", .ok, name)]
  }
}
