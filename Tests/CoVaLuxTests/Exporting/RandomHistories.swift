import CohortModel
import CohortSchema
import Foundation
import Testing

@testable import CoVaLux

/// Participants drawn from a seed, in two studies whose forms ask different things.
struct RandomHistories {
  var generator: HistoryGenerator

  init(seed: UInt64) {
    generator = HistoryGenerator(state: seed)
  }

  static let asked: [[Symptom]] = [
    [.fatigue, .dyspnoea, .lossOfSmell, .brainFog], [.fatigue, .cough],
  ]

  /// Draws participants, of whom so many in a hundred were never infected.
  mutating func subjects(_ count: Int, neverInfected: Int = 5) throws -> [ReleaseSubject] {
    try (0..<count).map { number in
      ReleaseSubject(number: Int64(number + 1), history: try history(number, neverInfected))
    }
  }

  private mutating func history(_ number: Int, _ neverInfected: Int) throws -> ParticipantHistory {
    let code = try ParticipantCode("CANARY-\(number)")
    let isInfected = Int.random(in: 0..<100, using: &generator) >= neverInfected
    let enrolled = StudyDay("2021-01-01").adding(days: Int.random(in: 0..<500, using: &generator))
    var participant = Participant(
      code: code, birthYear: Int.random(in: 1930...2005, using: &generator),
      sex: Bool.random(using: &generator) ? .female : .male, enrolled: enrolled)
    participant.ageAtEnrolment = (participant.birthYear).map { enrolled.year - $0 }
    let index = enrolled.adding(days: -Int.random(in: 0..<30, using: &generator))
    let reports = [
      InfectionEpisodes.Report(form: "baseline", infection: Infection(of: code, tested: PartialDate(index)))
    ]
    var doses: [VaccinationCourse.Report] = []
    for dose in 0..<Int.random(in: 0...3, using: &generator) {
      let day = StudyDay("2021-02-01").adding(days: dose * 90 + Int.random(in: 0..<40, using: &generator))
      let vaccination = Vaccination(of: code, dose: dose + 1, product: .comirnaty, on: PartialDate(day))
      doses.append(VaccinationCourse.Report(form: "baseline", vaccination: vaccination, wasReceived: true))
    }
    var followUps: [FollowUp] = []
    for month in [1, 3, 6, 12] where Int.random(in: 0..<10, using: &generator) < 8 {
      var states: [Symptom: SymptomState] = [:]
      for symptom in Self.asked[number % 2] {
        let code = [-2, 0, 0, 0, 1, 2, 3][Int.random(in: 0..<7, using: &generator)]
        states[symptom] = SymptomState(code: Int16(code))
      }
      var followUp = FollowUp(
        of: code, month: month, on: index.adding(months: month).adding(days: 3), symptoms: states,
        hasAlternativeDiagnosis: false)
      if month == 12, number % 2 == 0 {
        for item in 1...9 { followUp.items["phq9.\(item)"] = Int16.random(in: 0...3, using: &generator) }
      }
      followUps.append(followUp)
    }
    return ParticipantHistory(
      of: participant, infections: InfectionEpisodes(isInfected ? reports : []),
      course: VaccinationCourse(doses), followUps: followUps)
  }
}

/// SplitMix64, so that a failing case can be drawn again.
struct HistoryGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// A folder of a test's own, removed at its end.
final class ExportScratch {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory.appendingPathComponent("covalux-export-\(UUID().uuidString)")
      .path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
  }

  func mode(_ name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
  }
}

/// A release made from values, without a database.
struct PlainExport {
  var profile: PrivacyProfile
  var symptoms: [Symptom]

  init(k: Int? = nil) throws {
    symptoms = try Vocabulary.shipped().symptoms
    guard let k else {
      profile = try PrivacyProfile.named("public-use")
      return
    }
    let text = try #require(Assets.text(of: "privacy/public-use.yaml"))
    profile = try PrivacyProfile(
      yaml: text.replacing("\nk: 12\n", with: "\nk: \(k)\n"), fileName: "test.yaml")
  }

  func source(_ subjects: [ReleaseSubject]) -> ReleaseSource {
    ReleaseSource(subjects: subjects, symptoms: symptoms, asOf: "2026-01-01T00:00:00Z")
  }

  func verifier(codes: [String] = []) -> ExportVerifier {
    ExportVerifier(profile: profile, symptoms: symptoms, codes: codes)
  }

  @discardableResult
  func write(_ subjects: [ReleaseSubject], to path: String, codes: [String] = []) throws -> ExportReport {
    let release = try ReleasePlan(profile: profile, symptoms: symptoms).release(of: source(subjects))
    let folder = try AtomicDirectory(path: path, overwrites: false, marker: ReleaseManifest.fileName)
    let writer = ReleaseWriter(release: release, verifier: verifier(codes: codes), folder: folder)
    let (files, checked) = try writer.writeTables()
    let draft = try writer.finish(
      files, checked, purpose: "test", head: ReleaseManifest.Head(count: 0, hash: ""), directory: path,
      warnings: [])
    try folder.publish()
    folder.settle()
    return draft.report
  }
}
