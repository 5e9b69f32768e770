import CohortModel
import CohortSchema
import Foundation
import Testing

@testable import CoVaLux

/// How much of a cohort is published whose studies differ as those of the demonstration do.
struct ExportShareTests {
  /// Of 100 people: 48 infected adults and 25 never infected ones of a first study, 16 of a second, whose forms do
  /// not tell how sure the infection is, and 11 without any follow-up.
  private func subjects(_ count: Int) throws -> [ReleaseSubject] {
    var generator = HistoryGenerator(state: 31)
    return try (0..<count).map { number in
      let place = number % 100
      let code = try ParticipantCode("CANARY-\(number)")
      let index = StudyDay("2021-01-10").adding(days: Int.random(in: 0..<150, using: &generator))
      var participant = Participant(
        code: code, birthYear: nil, sex: number.isMultiple(of: 2) ? .female : .male, enrolled: index)
      participant.ageAtEnrolment = [35, 50, 65][Int.random(in: 0..<3, using: &generator)]
      let isSecondStudy = (73..<89).contains(place)
      let infection = Infection(
        of: code, tested: PartialDate(index), status: isSecondStudy ? nil : .confirmed)
      var followUps: [FollowUp] = []
      if place < 73 {
        for month in [4, 13] {
          followUps.append(
            followUp(code, index, month, [.fatigue, .dyspnoea, .cough], from: &generator))
        }
      } else if isSecondStudy {
        followUps.append(followUp(code, index, 0, [.cough, .brainFog], from: &generator))
        followUps.append(
          followUp(code, index, 12, [.cough, .fatigue, .lossOfSmell, .dyspnoea], from: &generator))
      }
      let isInfected = !(48..<73).contains(place)
      return ReleaseSubject(
        number: Int64(number + 1),
        history: ParticipantHistory(
          of: participant,
          infections: InfectionEpisodes(isInfected ? [.init(form: "baseline", infection: infection)] : []),
          course: VaccinationCourse([]), followUps: followUps))
    }
  }

  private func followUp(
    _ code: ParticipantCode, _ index: StudyDay, _ month: Int, _ asked: [Symptom],
    from generator: inout HistoryGenerator
  ) -> FollowUp {
    var states: [Symptom: SymptomState] = [:]
    for symptom in asked {
      states[symptom] = SymptomState(
        code: [-2, 0, 0, 0, 0, 0, 0, 1][Int.random(in: 0..<8, using: &generator)])
    }
    return FollowUp(
      of: code, month: month, on: index.adding(months: month).adding(days: 2), symptoms: states,
      hasAlternativeDiagnosis: false)
  }

  @Test func `nearly all participants and follow-ups of several studies are published`() throws {
    let folder = try ExportScratch()
    let subjects = try subjects(400)
    let export = try PlainExport()
    let report = try export.write(subjects, to: folder.path + "/release")
    #expect(report.k == 12 && report.smallestClass >= 12)
    #expect(report.participants * 10 >= subjects.count * 9, "\(report.participants) participants")
    let total = report.followUps + report.followUpsLeftOut
    #expect(total == 4 * (73 + 16) * 2)
    #expect(report.followUps * 10 >= total * 9, "\(report.followUps) of \(total) follow-ups")
    let manifest = try #require(PlainJSON.value(Array(folder.text("release/manifest.json").utf8)))
    let models = manifest["models"]?.elements ?? []
    #expect(models.last?["non_disclosing"]?.elements.map(\.asText) == ["indeterminate"])
    #expect((manifest["checked_as_written"]?["classes_without_status"]?.asInteger ?? 0) > 0)

    // With every value counted those without a follow-up fail, and nobody's follow-ups can be published.
    let text = try #require(Assets.text(of: "privacy/public-use.yaml"))
    var strict = export
    strict.profile = try PrivacyProfile(
      yaml: text.replacing("non-disclosing: [indeterminate]\n", with: ""), fileName: "strict.yaml")
    let release = try ReleasePlan(profile: strict.profile, symptoms: strict.symptoms)
      .release(of: strict.source(subjects))
    #expect(release.followUpLevel == nil)
  }
}
