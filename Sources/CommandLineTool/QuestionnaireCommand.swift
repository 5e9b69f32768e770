import ArgumentParser
import CoVaLux

struct QuestionnaireCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "questionnaire", abstract: "List, show, check and make questionnaires.",
    subcommands: [List.self, Show.self, Check.self, FromREDCap.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "List the questionnaires that this program carries.")

    func run() throws {
      let loaded = try LoadedQuestionnaire.names.map { try LoadedQuestionnaire.named($0).questionnaire }
      let width = loaded.map(\.name.count).max() ?? 0
      for questionnaire in loaded {
        let name = questionnaire.name.padding(to: width)
        Terminal.put(
          "\(name)  version \(questionnaire.version)  \(questionnaire.title ?? questionnaire.form)")
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show the columns of a questionnaire and where they go.")
    @Argument(help: "Name or YAML file.") var questionnaire: String

    func run() throws {
      let description = QuestionnaireDescription(try QuestionnaireArgument.load(questionnaire).questionnaire)
      let cells = description.rows.map { [$0.column, $0.writes, $0.type, $0.codes, $0.askedIf, $0.label] }
      Terminal.put(ColumnText.aligned([["column", "writes", "type", "codes", "asked if", "label"]] + cells))
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Check a questionnaire file; errors name file and line.")
    @Argument(help: "YAML files.") var files: [String]

    func run() throws {
      for file in files {
        let questionnaire = try LoadedQuestionnaire(contentsOf: file).questionnaire
        Terminal.put("\(file): sound; \(questionnaire.name) version \(questionnaire.version)")
      }
    }
  }
}
