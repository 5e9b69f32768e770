import Foundation

/// The files of this repository, as a checkout has them.
enum Repository {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// A file of the repository with its text.
  struct File: Sendable {
    /// Path from the root, with slashes.
    let path: String
    let text: String

    var components: [String] { path.split(separator: "/").map(String.init) }
    var name: String { components.last ?? path }
    /// The name without its last extension.
    var stem: String { name.split(separator: ".").first.map(String.init) ?? name }
    var lineCount: Int { text.utf8.count { $0 == UInt8(ascii: "\n") } }
    /// The folder under `Sources` or `Tests`.
    var module: String { components.count > 2 ? components[1] : "" }
  }

  /// Text files below a folder, in the order of their paths; symbolic links are not followed.
  static func files(in folder: String, extensions: Set<String>? = nil) -> [File] {
    let start = root.appending(path: folder)
    guard let walk = FileManager.default.enumerator(atPath: start.path) else { return [] }
    var files: [File] = []
    for case let path as String in walk {
      let url = start.appending(path: path)
      guard walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular else { continue }
      if let extensions, !extensions.contains(url.pathExtension) { continue }
      guard let text = try? String(contentsOf: url, encoding: .utf8) else { continue }
      files.append(File(path: "\(folder)/\(path)", text: text))
    }
    return files.sorted { $0.path < $1.path }
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path)
  }

  static let sources = files(in: "Sources", extensions: ["swift"])
  static let tests = files(in: "Tests", extensions: ["swift"])
  /// The sources, each taken apart once.
  static let sourceTexts = sources.map { (file: $0, swift: SwiftText($0.text)) }

  /// Everything that is under version control, or soon will be.
  static let everything: [File] = {
    let folders = ["Sources", "Tests", "Schema", "Scripts", "Docker", ".ci"].flatMap { files(in: $0) }
    let loose = [
      "Package.swift", "README.md", "CHANGELOG.md", ".gitignore", ".dockerignore", ".swift-format",
    ]
    return folders + loose.compactMap { path in (try? text(path)).map { File(path: path, text: $0) } }
  }()
}
