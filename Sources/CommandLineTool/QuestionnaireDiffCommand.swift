import ArgumentParser
import CoVaLux
import Reporting

extension QuestionnaireCommand {
  struct Diff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Say what a new version of a questionnaire changes, and which stored values it would leave behind.",
      discussion: """
        EXAMPLES
          covalux questionnaire diff visit-1.yaml visit-2.yaml
          covalux questionnaire diff visit@1 visit-2.yaml
          covalux questionnaire diff --name cohort Dictionary_January.csv Dictionary_June.csv

        Each side is a YAML file, a name from `covalux questionnaire list`, NAME@VERSION for a version that was used \
        to import, or a REDCap data dictionary. Exits with 1 if stored values would be left behind, and, where there \
        is no database to count them in, if they might be.
        """)
    @Argument(help: "The old version.") var old: String
    @Argument(help: "The new version.") var new: String
    @Option(help: "Name of the questionnaire that the answers to a REDCap dictionary are stored under.")
    var name: String = "redcap"
    @Option(help: "Result format: text or json.") var format: ResultFormat = .text
    @OptionGroup var databaseOptions: DatabaseOptions

    func run() async throws {
      let sides = [CodebookSource(old), CodebookSource(new)]
      let hasDatabase = try databaseOptions.location().isMade
      let cohort =
        hasDatabase || sides.contains(where: \.isStored) ? try await databaseOptions.open() : nil
      var books: [Codebook] = []
      for side in sides {
        if let book = try side.codebook(dictionaryName: name) {
          books.append(book)
        } else if case .stored(let name, let version) = side, let cohort {
          books.append(Codebook(try await cohort.usedQuestionnaire(name, version: version).questionnaire))
        }
      }
      let difference: CodebookDifference
      if let cohort {
        difference = try await cohort.comparing(books[0], with: books[1])
      } else {
        difference = CodebookDifference(from: books[0], to: books[1])
      }
      Terminal.put(format == .json ? difference.json.text : CodebookDifferenceText.text(of: difference))
      if difference.orphansValues { throw ExitStatusError(status: .findings) }
    }
  }
}
