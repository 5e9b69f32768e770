import CohortModel
import Testing

@testable import CoVaLux

struct ExportVerifierTests {
  /// A release of 300 people that passes, as bytes by name; made once.
  private static let released = Result {
    let folder = try ExportScratch()
    let export = try PlainExport(k: 5)
    var histories = RandomHistories(seed: 3)
    let report = try export.write(try histories.subjects(300), to: folder.path + "/release")
    return try report.files.reduce(into: [String: [UInt8]]()) { files, file in
      files[file.name] = Array(try folder.text("release/\(file.name)").utf8)
    }
  }

  private func release(codes: [String] = []) throws -> (files: [String: [UInt8]], verifier: ExportVerifier) {
    (try Self.released.get(), try PlainExport(k: 5).verifier(codes: codes))
  }

  private func failure(
    _ verifier: ExportVerifier, _ files: [String: [UInt8]], tablesOnly: Bool = false
  ) throws -> ExportVerifier.Failure? {
    do {
      let read = { (name: String) throws -> [UInt8] in try #require(files[name]) }
      if tablesOnly {
        _ = try verifier.checkTables(read: read)
      } else {
        try verifier.check(fileNames: files.keys.sorted(), read: read)
      }
      return nil
    } catch let failure as ExportVerifier.Failure {
      return failure
    }
  }

  private func edit(_ bytes: [UInt8]?, _ change: (inout [[String]]) throws -> Void) throws -> [UInt8] {
    let text = String(decoding: try #require(bytes), as: UTF8.self)
    var rows = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    try change(&rows)
    return Array(rows.map { $0.joined(separator: ",") + "\n" }.joined().utf8)
  }

  @Test func `an untouched release passes`() throws {
    let (files, verifier) = try release()
    #expect(try failure(verifier, files) == nil)
  }

  @Test func `one changed byte is noticed`() throws {
    var (files, verifier) = try release()
    files["codebook.csv"]?[10] ^= 1
    #expect(try failure(verifier, files) == .manifest(file: "codebook.csv"))
  }

  @Test func `a file too many or too few is noticed`() throws {
    var (files, verifier) = try release()
    files["notes.txt"] = []
    #expect(try failure(verifier, files) == .file("notes.txt"))
    files["notes.txt"] = nil
    files["codebook.html"] = nil
    #expect(try failure(verifier, files) == .file("codebook.html"))
  }

  @Test func `a participant who is unlike all others is noticed`() throws {
    var (files, verifier) = try release()
    files["participants.csv"] = try edit(files["participants.csv"]) { rows in
      let sex = try #require(rows[0].firstIndex(of: "sex"))
      rows[1][sex] = "other"
    }
    #expect(try failure(verifier, files, tablesOnly: true) == .smallClass(found: 1, k: 5))
  }

  @Test func `follow-ups that make a participant unlike all others are noticed`() throws {
    var (files, verifier) = try release()
    try #require(
      String(decoding: files["followups.csv"] ?? [], as: UTF8.self).split(separator: "\n").count > 10)
    files["followups.csv"] = try edit(files["followups.csv"]) { rows in
      let thirst = rows[0].firstIndex(of: "thirst") ?? rows[0].firstIndex(of: "symptoms_present") ?? 2
      // An item that no form asked for shows that this form did, or did not.
      rows[1][thirst] = rows[1][thirst].isEmpty ? "0" : ""
    }
    #expect(try failure(verifier, files, tablesOnly: true) == .smallClass(found: 1, k: 5))
  }

  @Test func `a class of one answer is noticed`() throws {
    var (files, verifier) = try release()
    files["participants.csv"] = try edit(files["participants.csv"]) { rows in
      let status = try #require(rows[0].firstIndex(of: "long_covid"))
      for row in rows.indices.dropFirst() { rows[row][status] = "no" }
    }
    #expect(try failure(verifier, files, tablesOnly: true) == .uniformClass(found: 1, l: 2))
  }

  @Test(
    arguments: [
      (["indeterminate": 6], nil), (["yes": 3, "indeterminate": 3], nil), (["yes": 1, "no": 5], nil),
      (["yes": 6], 1), (["yes": 4, "indeterminate": 2], 1), (["no": 5, "indeterminate": 1], 1),
    ] as [([String: Int], Int?)])
  func `a class of one answer is noticed among others, unless half of it is undecided`(
    men: [String: Int], found: Int?
  ) throws {
    var lines = ["participant,sex,follow_ups,long_covid"]
    let women = ["yes": 3, "no": 3]
    for (sex, counts) in [("male", men), ("female", women)] {
      for (status, count) in counts {
        for _ in 0..<count {
          let number = String(lines.count)
          lines.append(String(repeating: "a", count: 32 - number.count) + "\(number),\(sex),0,\(status)")
        }
      }
    }
    let files = [
      "participants.csv": Array((lines.joined(separator: "\n") + "\n").utf8),
      "followups.csv": Array("participant,months_since_index\n".utf8),
    ]
    #expect(
      try failure(try release().verifier, files, tablesOnly: true)
        == found.map { .uniformClass(found: $0, l: 2) })
  }

  @Test(arguments: ["2021-03-02", "02.03.2021", "20210302", "3/2/21", "2021-03", "1983032954323"])
  func `a cell that looks like a date or a matricule is noticed`(cell: String) throws {
    var (files, verifier) = try release()
    files["participants.csv"] = try edit(files["participants.csv"]) { $0[4][2] = cell }
    #expect(
      try failure(verifier, files, tablesOnly: true) == .looksLikeDate(file: "participants.csv", line: 5))
  }

  @Test func `free text is no cell of any column`() throws {
    var (files, verifier) = try release()
    files["participants.csv"] = try edit(files["participants.csv"]) { $0[4][2] = "Anna" }
    #expect(
      try failure(verifier, files, tablesOnly: true)
        == .cell(file: "participants.csv", column: "sex", line: 5))
  }

  @Test func `a column that the profile does not let out is noticed`() throws {
    for column in ["canton", "phq9_9", "sexual_dysfunction", "surprise"] {
      var (files, verifier) = try release()
      files["participants.csv"] = try edit(files["participants.csv"]) { rows in
        for row in rows.indices { rows[row].append(row == 0 ? column : "1") }
      }
      let found = try failure(verifier, files, tablesOnly: true)
      #expect(found == .column(file: "participants.csv", column: column))
    }
  }

  @Test func `a code of the source is noticed wherever it stands`() throws {
    var (files, verifier) = try release(codes: ["LUX-000417"])
    let page = String(decoding: files["codebook.html"] ?? [], as: UTF8.self) + "<!-- lux-000417 -->"
    files["codebook.html"] = Array(page.utf8)
    // With a manifest that agrees, so that nothing but the code is wrong.
    let manifest = String(decoding: files["manifest.json"] ?? [], as: UTF8.self)
    let digest = ReleasedFile.digest(Array(page.utf8))
    let lines = manifest.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.contains("\"codebook.html\"")
        ? "{\"name\":\"codebook.html\",\"bytes\":\(page.utf8.count),\"sha256\":\"\(digest)\",\"rows\":null},"
        : String(line)
    }
    let last = try #require(lines.firstIndex { $0.contains("codebook.html") })
    var joined = lines
    if joined[last + 1].contains("]") { joined[last].removeLast() }
    files["manifest.json"] = Array(joined.joined(separator: "\n").utf8)
    #expect(try failure(verifier, files) == .sourceCode(file: "codebook.html"))
  }

  @Test func `ids that repeat are noticed`() throws {
    var (files, verifier) = try release()
    files["participants.csv"] = try edit(files["participants.csv"]) { $0[2][0] = $0[1][0] }
    #expect(try failure(verifier, files, tablesOnly: true) == .ids(file: "followups.csv"))
  }
}
