import CSV
import CoVaLux

/// Finds the questionnaire of a file.
enum QuestionnaireChoice {
  /// The questionnaire that the name says, else the only one that the header fits.
  ///
  /// Of several versions of one questionnaire it is the latest that the header fits best.
  ///
  /// - Throws: ``QuestionnaireChoiceError`` if there is none, or more than one.
  static func questionnaire(
    of name: String, at path: String, among shelf: QuestionnaireShelf
  ) throws -> LoadedQuestionnaire {
    if let named = try questionnaires(saidBy: name, shelf) {
      guard named.count > 1 else { return named[0] }
      let fits = best(try fits(of: path, named, shelf.notations[named[0].questionnaire.name]))
      return fits.max { $0.version < $1.version }?.loaded ?? named[0]
    }
    let all = try fits(of: path, shelf.questionnaires, shelf.notations[nil])
    let found = latest(best(all.filter { $0.unknown == 0 }))
    switch found.count {
    case 1: return found[0].loaded
    case 0:
      throw QuestionnaireChoiceError.none(
        nearest: all.first.map { ($0.loaded.questionnaire.name, $0.unknown) })
    default: throw QuestionnaireChoiceError.several(found.map(\.loaded.questionnaire.name))
    }
  }

  private struct Fit {
    let loaded: LoadedQuestionnaire
    let unknown: Int
    let missing: Int
    var version: Int { loaded.questionnaire.version }
  }

  /// The questionnaires whose name stands before `--`, or between dots, or before the first one; nil if none does.
  private static func questionnaires(
    saidBy name: String, _ shelf: QuestionnaireShelf
  ) throws -> [LoadedQuestionnaire]? {
    if let separator = name.firstRange(of: "--") {
      let named = shelf.named(String(name[..<separator.lowerBound]))
      guard !named.isEmpty else { throw QuestionnaireChoiceError.unknownPrefix }
      return named
    }
    let parts = name.split(separator: ".").dropLast().map { shelf.named(String($0)) }
    return parts.dropFirst().last { !$0.isEmpty } ?? parts.first { !$0.isEmpty }
  }

  private static func fits(
    of path: String, _ questionnaires: [LoadedQuestionnaire], _ file: FileNotation
  ) throws -> [Fit] {
    let inspection = try FileInspection(
      path: path, encoding: file.encoding, delimiter: file.delimiter, among: questionnaires)
    return inspection.fits.compactMap { fit in
      let loaded = questionnaires.first {
        $0.questionnaire.name == fit.questionnaire && $0.questionnaire.version == fit.version
      }
      return loaded.map { Fit(loaded: $0, unknown: fit.unknown, missing: fit.missing) }
    }
  }

  /// Those of which nothing is missing, else all: a form that another one is part of fits too.
  private static func best(_ fits: [Fit]) -> [Fit] {
    let known = fits.filter { fit in fits.allSatisfy { fit.unknown <= $0.unknown } }
    let complete = known.filter { $0.missing == 0 }
    return complete.isEmpty ? known : complete
  }

  /// Of each questionnaire the latest version.
  private static func latest(_ fits: [Fit]) -> [Fit] {
    fits.filter { fit in
      !fits.contains {
        $0.loaded.questionnaire.name == fit.loaded.questionnaire.name && $0.version > fit.version
      }
    }
  }
}

/// Why no questionnaire was found for a file.
enum QuestionnaireChoiceError: Error, CustomStringConvertible {
  /// With the questionnaire that knows most of the header, and how many columns it does not know.
  case none(nearest: (name: String, unknownColumns: Int)?)
  case several([String])
  case unknownPrefix

  var description: String {
    switch self {
    case .none(let nearest):
      "no questionnaire fits the header"
        + (nearest.map { "; \($0.name) comes nearest and does not know \($0.unknownColumns) of the columns" }
          ?? "")
        + "; name the file QUESTIONNAIRE--anything.csv"
    case .several(let names):
      "several questionnaires fit the header (\(names.joined(separator: ", "))); name the file QUESTIONNAIRE--anything.csv"
    case .unknownPrefix:
      "what stands before -- in the file's name is no questionnaire; see `covalux questionnaire list` and --questionnaires"
    }
  }
}
