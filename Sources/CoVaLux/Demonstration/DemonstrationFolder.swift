import Foundation

/// The folder of a demonstration, which is known by a file of its own and only then ever emptied.
struct DemonstrationFolder {
  let path: String
  /// Home of the demonstration's server.
  let home: String

  private static let marker = ".covalux-demo"
  private var markerPath: String { "\(path)/\(Self.marker)" }

  /// The home of the server: in the folder, or elsewhere if the server's account could not reach it there.
  ///
  /// A server that root starts runs as another user, who must pass through all folders above its data.
  static func home(in path: String) throws(DemonstrationError) -> String {
    guard !path.isEmpty, !path.utf8.contains(0) else { throw DemonstrationError(path, .notAFolder) }
    let absolute = URL(filePath: path).standardizedFileURL.path
    guard geteuid() == 0, !isPassable(absolute) else { return "\(absolute)/home" }
    let mark = absolute.utf8.reduce(14_695_981_039_346_656_037 as UInt64) {
      ($0 ^ UInt64($1)) &* 1_099_511_628_211
    }
    return "/var/tmp/covalux-demo-\(String(mark, radix: 16))"
  }

  /// Throws unless the folder is absent, empty, or of an earlier run that may be replaced.
  func requireUsable(replacing replaces: Bool) throws(DemonstrationError) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw DemonstrationError(path, .notAFolder) }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw DemonstrationError(path, .notWritable)
    }
    if names.isEmpty { return }
    guard names.contains(Self.marker) else { throw DemonstrationError(path, .foreign) }
    guard replaces else { throw DemonstrationError(path, .notEmpty) }
  }

  /// Empties the folder, or makes it, with the folders in it.
  func makeAnew() throws(DemonstrationError) {
    let files = FileManager.default
    do {
      for name in (try? files.contentsOfDirectory(atPath: path)) ?? [] where name != Self.marker {
        try files.removeItem(atPath: "\(path)/\(name)")
      }
      if files.fileExists(atPath: home) { try files.removeItem(atPath: home) }
      // Others may pass to the server's data where root runs it, and see no file.
      let mode = geteuid() == 0 ? 0o711 : 0o700
      try files.createDirectory(atPath: path, withIntermediateDirectories: true)
      try files.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
      try Data().write(to: URL(filePath: markerPath))
      for name in ["rejects", "statistics"] {
        try files.createDirectory(
          atPath: "\(path)/\(name)", withIntermediateDirectories: false,
          attributes: [.posixPermissions: 0o700])
      }
    } catch {
      throw DemonstrationError(path, .notWritable)
    }
  }

  /// Whether everybody may pass through the folders above a path that are there already.
  private static func isPassable(_ path: String) -> Bool {
    var folder = path
    while let slash = folder.lastIndex(of: "/"), slash > folder.startIndex {
      folder = String(folder[..<slash])
      var status = stat()
      if stat(folder, &status) == 0, status.st_mode & 0o001 == 0 { return false }
    }
    return true
  }
}

/// Why a folder cannot be used for a demonstration.
public struct DemonstrationError: Error, Hashable, CustomStringConvertible {
  /// What stands in the way.
  public enum Reason: Hashable, Sendable {
    case notAFolder
    case notEmpty
    case foreign
    case notWritable
  }

  /// The folder.
  public let path: String
  /// What stands in the way.
  public let reason: Reason

  init(_ path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// The error in a sentence, with what to do.
  public var description: String {
    switch reason {
    case .notAFolder: "\(path): not a folder; name another with --directory"
    case .notEmpty:
      "\(path): holds an earlier demonstration; add --force to start afresh, or name another folder"
    case .foreign: "\(path): holds other files, and is left alone; name another folder with --directory"
    case .notWritable: "\(path): cannot be written; name another folder with --directory"
    }
  }
}
