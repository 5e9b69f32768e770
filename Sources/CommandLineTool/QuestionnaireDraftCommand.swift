import ArgumentParser
import CoVaLux
import Foundation
import Reporting

extension QuestionnaireCommand {
  struct Draft: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Propose a questionnaire from a file, for review.",
      discussion: """
        EXAMPLES
          covalux questionnaire draft answers.csv --output answers.yaml
          covalux import --as answers.yaml answers.csv --dry-run

        Columns are typed by all of their cells, options of one question are put together, and the shapes of REDCap, \
        LimeSurvey, Qualtrics, SurveyMonkey, ODK and ISARIC are known. What has to be looked at is marked with ?. \
        Of cells only codes are shown, and counts below 5 are hidden; columns that look like text or tell who somebody \
        is are marked as identifying.
        """)
    @Argument(help: "CSV file.") var file: String
    @Option(help: "Name of the questionnaire (default: the file's).") var name: String?
    @Option(help: "Study that the participants' codes belong to.") var study: String = "covalux"
    @Option(help: "Encoding: utf-8, windows-1252, latin-1, utf-16le, utf-16be (default: by evidence).")
    var encoding: EncodingArgument?
    @Option(help: "Delimiter: comma, semicolon, tab, pipe or the character (default: by evidence).")
    var delimiter: DelimiterArgument?
    @Option(name: .shortAndLong, help: ArgumentHelp("Write the draft to this file.", valueName: "file"))
    var output: String?
    @Flag(name: .shortAndLong, help: "Replace an existing file.") var force = false

    func run() throws {
      let draft = try LoadedQuestionnaire.draft(
        from: file, name: name, study: study, encoding: encoding?.encoding, delimiter: delimiter?.delimiter)
      guard let output else {
        Terminal.put(TerminalText.escaped(String(draft.text.dropLast()), keepsNewlines: true))
        return
      }
      guard force || !FileManager.default.fileExists(atPath: output) else {
        throw UsageError(description: "\(output): the file exists; name another, or give --force")
      }
      try Data(draft.text.utf8).write(to: URL(filePath: output))
      Terminal.put("\(output): look at what is marked with ?, then covalux import --as \(output) --dry-run")
    }
  }
}
