import Anonymisation
import CohortModel
import Crypto
import Reporting

/// Checks a release from its bytes alone, before it gets its name.
///
/// It knows the profile and the written files, and nothing of how they were made: no hierarchy, no class, no row of
/// the program. A fault of the search or of the writer does not pass unseen.
public struct ExportVerifier: Sendable {
  /// What is wrong with the files; names, lines and counts, never a cell.
  public enum Failure: Error, Hashable, Sendable {
    /// A file is missing, unreadable or not listed in the manifest.
    case file(String)
    /// A table is not the CSV that it should be.
    case table(String)
    /// A column that the profile does not let out.
    case column(file: String, column: String)
    /// A cell that its column cannot have.
    case cell(file: String, column: String, line: Int)
    /// A cell that looks like a date or an identity number.
    case looksLikeDate(file: String, line: Int)
    /// The code of a participant of the source.
    case sourceCode(file: String)
    /// Ids that repeat, or rows of followups.csv that do not fit those of participants.csv.
    case ids(file: String)
    /// Fewer participants alike than promised.
    case smallClass(found: Int, k: Int)
    /// Fewer answers about Long COVID in a class than promised.
    case uniformClass(found: Int, l: Int)
    /// Length, digest or number of rows is not what the manifest or the package says.
    case manifest(file: String)
  }

  /// What the check of the tables found.
  struct Checked: Sendable, Hashable {
    let classCount: Int
    let smallestClass: Int
    /// The classes that have l answers about Long COVID, that have some, and that have none.
    let diverseClasses: Int
    let mostlyUndecidedClasses: Int
    let undecidedClasses: Int
    let rows: [String: Int]
  }

  let profile: PrivacyProfile
  let columns: ReleaseColumns
  /// Digests of the codes that must not occur.
  let codeDigests: Set<String>

  /// Codes shorter than this are not looked for, as they occur by chance; a cell can only be what its column allows.
  static let shortestCode = 6

  init(profile: PrivacyProfile, symptoms: [Symptom], codes: some Sequence<String>) {
    self.profile = profile
    columns = ReleaseColumns(symptoms: symptoms)
    codeDigests = Set(codes.filter { $0.utf8.count >= Self.shortestCode }.map(Self.digest))
  }

  /// Checks the two tables: columns, cells, ids, and k and l of the joined files.
  func checkTables(read: (String) throws -> [UInt8]) throws -> Checked {
    var tables: [ReleaseFile: [[String]]] = [:]
    for file in ReleaseFile.allCases {
      let bytes = try read(file.rawValue)
      guard let rows = PlainCSV(bytes)?.rows, let header = rows.first,
        rows.allSatisfy({ $0.count == header.count }), Set(header).count == header.count
      else { throw Failure.table(file.rawValue) }
      try checkCells(rows, in: file)
      tables[file] = rows
    }
    return try checkClasses(tables[.participants] ?? [], tables[.followUps] ?? [])
  }

  /// Checks every file: the tables, what manifest and package say of them, and that no code of the source occurs.
  func check(fileNames: [String], read: (String) throws -> [UInt8]) throws {
    let checked = try checkTables(read: read)
    guard let manifest = PlainJSON.value(try read(ReleaseManifest.fileName)) else {
      throw Failure.file(ReleaseManifest.fileName)
    }
    let listed = (manifest["files"]?.elements ?? []).compactMap { $0["name"]?.asText }
    let expected = Set(listed + [ReleaseManifest.fileName])
    if let stray = expected.symmetricDifference(fileNames).min() { throw Failure.file(stray) }
    guard
      manifest["participants"]?["published"]?.asInteger == checked.rows[ReleaseFile.participants.rawValue],
      manifest["checked_as_written"]?["smallest_class"]?.asInteger == checked.smallestClass
    else { throw Failure.manifest(file: ReleaseManifest.fileName) }
    for entry in manifest["files"]?.elements ?? [] {
      let name = entry["name"]?.asText ?? ""
      let bytes = try read(name)
      guard entry["bytes"]?.asInteger == bytes.count, entry["sha256"]?.asText == Self.hexadecimal(of: bytes),
        entry["rows"]?.asInteger == checked.rows[name]
      else { throw Failure.manifest(file: name) }
    }
    try checkPackage(read: read)
    for name in fileNames { try checkCodes(in: try read(name), of: name) }
  }

  static func digest(of code: String) -> String { hexadecimal(of: Array(code.uppercased().utf8)) }

  private static func hexadecimal(of bytes: [UInt8]) -> String {
    SHA256.hash(data: bytes).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}

extension ExportVerifier {
  private func checkCells(_ rows: [[String]], in file: ReleaseFile) throws {
    for (place, name) in rows[0].enumerated() {
      guard let column = columns.columns(of: file).first(where: { $0.name == name }),
        let role = profile.role(of: column), role != .identifier,
        !ReleaseColumns.withheld[file, default: []].contains(name)
      else { throw Failure.column(file: file.rawValue, column: name) }
      var verdicts: [String: Bool] = [:]
      for (line, row) in rows.enumerated().dropFirst() {
        let cell = row[place]
        if Self.looksLikeDate(cell) { throw Failure.looksLikeDate(file: file.rawValue, line: line + 1) }
        let isAllowed = verdicts[cell] ?? allows(cell, in: column, role: role)
        verdicts[cell] = isAllowed
        guard isAllowed else { throw Failure.cell(file: file.rawValue, column: name, line: line + 1) }
      }
    }
  }

  /// Whether a cell is one that the column can have.
  private func allows(_ cell: String, in column: ReleaseColumn, role: ColumnRole) -> Bool {
    if column.file == .followUps, column.name != "participant", column.name != "months_since_index",
      [ReleaseMissing.notAsked, ReleaseMissing.noAnswer].contains(cell)
    {
      return true
    }
    if role == .quasiIdentifier, column.file == .participants, cell == ReleaseMissing.generalised {
      return true
    }
    switch column.kind {
    case .releaseID:
      return cell.utf8.count == 32
        && cell.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    case .integer(let range): return Int(cell).map { range.contains($0) && String($0) == cell } ?? false
    case .number(let range):
      return Double(cell).map(range.contains) == true
        && cell.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
    case .codes(let codes): return codes.contains { $0.value == cell }
    case .band:
      if column.name == "index_period" { return Self.isPeriod(cell) || cell == SubjectFacts.unknown }
      return ReleasePackage.categories(of: column, in: profile)?.contains { $0.value == cell } ?? false
    }
  }

  /// `2021`, `2021-H1` or `2021-Q1`.
  private static func isPeriod(_ cell: String) -> Bool {
    let parts = cell.split(separator: "-", omittingEmptySubsequences: false)
    guard let year = parts.first, year.count == 4, Int(year) != nil, parts.count <= 2 else { return false }
    return parts.count == 1 || ["Q1", "Q2", "Q3", "Q4", "H1", "H2"].contains(parts[1])
  }

  /// Whether a cell has three groups of digits as a date has, a year and a month, or eight digits or more in a row.
  static func looksLikeDate(_ cell: String) -> Bool {
    let groups = cell.split { !("0"..."9").contains($0) }
    guard !groups.isEmpty else { return false }
    let isOfDigits = cell.allSatisfy { ("0"..."9").contains($0) || "-./: T".contains($0) }
    if isOfDigits, groups.count >= 3 || groups.contains(where: { $0.count >= 8 }) { return true }
    guard isOfDigits, groups.count == 2 else { return false }
    return groups[0].count == 4 && groups[1].count == 2 || groups[0].count == 2 && groups[1].count == 4
  }

  /// Participants are alike who share their quasi-identifiers and what the join shows of their follow-ups.
  private func checkClasses(_ participants: [[String]], _ followUps: [[String]]) throws -> Checked {
    guard let header = participants.first, let followUpHeader = followUps.first,
      let id = header.firstIndex(of: "participant"), let count = header.firstIndex(of: "follow_ups"),
      let status = header.firstIndex(of: "long_covid"),
      let owner = followUpHeader.firstIndex(of: "participant"),
      let time = followUpHeader.firstIndex(of: "months_since_index")
    else { throw Failure.table(ReleaseFile.participants.rawValue) }
    var courses: [String: [String]] = [:]
    for row in followUps.dropFirst() {
      // Which cells are not empty tells what the form asked.
      let asked = row.indices.filter { $0 != owner && $0 != time && !row[$0].isEmpty }
      courses[row[owner], default: []].append("\(row[time]) \(asked)")
    }
    let body = participants.dropFirst()
    guard Set(body.map { $0[id] }).count == body.count, Set(courses.keys).isSubset(of: body.map { $0[id] })
    else {
      throw Failure.ids(file: ReleaseFile.followUps.rawValue)
    }
    guard body.allSatisfy({ $0[count] == String(courses[$0[id], default: []].count) }) else {
      throw Failure.ids(file: ReleaseFile.participants.rawValue)
    }
    let joined = body.map { row in row + [courses[row[id], default: []].sorted().joined(separator: ";")] }
    let known = header.indices.filter { place in
      columns.columns(of: .participants).contains {
        $0.name == header[place] && profile.role(of: $0) == .quasiIdentifier
      }
    }
    let check = try SlowCheck(
      rows: joined, quasiIdentifiers: known + [header.count], sensitive: [status],
      nonDisclosing: [status: Set(profile.nonDisclosing)])
    guard check.smallestClass >= profile.k else {
      throw Failure.smallClass(found: check.smallestClass, k: profile.k)
    }
    let disclosures = check.disclosures[0]
    if let uniform = disclosures.first(where: { !$0.isDiverse(profile.l) }) {
      throw Failure.uniformClass(found: uniform.values, l: profile.l)
    }
    let diverse = disclosures.count { $0.values >= profile.l }
    let undecided = disclosures.count { $0.values == 0 }
    return Checked(
      classCount: check.classCount, smallestClass: check.smallestClass, diverseClasses: diverse,
      mostlyUndecidedClasses: check.classCount - diverse - undecided, undecidedClasses: undecided,
      rows: [
        ReleaseFile.participants.rawValue: body.count, ReleaseFile.followUps.rawValue: followUps.count - 1,
      ])
  }

  private func checkPackage(read: (String) throws -> [UInt8]) throws {
    guard let package = PlainJSON.value(try read("datapackage.json")) else {
      throw Failure.file("datapackage.json")
    }
    let resources = package["resources"]?.elements ?? []
    guard resources.compactMap({ $0["path"]?.asText }) == ReleaseFile.allCases.map(\.rawValue) else {
      throw Failure.manifest(file: "datapackage.json")
    }
    for resource in resources {
      let name = resource["path"]?.asText ?? ""
      let bytes = try read(name)
      let fields = (resource["schema"]?["fields"]?.elements ?? []).compactMap { $0["name"]?.asText }
      guard resource["bytes"]?.asInteger == bytes.count,
        resource["hash"]?.asText == "sha256:" + Self.hexadecimal(of: bytes),
        PlainCSV(bytes)?.rows.first == fields
      else { throw Failure.manifest(file: name) }
    }
  }

  private func checkCodes(in bytes: [UInt8], of name: String) throws {
    guard !codeDigests.isEmpty else { return }
    let words = bytes.split { byte in
      !((0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || byte == 0x2D || byte == 0x5F)
    }
    let distinct = Set(
      words.filter { $0.count >= Self.shortestCode }.map { String(decoding: $0, as: UTF8.self) })
    if distinct.contains(where: { codeDigests.contains(Self.digest(of: $0)) }) {
      throw Failure.sourceCode(file: name)
    }
  }
}

extension ExportVerifier.Failure: CustomStringConvertible {
  /// What was found where.
  public var description: String {
    switch self {
    case .file(let file): "\(file) is missing, unreadable or not listed"
    case .table(let file): "\(file) is not the table it should be"
    case .column(let file, let column): "\(file) has a column that may not leave: \(column)"
    case .cell(let file, let column, let line): "\(file):\(line): \(column) has a cell that it cannot have"
    case .looksLikeDate(let file, let line): "\(file):\(line): a cell looks like a date or an identity number"
    case .sourceCode(let file): "\(file) holds a participant's code of the source"
    case .ids(let file): "\(file): ids repeat, or the two tables do not fit together"
    case .smallClass(let found, let k): "a class has \(found) participants where \(k) are promised"
    case .uniformClass(let found, let l): "a class has \(found) answers of long_covid where \(l) are promised"
    case .manifest(let file): "\(file) is not what the manifest says of it"
    }
  }
}
