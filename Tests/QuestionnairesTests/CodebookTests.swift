import CohortModel
import Foundation
import Questionnaires
import Testing

@Suite struct CodebookTests {
  private static let old = """
    writes:
      symptom.fatigue: { column: f, codes: { 0: absent, 1: mild } }
      answer.region: { column: region, label: Region, codes: { 1: north, 2: south, 3: east, 9: unknown } }
      answer.days: { column: days, label: Days off, type: integer, range: 0...366, unit: days }
      answer.note: { column: note, type: text, max-length: 100 }
      answer.smoker: { column: smoker, label: Smokes, type: yes-no }
      answer.aid: { checkboxes: "aid___{code}", codes: { 1: inhaler, 2: oxygen } }
    """

  private func changes(_ edit: (inout String) -> Void) throws -> [String] {
    var text = Self.old
    edit(&text)
    let comparison = CodebookComparison(
      from: Codebook(try Questionnaire.test(Self.old)), to: Codebook(try Questionnaire.test(text)))
    return comparison.changes.map { change in
      let orphans = change.orphans.map { " / \($0)" } ?? ""
      return "\(change.kind.rawValue) \(change.question): \(change.detail)\(orphans)"
    }
  }

  @Test func `the same is no change`() throws {
    #expect(try changes { _ in } == [])
  }

  @Test(arguments: [
    (
      "2: south", "2: west",
      ["code-meaning answer.region: 2 was \"south\" and is \"west\" / level(\"south\", of: \"region\")"]
    ),
    (", 3: east", "", ["code-removed answer.region: 3 = \"east\" / level(\"east\", of: \"region\")"]),
    (", 3: east", ", 3: east, 4: west", ["code-added answer.region: 4 = \"west\""]),
    ("9: unknown", "9: refused", []),
    ("3: east", "33: east", ["code-added answer.region: 33 = \"east\""]),
    ("label: Region", "label: Canton", ["label answer.region: \"Region\" → \"Canton\""]),
    (
      "0...366", "0...31",
      ["range-narrowed answer.days: 0...366 → 0...31 / outside(lowest: 0.0, highest: 31.0, of: \"days\")"]
    ),
    ("0...366", "0...999", ["range-widened answer.days: 0...366 → 0...999"]),
    ("100", "20", ["range-narrowed answer.note: 100 → 20 characters / longer(than: 20, of: \"note\")"]),
    ("unit: days", "unit: weeks", ["unit answer.days: \"days\" → \"weeks\" / all(of: \"days\")"]),
    ("type: yes-no", "type: integer", ["type answer.smoker: yes-no → integer / all(of: \"smoker\")"]),
    ("type: integer", "type: number", ["type answer.days: integer → number"]),
    (
      "answer.smoker", "answer.smokes",
      ["renamed answer.smokes: was answer.smoker, of the same column / all(of: \"smoker\")"]
    ),
    (", 2: oxygen", "", ["removed answer.aid.oxygen: checkbox / all(of: \"aid.oxygen\")"]),
    ("column: note", "column: remark", ["column answer.note: note → remark"]),
    ("1: mild", "1: moderate", ["code-meaning symptom.fatigue: 1 was \"mild\" and is \"moderate\""]),
    (
      "column: smoker,", "column: smoker, asked-if: \"[region] = '1'\",",
      ["condition answer.smoker: asked if nothing → \"[region] = '1'\""]
    ),
  ])
  func `an edit is told with what it leaves behind`(before: String, after: String, expected: [String]) throws
  {
    #expect(try changes { $0 = $0.replacing(before, with: after, maxReplacements: 1) } == expected)
  }

  private static let folder = RedcapTests.folder.deletingLastPathComponent().appending(
    path: "codebook-versions")

  private func codebook(_ name: String) throws -> Codebook {
    let text = try String(contentsOf: Self.folder.appending(path: "\(name).csv"), encoding: .utf8)
    let dictionary = try RedcapDictionary(text: text, fileName: name)
    let draft = RedcapQuestionnaire(dictionary, options: .init(name: "redcap"))
    let questionnaire = try Questionnaire.load(
      text: draft.text, fileName: name, vocabulary: TestVocabulary.shared)
    return Codebook(dictionary, questionnaire: questionnaire, title: name)
  }

  /// Dictionaries of a real project, each with one edit of the first.
  private static let edits: [(name: String, expected: [String])] = [
    ("with_deleted_redcap_variable", ["removed answer.clock_position_of_wound true"]),
    ("with_deleted_redcap_variable_choice", ["code-removed answer.clock_position_of_wound true"]),
    ("with_new_redcap_variable", ["added answer.mri_coordinator2 false"]),
    ("with_redcap_variable_add_choice", ["code-added answer.clock_position_of_wound false"]),
    ("with_redcap_variable_change_choice_description", ["code-meaning answer.clock_position_of_wound true"]),
    ("with_redcap_variable_changed_field_label", ["label answer.mri_coordinator false"]),
    ("with_redcap_variable_changed_field_type", ["type answer.moca true"]),
  ]

  /// Two versions of a registry's dictionary; counted with Python's csv: 15 fields more, three of which are only text to
  /// read, and three labels changed.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: folder.path)))
  func `a registry's two versions differ in what was edited`() throws {
    let comparison = CodebookComparison(
      from: try codebook("CCC19_DataDictionary"), to: try codebook("CCC19_DataDictionary_new"))
    var questions: [CodebookChange.Kind: Set<Substring>] = [:]
    for change in comparison.changes {
      let name = change.question.dropFirst("answer.".count).prefix { $0 != "." }
      questions[change.kind, default: []].insert(name)
    }
    let added: Set<Substring> = [
      "dx_hosp_interval", "coinfection_site", "coinfection_site_more", "dx_cp_interval", "dx_cp_interval_2",
      "sarcoma_type", "sarcoma_type_more",
      "d365_vital_status", "dx_cp_interval_fu", "dx_cp_interval_fu_2", "exclude_confirm_date",
      "exclude_confirm_result",
    ]
    #expect(questions[.added, default: []].isSuperset(of: added))
    #expect(questions[.label, default: []].count == 3)
    #expect(questions[.type] == nil)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: folder.path)), arguments: edits)
  func `an edit of a real dictionary is the only change`(edit: (name: String, expected: [String])) throws {
    let comparison = CodebookComparison(
      from: try codebook("test_dictionary"), to: try codebook("test_dictionary_\(edit.name)"))
    #expect(
      comparison.changes.map { "\($0.kind.rawValue) \($0.question) \($0.orphans != nil)" } == edit.expected)
  }
}
