import Anonymisation
import CohortModel
import CohortSchema
import Foundation
import Testing

@testable import CoVaLux

struct PrivacyProfileTests {
  private func text() throws -> String { try #require(Assets.text(of: "privacy/public-use.yaml")) }

  private func problem(_ yaml: String) throws -> PrivacyProfileError {
    try #require(throws: PrivacyProfileError.self) { try PrivacyProfile(yaml: yaml, fileName: "p.yaml") }
  }

  @Test func `the public-use profile promises 12 participants alike and two answers`() throws {
    let profile = try PrivacyProfile.named("public-use")
    #expect(profile.k == 12 && profile.l == 2)
    #expect(profile.nonDisclosing == ["indeterminate"])
    #expect(profile.suppressionLimit.value == 0.1)
    #expect(profile.quasiIdentifiers == ReleaseColumns.quasiIdentifiers)
  }

  @Test func `without non-disclosing values every value counts`() throws {
    let text = try text().replacing("non-disclosing: [indeterminate]\n", with: "")
    #expect(try PrivacyProfile(yaml: text, fileName: "p.yaml").nonDisclosing.isEmpty)
  }

  @Test func `a value that the status does not have is told with file and line`() throws {
    let yaml = try text().replacing("[indeterminate]", with: "\n  - indeterminate\n  - unsure")
    let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex(of: "  - unsure"))
    #expect(try problem(yaml).description.hasPrefix("p.yaml:\(line + 1): long_covid has no value unsure"))
  }

  @Test func `the public-use profile classifies every column that can be written`() throws {
    let profile = try PrivacyProfile.named("public-use")
    _ = try ReleasePlan(profile: profile, symptoms: try Vocabulary.shipped().symptoms)
  }

  @Test func `a symptom that the profile does not know is refused`() throws {
    let symptoms = try Vocabulary.shipped().symptoms + [Symptom(rawValue: "night-sweats")]
    let profile = try PrivacyProfile.named("public-use")
    let error = try #require(throws: ExportRefusal.self) {
      _ = try ReleasePlan(profile: profile, symptoms: symptoms)
    }
    #expect(error.description.contains("does not classify night_sweats of followups.csv"))
  }

  @Test func `an unknown profile is an error that lists those there are`() throws {
    let error = try #require(throws: PrivacyProfileError.self) { try PrivacyProfile.named("everything") }
    #expect(error.message.contains("public-use"))
  }

  @Test(
    arguments: [
      ("sensitive: [long_covid]", "sensitive: [long_covid, birth_date]", "never leaves by itself"),
      ("      - phq9_total", "      - phq9_9", "has a role already"),
      (", phq9_9]\n    quasi-identifier: [", "]\n    quasi-identifier: [phq9_9, ", "never leaves by itself"),
      ("identifier: [completed, event, phq9_9]\n", "sensitive: [phq9_9]\n", "written twice"),
      ("\nk: 12", "\nk: one", "k must be a whole number"),
      ("[[0, 3, 6, 12], [0, 6]]", "[[0, 3, 6, 12], [0, 5]]", "among those of the level before"),
      ("{ from: [3, 12], content: symptoms }", "{ from: [3, 12], content: full }", "no more content"),
      ("suppression: 0.1", "suppression: 1.5", "a share"),
      ("[indeterminate]", "[undecided]", "long_covid has no value undecided; it has yes, no, indeterminate"),
      ("[indeterminate]", "[indeterminate, yes]", "yes is what no class may tell"),
      ("[indeterminate]", "[indeterminate, indeterminate]", "listed twice"),
      ("[indeterminate]", "[indeterminate, no]", "these leave only 1 of 3 values"),
      ("[indeterminate]", "indeterminate", "must be a list"),
      ("title:", "tilte:", "knows only the keys"),
      ("sensitive: [long_covid]", "insensitive: [long_covid]", "written twice"),
      (
        "months_since_dose, follow_ups]", "months_since_dose]\n    left-out: [follow_ups]",
        "must be a quasi-identifier"
      ),
      ("sex: {}", "sex: &sex {}", "anchors"),
    ])
  func `a mistake in a profile is told with its line`(old: String, new: String, message: String) throws {
    let text = try text()
    let place = try #require(text.range(of: old))
    let error = try problem(text.replacingCharacters(in: place, with: new))
    #expect(error.message.contains(message), "\(error)")
    #expect(error.line > 0)
  }
}
