import Anonymisation
import Reporting

/// Writes a planned release into a draft folder and has it checked there.
struct ReleaseWriter {
  /// A release in its draft folder, checked, and the exact text of its manifest.
  struct Draft: Sendable {
    let report: ExportReport
    let manifest: String
  }

  let release: PlannedRelease
  let verifier: ExportVerifier
  let folder: AtomicDirectory

  /// Writes the tables with package and codebook, and checks the tables.
  func writeTables() throws -> (files: [ReleasedFile], checked: ExportVerifier.Checked) {
    var files: [ReleasedFile] = []
    func write(_ bytes: [UInt8], as name: String, rows: Int? = nil) throws {
      try folder.write(bytes, as: name)
      files.append(ReleasedFile(name: name, content: bytes, rows: rows))
    }
    for table in release.tables {
      try write(try table.bytes(), as: table.file.rawValue, rows: table.rows.count)
    }
    let package = ReleasePackage(release: release)
    let subtitle = "Profile \(release.profile.name) version \(release.profile.version), as of \(release.asOf)"
    try write(Array((package.dataPackage(files: files).indented() + "\n").utf8), as: "datapackage.json")
    try write(try package.codebook(), as: "codebook.csv")
    try write(Array(package.codebookPage(subtitle: subtitle).utf8), as: "codebook.html")
    return (files, try checking { try verifier.checkTables(read: folder.read) })
  }

  /// Writes the manifest and checks the whole folder as it lies there.
  func finish(
    _ files: [ReleasedFile], _ checked: ExportVerifier.Checked, purpose: String,
    head: ReleaseManifest.Head, directory: String, warnings: [String]
  ) throws -> Draft {
    let manifest = ReleaseManifest(
      release: release, purpose: purpose, checked: checked, files: files, head: head)
    let text = manifest.json.indented() + "\n"
    let bytes = Array(text.utf8)
    try folder.write(bytes, as: ReleaseManifest.fileName)
    try checking { try verifier.check(fileNames: folder.fileNames(), read: folder.read) }
    let manifestFile = ReleasedFile(name: ReleaseManifest.fileName, content: bytes)
    let result = release.anonymised
    let report = ExportReport(
      directory: directory, profile: release.profile.name, k: release.profile.k,
      smallestClass: checked.smallestClass, participants: release.numbers.count,
      suppressedParticipants: result.suppressedRowCount,
      followUps: checked.rows[ReleaseFile.followUps.rawValue] ?? 0,
      followUpsLeftOut: release.followUpsLeftOut, riskBefore: result.riskBefore, riskAfter: result.riskAfter,
      loss: result.loss, levels: manifest.levels, files: files + [manifestFile],
      manifestSHA256: manifestFile.sha256, warnings: warnings)
    return Draft(report: report, manifest: text)
  }

  private func checking<Value>(_ check: () throws -> Value) throws -> Value {
    do {
      return try check()
    } catch let failure as ExportVerifier.Failure {
      throw ExportRefusal.verification(failure)
    }
  }
}
