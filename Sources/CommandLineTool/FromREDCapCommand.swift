import ArgumentParser
import CoVaLux
import Foundation

extension QuestionnaireCommand {
  struct FromREDCap: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "from-redcap",
      abstract: "Make questionnaires from a REDCap data dictionary.",
      discussion: """
        A project without repeating instruments has one questionnaire. Each repeating instrument has one of its own, \
        for the same export; with --output each becomes a file NAME.yaml or NAME-INSTRUMENT.yaml.
        """)
    @Argument(help: "The dictionary's CSV file.") var dictionary: String
    @Option(help: "Name of the questionnaire.") var name: String = "redcap"
    @Option(help: "Study that the participants' codes belong to.") var study: String = "redcap"
    @Option(
      help: ArgumentHelp(
        "An export with raw codes: tells whether there are events, and which instruments repeat.",
        valueName: "file"))
    var data: String?
    @Flag(help: "The project has events: records carry redcap_event_name.") var longitudinal = false
    @OptionGroup var structure: REDCapStructureOptions
    @Option(help: ArgumentHelp("Instruments that repeat, with commas between them.", valueName: "forms"))
    var repeating: String?
    @Option(
      help: ArgumentHelp(
        "The project's missing-data codes, as REDCap has them: 'UNK, Unknown | -98, Refused'.",
        valueName: "codes"))
    var missing: String?
    @Flag(help: "Read exports with labels as well, as far as labels can be told apart.") var labels = false
    @Flag(help: "Warn of a blank in any field that was asked, not only in required ones.") var wantAll = false
    @Option(help: ArgumentHelp("Write a file for each questionnaire into this folder.", valueName: "folder"))
    var output: String?

    func validate() throws {
      if data != nil && (longitudinal || repeating != nil) {
        throw ValidationError("--data tells what --longitudinal and --repeating say; give one or the other")
      }
    }

    func run() throws {
      var options = RedcapQuestionnaire.Options(name: name, study: study, isLongitudinal: longitudinal)
      options.repeating = (repeating ?? "").split(separator: ",").map { part in
        RedcapRepeating(form: part.trimmingCharacters(in: .whitespaces))
      }
      options.readsLabels = labels
      options.wantsAll = wantAll
      options.missing = RedcapMissingCode.list(missing ?? "")
      let drafts = try LoadedQuestionnaire.draftsFromREDCap(
        dictionary: dictionary, export: data, structure: structure.files, options: options)
      guard let output else {
        guard drafts.count == 1 else {
          throw ValidationError("the project has \(drafts.count) questionnaires; name a folder with --output")
        }
        Terminal.put(drafts[0].text)
        return
      }
      try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
      for draft in drafts {
        let path = URL(filePath: output).appending(path: "\(draft.name).yaml").path
        guard !FileManager.default.fileExists(atPath: path) else {
          throw ValidationError("\(path): the file exists; name another folder")
        }
        try Data(draft.text.utf8).write(to: URL(filePath: path))
        Terminal.put(path)
        if draft.uncheckedCount > 0 {
          Terminal.complain(
            "  \(draft.uncheckedCount) conditions and formulas are not checked; see its comments")
        }
      }
    }
  }
}
