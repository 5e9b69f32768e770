import Anonymisation
import CohortModel
import Foundation
import Testing

@testable import CoVaLux

struct ExportPropertyTests {
  /// Cells by column, read in the simplest way: no cell of a release needs quotes.
  private func rows(_ text: String) -> [[String: String]] {
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
  }

  @Test(arguments: [UInt64(1), 4, 5, 6])
  func `whoever joins the two files finds at least k participants alike, with l answers`(seed: UInt64) throws
  {
    let k = seed.isMultiple(of: 2) ? 12 : 5
    let folder = try ExportScratch()
    var histories = RandomHistories(seed: seed)
    let subjects = try histories.subjects(200 + Int(seed) * 40, neverInfected: seed > 4 ? 30 : 3)
    let report = try PlainExport(k: k).write(subjects, to: folder.path + "/release")
    let participants = rows(try folder.text("release/participants.csv"))
    let followUps = rows(try folder.text("release/followups.csv"))
    #expect(participants.count == report.participants)
    #expect(report.participants + report.suppressedParticipants == subjects.count)
    #expect(report.followUps == followUps.count && report.followUps > report.participants)

    var classes: [[String]: [String]] = [:]
    for person in participants {
      let known = ["age", "sex", "infected", "index_period", "doses_before", "months_since_dose"]
      let course = followUps.filter { $0["participant"] == person["participant"] }.map { row in
        let asked = row.filter { !$0.value.isEmpty }.keys.sorted().joined(separator: "+")
        return (row["months_since_index"] ?? "") + asked
      }
      #expect(person["follow_ups"] == String(course.count))
      classes[known.map { person[$0] ?? "" } + course.sorted(), default: []].append(
        person["long_covid"] ?? "")
    }
    #expect(classes.values.allSatisfy { $0.count >= k })
    #expect(
      classes.values.allSatisfy { statuses in
        let decided = statuses.filter { $0 != "indeterminate" }
        return Set(decided).count >= 2 || 2 * decided.count <= statuses.count
      })
    #expect(classes.values.map(\.count).min() == report.smallestClass)
  }

  @Test func `Python's csv module finds the same`() throws {
    let folder = try ExportScratch()
    var histories = RandomHistories(seed: 7)
    let report = try PlainExport(k: 6).write(try histories.subjects(400), to: folder.path + "/release")
    let script = """
      import collections, csv, sys
      people = list(csv.DictReader(open(sys.argv[1] + "/participants.csv", encoding="utf-8")))
      visits = list(csv.DictReader(open(sys.argv[1] + "/followups.csv", encoding="utf-8")))
      course = collections.defaultdict(list)
      for row in visits:
          who, when = row.pop("participant"), row.pop("months_since_index")
          course[who].append((when, tuple(name for name, cell in row.items() if cell != "")))
      classes = collections.defaultdict(list)
      for row in people:
          who, status = row.pop("participant"), row.pop("long_covid")
          classes[tuple(row.values()), tuple(sorted(course[who]))].append(status)
      def told(statuses):
          counts = collections.Counter(s for s in statuses if s != "indeterminate")
          return len(counts) < 2 and 2 * sum(counts.values()) > len(statuses)
      print(min(map(len, classes.values())), sum(map(told, classes.values())), len(classes))
      """
    let python = Process()
    python.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    python.arguments = ["python3", "-c", script, folder.path + "/release"]
    let output = Pipe()
    python.standardOutput = output
    python.standardError = FileHandle.nullDevice
    try python.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    python.waitUntilExit()
    if python.terminationStatus == 127 { return }
    let found = text.split { $0 == " " || $0 == "\n" }.compactMap { Int($0) }
    try #require(found.count == 3)
    #expect(found[0] == report.smallestClass && found[0] >= 6)
    #expect(found[1] == 0)
  }

  @Test func `nothing of the source's codes, dates or birth years is written`() throws {
    let folder = try ExportScratch()
    var histories = RandomHistories(seed: 11)
    let subjects = try histories.subjects(300)
    let codes = subjects.map(\.history.participant.code.text)
    let report = try PlainExport(k: 5).write(subjects, to: folder.path + "/release", codes: codes)
    for file in report.files {
      let text = try folder.text("release/\(file.name)")
      #expect(!text.contains("CANARY"))
      #expect(!text.contains("phq9_9"))
    }
    let tables = try folder.text("release/participants.csv") + folder.text("release/followups.csv")
    #expect(tables.firstMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) == nil)
  }

  @Test func `two releases of the same people share no id`() throws {
    let folder = try ExportScratch()
    var histories = RandomHistories(seed: 13)
    let subjects = try histories.subjects(200)
    let export = try PlainExport(k: 5)
    try export.write(subjects, to: folder.path + "/first")
    try export.write(subjects, to: folder.path + "/second")
    let ids = try ["first", "second"].map { name in
      Set(rows(try folder.text("\(name)/participants.csv")).compactMap { $0["participant"] })
    }
    #expect(ids[0].count > 100 && ids[0].isDisjoint(with: ids[1]))
  }

  @Test func `too few participants are refused, with what to relax`() throws {
    let folder = try ExportScratch()
    var histories = RandomHistories(seed: 17)
    let subjects = try histories.subjects(11)
    let error = try #require(throws: ExportRefusal.self) {
      try PlainExport().write(subjects, to: folder.path + "/release")
    }
    guard case .notAnonymous(let refusal) = error else {
      Issue.record("expected a refusal of the models")
      return
    }
    #expect(refusal.advice.contains("lower k below 12"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test func `a coarser pattern of follow-ups follows from a finer one`() throws {
    var histories = RandomHistories(seed: 19)
    let export = try PlainExport()
    let courses = try histories.subjects(500).map {
      ReleaseFollowUp.all(of: $0.history, symptoms: export.symptoms).followUps
    }
    for (fine, coarse) in zip(export.profile.followUpLevels, export.profile.followUpLevels.dropFirst()) {
      var coarseOf: [String: String] = [:]
      for course in courses {
        let pattern = coarse.pattern(course)
        #expect(coarseOf.updateValue(pattern, forKey: fine.pattern(course)) ?? pattern == pattern)
      }
    }
  }
}
