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
  private let folder: String?
  /// What the folder held when it was read: the files with the time of their last change.
  private var seen: [String: FileState]?

  /// Reads every questionnaire; nil is no folder.
  ///
  /// - Throws: ``FolderError``, or what is wrong with the first questionnaire that cannot be loaded.
  init(folder: String?) throws {
    self.folder = folder
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
    let found = try files()
    guard found != seen else { return }
    seen = found
    var own: [LoadedQuestionnaire] = []
    for path in found.keys.sorted() { own.append(try LoadedQuestionnaire(contentsOf: path)) }
    var versions: Set<String> = []
    for loaded in own {
      let version = "\(loaded.questionnaire.name) version \(loaded.questionnaire.version)"
      guard versions.insert(version).inserted else {
        throw UsageError(
          description: "\(folder ?? ""): two files are \(version); remove one or give it another version")
      }
    }
    let replaced = Set(own.map(\.questionnaire.name))
    let carried = LoadedQuestionnaire.names.filter { !replaced.contains($0) }
    questionnaires = own + (try carried.map(LoadedQuestionnaire.named))
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
