import CoVaLux
import CommandLineBehaviour
import Foundation

/// The questionnaires that an inbox is imported with: those of a folder, and those that the program carries.
///
/// One of the folder stands in front of one that the program carries under the same name. The folder may hold several
/// versions of one questionnaire.
struct QuestionnaireShelf: Sendable {
  /// The questionnaires, those of the folder first.
  private(set) var questionnaires: [LoadedQuestionnaire] = []
  /// How the files of the questionnaires are written.
  private(set) var notations = FileNotations()
  private let folder: String?
  private let notationFile: String?
  /// What was there when it was read: the files with the time of their last change.
  private var seen: [String: FileState]?

  /// Reads every questionnaire, and the file that says how their files are written; nil is no folder, or no file.
  ///
  /// - Throws: ``FolderError``, or what is wrong with the first file that cannot be loaded.
  init(folder: String?, notationFile: String? = nil) throws {
    self.folder = folder
    self.notationFile = notationFile
    try refresh()
  }

  /// Names without repetition, as a file may have them.
  var names: [String] {
    var names: [String] = []
    for loaded in questionnaires where !names.contains(loaded.questionnaire.name) {
      names.append(loaded.questionnaire.name)
    }
    return names
  }

  /// The questionnaires of a name, whatever the case of its letters.
  func named(_ name: String) -> [LoadedQuestionnaire] {
    questionnaires.filter { $0.questionnaire.name.lowercased() == name.lowercased() }
  }

  /// Reads the folder again if anything in it has changed; leaves everything as it was if it throws.
  mutating func refresh() throws {
    var state = try files()
    let paths = state.keys.sorted()
    if let notationFile { state[notationFile] = FileState(ofFileAt: notationFile) }
    guard state != seen else { return }
    seen = state
    var own: [LoadedQuestionnaire] = []
    for path in paths { own.append(try LoadedQuestionnaire(contentsOf: path)) }
    var versions: Set<String> = []
    for loaded in own {
      let version = "\(loaded.questionnaire.name) version \(loaded.questionnaire.version)"
      guard versions.insert(version).inserted else {
        throw UsageError(
          description: "\(folder ?? ""): two files are \(version); remove one or give it another version")
      }
    }
    let found = try notationFile.map(FileNotations.init(contentsOf:)) ?? FileNotations()
    let replaced = Set(own.map(\.questionnaire.name))
    let carried = LoadedQuestionnaire.names.filter { !replaced.contains($0) }
    let all = own + (try carried.map(LoadedQuestionnaire.named))
    try check(found, with: all)
    (questionnaires, notations) = (all, found)
  }

  /// What is said about a questionnaire must mean something with it, and at once, not when a file comes.
  private func check(_ notations: FileNotations, with all: [LoadedQuestionnaire]) throws {
    for name in notations.names {
      let named = all.filter { $0.questionnaire.name == name }
      guard !named.isEmpty else {
        throw UsageError(
          description:
            "\(notationFile ?? ""): there is no questionnaire '\(name)'; see `covalux questionnaire list` "
            + "and --questionnaires, or say all")
      }
      for loaded in named { _ = try loaded.read(in: notations[name].notation) }
    }
  }

  private func files() throws -> [String: FileState] {
    guard let folder else { return [:] }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw FolderError(folder: folder, name: "", .notReadable)
    }
    var files: [String: FileState] = [:]
    for name in names where !name.hasPrefix(".") && (name.hasSuffix(".yaml") || name.hasSuffix(".yml")) {
      files["\(folder)/\(name)"] = FileState(ofFileAt: "\(folder)/\(name)")
    }
    return files
  }
}
