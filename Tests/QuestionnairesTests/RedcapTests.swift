import CohortModel
import Foundation
import Questionnaires
import Testing

@Suite struct RedcapTests {
  /// Real dictionaries with their exports, where the reference folder lies beside the project.
  static let folder = TestVocabulary.schema.deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/import/real/redcap")
  static let projects = [
    "checkboxes-1", "clinical-trial-1", "decimal-comma", "longitudinal", "nonnumeric-record-id",
    "potentially-problematic-values",
  ]

  /// What the exports themselves have wrong, by project, as rule, column and severity.
  static let trueFindings: [String: Set<String>] = [
    // Texts were entered before the fields were validated as date and integer.
    "potentially-problematic-values": [
      "date date_before_validation error", "number integer_before_validation error",
    ]
  ]

  @Test(.enabled(if: FileManager.default.fileExists(atPath: folder.path)), arguments: projects)
  func `an export reads back as it was written`(project: String) throws {
    let dictionary = try RedcapDictionary(text: Self.text("\(project)__dictionary.csv"), fileName: project)
    let data = try Self.text("\(project)__data.csv")
    let rows = SimpleTable.rows(of: data)
    var options = RedcapQuestionnaire.Options(name: "redcap")
    options.isLongitudinal = rows[0].contains("redcap_event_name")
    let draft = RedcapQuestionnaire(dictionary, options: options)
    let questionnaire = try Questionnaire.load(
      text: draft.text, fileName: "redcap.yaml", vocabulary: TestVocabulary.shared)
    let reading = try Reading(questionnaire, data)

    #expect(reading.header.filter { $0.severity == .error }.map(\.description) == [])
    let errors = reading.sink.samples.filter { $0.severity == .error }
    #expect(
      Set(errors.map { "\($0.rule) \($0.column ?? "-") error" }) == Self.trueFindings[project, default: []])
    #expect(reading.verdicts.count == rows.count - 1)
    var compared = 0
    for (row, answers) in reading.answers.enumerated() {
      for (place, target) in reading.targets.enumerated() {
        let raw = rows[row + 1][target.columnIndex]
        if errors.contains(where: { $0.record == row + 2 && $0.column == target.columnName }) { continue }
        guard case .answer(let index) = target.destination else { continue }
        let question = questionnaire.answers[index]
        #expect(
          Self.isSame(raw, answers.cells[place], question, dictionary, answers),
          "row \(row + 2), column \(target.columnName)")
        compared += 1
      }
    }
    #expect(compared > 0)
  }

  /// Control characters, a line separator, and a quote that is one character with the accent after it.
  @Test func `odd characters of a dictionary do not break the draft`() throws {
    let label = "one\nline \"\u{301}quoted\" \u{2028}end\u{7}"
    let cell = label.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
    let text = """
      Variable / Field Name,Form Name,Field Type,Field Label
      record_id,f\u{6}g,text,Record
      odd,f\u{6}g,wei\u{6}rd,"\(cell)"

      """
    let dictionary = try RedcapDictionary(text: text, fileName: "dictionary.csv")
    let draft = RedcapQuestionnaire(dictionary, options: .init(name: "odd"))
    let questionnaire = try Questionnaire.load(
      text: draft.text, fileName: "draft.yaml", vocabulary: TestVocabulary.shared)
    #expect(questionnaire.answers.map(\.name) == ["redcap_data_access_group", "odd"])
    #expect(questionnaire.answers.last?.label == dictionary.fields[1].label)
  }

  @Test func `a dictionary of nothing but the record's name makes a draft that loads`() throws {
    let dictionary = try RedcapDictionary(
      text: "field_name,form_name,field_type\nrecord_id,,text\n", fileName: "dictionary.csv")
    let draft = RedcapQuestionnaire(dictionary, options: .init(name: "empty"))
    let questionnaire = try Questionnaire.load(
      text: draft.text, fileName: "draft.yaml", vocabulary: TestVocabulary.shared)
    #expect(questionnaire.writes.map(\.name) == ["answer.redcap_data_access_group"])
  }

  @Test func `limits in the wrong order or of no number do not break the draft`() throws {
    let text = """
      field_name,form_name,field_type,text_validation_type_or_show_slider_number,text_validation_min,text_validation_max
      record_id,f,text,,,
      weight,f,text,number,200,30
      height,f,text,integer,nan,0x20
      born,f,text,date_ymd,2020-01-01,1920-01-01
      pulse,f,text,integer,30,200

      """
    let dictionary = try RedcapDictionary(text: text, fileName: "dictionary.csv")
    let draft = RedcapQuestionnaire(dictionary, options: .init(name: "limits"))
    _ = try Questionnaire.load(
      text: draft.text, fileName: "draft.yaml", vocabulary: TestVocabulary.shared)
    #expect(draft.text.contains("# limits that are no fixed values, or in the wrong order: 200 to 30"))
    #expect(draft.text.contains("range: \"30...200\""))
  }

  /// A star before a word, an ampersand before one, and French with its blank before the question mark.
  @Test func `texts that look like keys, anchors and aliases do not break the draft`() throws {
    let text = """
      field_name,form_name,field_type,field_label
      record_id,f,text,
      fever,f,yesno,Fièvre ? *obligatoire
      dose,f,odd &kind,Dose [mg]: R&D &co

      """
    let dictionary = try RedcapDictionary(text: text, fileName: "dictionary.csv")
    let draft = RedcapQuestionnaire(dictionary, options: .init(name: "stars"))
    let questionnaire = try Questionnaire.load(
      text: draft.text, fileName: "draft.yaml", vocabulary: TestVocabulary.shared)
    #expect(
      questionnaire.answers.compactMap(\.label) == [
        "data access group", "Fièvre ? *obligatoire", "Dose [mg]: R&D &co",
        "time at which the survey was completed", "state of the form",
      ])
  }

  @Test func `two choices with one code do not break the draft`() throws {
    let text = """
      Variable / Field Name,Form Name,Field Type,Field Label,"Choices, Calculations, OR Slider Labels"
      record_id,f,text,Record,
      race,f,radio,Race,"1, Asian | 1, Black | 2, White"
      sign,f,checkbox,Sign,"-1, None | _1, Some | _1, Other"

      """
    let dictionary = try RedcapDictionary(text: text, fileName: "dictionary.csv")
    for readsLabels in [false, true] {
      var options = RedcapQuestionnaire.Options(name: "twice")
      options.readsLabels = readsLabels
      let draft = RedcapQuestionnaire(dictionary, options: options)
      #expect(draft.text.contains("# left out: choices with the code of one before"))
      let questionnaire = try Questionnaire.load(
        text: draft.text, fileName: "draft.yaml", vocabulary: TestVocabulary.shared)
      #expect(
        questionnaire.answers.map(\.name) == [
          "redcap_data_access_group", "race", "sign.-1", "f_timestamp", "f_complete",
        ])
      let reading = try Reading(questionnaire, "record_id,race,sign____1\n7,1,1\n")
      #expect(reading.found == [])
    }
  }

  @Test func `a project without a reference folder still has every kind of field`() throws {
    let dictionary = try RedcapDictionary(text: Self.everyField, fileName: "dictionary.csv")
    let draft = RedcapQuestionnaire(
      dictionary,
      options: .init(
        name: "every-field", isLongitudinal: true, events: [("month_6_arm_1", "month-6")]))
    let questionnaire = try Questionnaire.load(
      text: draft.text, fileName: "draft.yaml", vocabulary: TestVocabulary.shared)
    #expect(
      questionnaire.answers.map { "\($0.name) \($0.kind.rawValue)" } == [
        "redcap_data_access_group text", "born date", "mood number", "children integer", "height number",
        "sex coded", "race.1 coded",
        "race.-99 coded", "pregnant coded", "note text", "score number", "visited text", "odd text",
        "f_timestamp text", "f_complete coded",
      ])
    #expect(questionnaire.writes.first { $0.name == "answer.race.-99" }?.columns.first == "race____99")
    #expect(questionnaire.writes.first { $0.name == "answer.pregnant" }?.askedIf == "[sex] = \"0\"")
    #expect(questionnaire.answers[1].isIdentifying)
    #expect(draft.text.contains("# unknown validation home_made: kept as text"))
    #expect(
      questionnaire.writes.first { $0.name == "answer.children" }?.askedIf
        == "datediff([born], 'today', 'y') > 18")
    #expect(questionnaire.skip.contains("scan"))

    let reading = try Reading(
      questionnaire,
      """
      record_id,redcap_event_name,born,mood,children,height,sex,race___1,race____99,pregnant,note,score,visited,\
      odd,scan,f_complete,f_timestamp
      7,month_6_arm_1,1974-05-01,50,2,"1,54",0,1,0,1,"two\nlines",100,2021-01-01 10:00,x,[document],2,
      """)
    #expect(reading.found == [])
    #expect(try reading.cell(0, "height").double == 1.54)
    #expect(try reading.cell(0, "score").double == 100)
    #expect(reading.answers[0].string(try reading.cell(0, "note").text) == "two\nlines")
  }

  @Test func `a dictionary from the API, reordered and with a byte order mark, is read`() throws {
    let text =
      "\u{FEFF}field_type,FIELD_NAME,form_name,select_choices_or_calculations\r\ntext,id,f,\r\n"
      + "radio,a,f,\"1, one|2, two, or more|3\"\r\n"
    let dictionary = try RedcapDictionary(text: text, fileName: "api.csv")
    #expect(dictionary.fields.map(\.name) == ["id", "a"])
    #expect(dictionary.fields[1].choices.map(\.code) == ["1", "2", "3"])
    #expect(dictionary.fields[1].choices.map(\.label) == ["one", "two, or more", ""])
  }

  @Test func `what is no dictionary is refused`() {
    #expect(throws: QuestionnaireError.self) { try RedcapDictionary(text: "a,b\n1,2\n", fileName: "x.csv") }
    #expect(throws: QuestionnaireError.self) { try RedcapDictionary(text: "", fileName: "x.csv") }
  }

  private static func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  /// Whether a cell holds what the raw text says, judged with Foundation and the dictionary alone.
  private static func isSame(
    _ raw: String, _ cell: Cell, _ question: AnswerQuestion, _ dictionary: RedcapDictionary,
    _ answers: Answers
  ) -> Bool {
    let text = raw.trimmingCharacters(in: .whitespacesAndNewlines)
    if text.isEmpty { return cell.state == .blank || cell.state == .skipped }
    // A part that was never opened has zeros.
    if cell.state == .skipped { return text == "0" }
    guard cell.state == .value else { return false }
    switch question.kind {
    case .text: return answers.string(cell.text) == raw
    case .date: return StudyDay(days: Int32(cell.int)).description == text
    case .integer, .number: return cell.double == Double(text.replacingOccurrences(of: ",", with: "."))
    case .coded:
      let field = dictionary.fields.first { $0.name == question.name }
      guard let choices = field?.choices, !choices.isEmpty else { return String(cell.int) == text }
      let name = question.levels.first { Int64($0.code) == cell.int }?.name
      return choices.contains { $0.code == text && ($0.label == name || "\($0.label) (\(text))" == name) }
    }
  }

  private static let everyField = """
    Variable / Field Name,Form Name,Section Header,Field Type,Field Label,"Choices, Calculations, OR Slider Labels",\
    Field Note,Text Validation Type OR Show Slider Number,Text Validation Min,Text Validation Max,Identifier?,\
    Branching Logic (Show field only if...)
    record_id,f,,text,Record,,,,,,,
    born,f,,text,Born,,,date_dmy,,,y,
    mood,f,,slider,Mood,low | | high,,number,,,,
    children,f,,text,Children,,,integer,0,20,,"datediff([born], 'today', 'y') > 18"
    height,f,,text,Height,,,number_comma_decimal,0,"2,5",,
    sex,f,,radio,Sex,"0, Female | 1, Male",,,,,,
    race,f,,checkbox,Race,"1, One|-99, Not said",,,,,,
    pregnant,f,,yesno,Pregnant,,,,,,,"[sex] = ""0\"""
    note,f,,notes,"A <b>note</b>
    on two lines",,,,,,,
    score,f,,calc,Score,[mood]*2,,,,,,
    visited,f,,text,Visited,,,datetime_ymd,,,,
    odd,f,,text,Odd,,,home_made,,,,
    intro,f,,descriptive,Read this,,,,,,,
    scan,f,,file,Scan,,,,,,,
    """
}

/// A second, slow reader of comma-separated text, for comparison.
enum SimpleTable {
  static func rows(of text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell = ""
    var isQuoted = false
    var characters = Array(text.unicodeScalars.filter { $0 != "\r" && $0 != "\u{FEFF}" })[...]
    while let character = characters.popFirst() {
      if isQuoted {
        if character != "\"" {
          cell.unicodeScalars.append(character)
        } else if characters.first == "\"" {
          cell.unicodeScalars.append(character)
          characters.removeFirst()
        } else {
          isQuoted = false
        }
      } else if character == "\"" {
        isQuoted = true
      } else if character == "," || character == "\n" {
        row.append(cell)
        cell = ""
        if character == "\n" {
          if row != [""] { rows.append(row) }
          row = []
        }
      } else {
        cell.unicodeScalars.append(character)
      }
    }
    if !cell.isEmpty || !row.isEmpty { rows.append(row + [cell]) }
    return rows
  }
}
