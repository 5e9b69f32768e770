import CoVaLux
import Foundation

/// A questionnaire named on the command line.
enum QuestionnaireArgument {
  /// Loads the questionnaire that the program carries under a name, or a YAML file.
  static func load(_ argument: String) throws -> LoadedQuestionnaire {
    guard argument.hasSuffix(".yaml") || argument.hasSuffix(".yml") || argument.contains("/") else {
      return try LoadedQuestionnaire.named(argument)
    }
    return try LoadedQuestionnaire(contentsOf: argument)
  }
}
