import ArgumentParser
import CoVaLux
import Reporting

struct QuestionnaireCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "questionnaire", abstract: "List, show, check and make questionnaires.",
    subcommands: [List.self, Show.self, Check.self, Draft.self, Diff.self, FromREDCap.self],
    defaultSubcommand: List.self)

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
      abstract: "Check questionnaires; errors and warnings name file and line.",
      discussion: """
        Errors keep a questionnaire from being used. Warnings are about those who analyse what it stores: names that \
        SAS, SPSS, Stata or REDCap cut, confuse or refuse, missing and repeated labels, codes without words, questions \
        that are never asked, and texts that an export might publish.
        """)
    @Argument(help: "YAML files, or names from `covalux questionnaire list`.") var files: [String]
    @Flag(help: "Exit with 1 if there are warnings.") var strict = false

    func run() throws {
      var hasWarnings = false
      for file in files {
        let questionnaire = try QuestionnaireArgument.load(file).questionnaire
        let remarks = questionnaire.remarks
        for remark in remarks { Terminal.put(TerminalText.escaped("\(file):\(remark)")) }
        let count = remarks.count { $0.severity == .warning }
        hasWarnings = hasWarnings || count > 0
        let warnings = count == 0 ? "" : "; \(count) warning\(count == 1 ? "" : "s")"
        Terminal.put("\(file): sound; \(questionnaire.name) version \(questionnaire.version)\(warnings)")
      }
      if strict && hasWarnings { throw ExitStatusError(status: .findings) }
    }
  }
}
