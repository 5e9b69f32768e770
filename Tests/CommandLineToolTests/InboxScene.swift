import CoVaLux
import Foundation
import Testing

/// The four folders of a batch importer with made-up files to put into them.
struct InboxScene {
  /// Stands in cells of the files and must stand nowhere else.
  static let canary = "CANARY7391"

  let scene: Scene
  private let files: [DemonstrationFile]

  init(participants: Int = 60) throws {
    scene = try Scene()
    for name in ["in", "done", "rejected", "reports"] { _ = try scene.makeFolder(name) }
    files = DemonstrationCohort(participants: participants).files()
  }

  var folders: [String] {
    ["in", "done", "rejected", "reports"].flatMap { name in
      ["--\(name == "in" ? "inbox" : name)", "\(scene.folder)/\(name)"]
    }
  }

  /// The whole command line but for what tells how often.
  var command: [String] {
    [BuiltProgram.covaluxImport.path] + folders + ["--settle", "1s"] + scene.database
  }

  func run(_ arguments: String...) throws -> BuiltProgram.Outcome {
    try BuiltProgram.run(command + arguments, in: scene)
  }

  /// Puts a file of the made-up cohort into the inbox.
  func put(_ questionnaire: String, as name: String) throws {
    let file = try #require(files.first { $0.questionnaire == questionnaire })
    try Data(file.bytes).write(to: URL(filePath: "\(scene.folder)/in/\(name)"))
  }

  /// A baseline with one sound row for each code; cells of all rows may be changed by the column's name.
  func baseline(of codes: [String], changing cells: [String: String] = [:]) throws -> String {
    let file = try #require(files.first { $0.questionnaire == "covalux-baseline" })
    let lines = String(decoding: file.bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    let names = lines[0].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let sound: [String: String] = [
      "date_completed": "2022-03-01", "sex": "2", "birth_year": "1970", "consent": "1",
      "consent_date": "2022-03-01", "consent_version": "1.1",
    ]
    let rows = codes.map { code in
      names.map { $0 == "participant" ? code : cells[$0] ?? sound[$0] ?? "" }.joined(separator: ",")
    }
    return ([String(lines[0])] + rows).joined(separator: "\n") + "\n"
  }

  /// A report, after checking that its owner alone can read it.
  func report(_ name: String) throws -> [String: Any] {
    #expect(try scene.permissions(of: "reports/\(name)") == 0o600)
    return try #require(
      try JSONSerialization.jsonObject(with: Data(try scene.read("reports/\(name)").utf8)) as? [String: Any])
  }

  /// The values of a metrics file by series, after checking that each follows its HELP and TYPE.
  func metrics(_ name: String = "counts.prom") throws -> [String: Double] {
    var values: [String: Double] = [:]
    var family = ""
    for line in try scene.read(name).split(separator: "\n") {
      let words = line.split(separator: " ").map(String.init)
      if words[0] == "#" {
        if words[1] == "HELP" { family = words[2] }
        #expect(words[2] == family)
        #expect(words[1] == "HELP" || words[3] == (family.hasSuffix("_total") ? "counter" : "gauge"))
      } else {
        #expect(words.count == 2 && words[0].prefix { $0 != "{" } == family[...])
        #expect(values.updateValue(try #require(Double(words[1])), forKey: words[0]) == nil)
      }
    }
    return values
  }

  /// Waits until something holds; false after a minute.
  func waits(until holds: () throws -> Bool) rethrows -> Bool {
    let deadline = ContinuousClock.now + .seconds(60)
    while try !holds() {
      guard ContinuousClock.now < deadline else { return false }
      usleep(20_000)
    }
    return true
  }
}
