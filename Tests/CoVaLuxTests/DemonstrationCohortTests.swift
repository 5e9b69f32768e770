import CohortModel
import Testing

@testable import CoVaLux

@Suite struct DemonstrationCohortTests {
  private static let files = DemonstrationCohort(participants: 600).files()

  /// FNV-1a, 64 bits, over the names and bytes of all files.
  private func checksum(_ files: [DemonstrationFile]) -> UInt64 {
    files.flatMap { Array($0.name.utf8) + $0.bytes }.reduce(0xCBF2_9CE4_8422_2325) {
      ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3
    }
  }

  private func file(_ name: String) throws -> DemonstrationFile {
    try #require(Self.files.first { $0.name == name })
  }

  /// Cells of a file whose cells hold no line breaks; quotes are left where they are.
  private func cells(of file: DemonstrationFile) -> [[Substring]] {
    let isFrench = file.name.hasPrefix("predi-covid")
    let text =
      isFrench
      ? String(String.UnicodeScalarView(file.bytes.map { Unicode.Scalar($0) }))
      : String(decoding: file.bytes, as: UTF8.self)
    return text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: isFrench ? ";" : ",", omittingEmptySubsequences: false)
    }
  }

  @Test func `SplitMix64 gives its published numbers`() {
    // The first three numbers of the state 1234567, from the reference implementation by S. Vigna.
    var random = DemonstrationRandom(state: 1_234_567)
    #expect(random.next() == 6_457_827_717_110_365_317)
    #expect(random.next() == 3_203_168_211_198_807_973)
    #expect(random.next() == 9_817_491_932_198_370_423)
  }

  @Test func `the same seed gives the same bytes`() {
    #expect(checksum(Self.files) == checksum(DemonstrationCohort(participants: 600).files()))
    // Changes with every change of the cohort, and with nothing else: not with the machine, nor with the run.
    #expect(checksum(Self.files) == 7_676_220_112_570_065_537)
    #expect(Self.files.map(\.bytes.count).reduce(0, +) == 553_624)
  }

  @Test func `another seed gives other people`() {
    #expect(checksum(Self.files) != checksum(DemonstrationCohort(participants: 600, seed: 1).files()))
  }

  @Test func `more participants leave the first ones as they are`() {
    let few = DemonstrationCohort(participants: 40).people().map(\.birth)
    let more = DemonstrationCohort(participants: 80).people().map(\.birth)
    #expect(Array(more.prefix(40)) == few)
  }

  @Test func `files come in an order in which they can be imported`() {
    #expect(
      Self.files.map(\.name) == [
        "covalux-baseline.csv", "predi-covid-baseline.csv", "covalux-vaccination.csv",
        "isaric-arc-vaccination.csv",
        "predi-covid-daily.csv", "covalux-followup.csv", "isaric-tier1-initial.csv",
        "isaric-tier1-ongoing.csv",
        "predi-covid-month-12.csv", "covalux-baseline-departures.csv",
      ])
  }

  @Test func `every participant has one baseline row and a code of their own`() throws {
    let own = try cells(of: file("covalux-baseline.csv")).dropFirst().map { $0[0].uppercased() }
    let predi = try cells(of: file("predi-covid-baseline.csv")).dropFirst().map { $0[0].uppercased() }
    #expect(own.count + predi.count == 600)
    #expect(Set(own).count == own.count)
    #expect(Set(predi).count == predi.count)
  }

  @Test func `Predi-COVID's files are as French Excel saves them`() throws {
    let bytes = try file("predi-covid-baseline.csv").bytes
    #expect(bytes.contains(UInt8(ascii: ";")))
    #expect(bytes.suffix(2) == [0x0D, 0x0A])
    // The degree sign and é of Windows-1252, which are no UTF-8.
    #expect(bytes.contains(0xB0))
    #expect(String(validating: bytes, as: UTF8.self) == nil)
    let text = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    #expect(text.contains("37,2") || text.contains("36,8"))
  }

  @Test func `defects are as many as promised`() {
    let counts = Self.files.map {
      "\($0.name) \($0.plantedDefects.count) \($0.plantedDefects.count(where: \.isError))"
    }
    #expect(
      counts == [
        "covalux-baseline.csv 5 3", "predi-covid-baseline.csv 16 8", "covalux-vaccination.csv 4 4",
        "isaric-arc-vaccination.csv 3 3", "predi-covid-daily.csv 11 5", "covalux-followup.csv 8 6",
        "isaric-tier1-initial.csv 1 1", "isaric-tier1-ongoing.csv 1 1", "predi-covid-month-12.csv 5 4",
        "covalux-baseline-departures.csv 0 0",
      ])
  }

  @Test func `a defect stands where the manifest says`() throws {
    for file in Self.files {
      let lines = cells(of: file)
      for defect in file.plantedDefects {
        let column = try #require(lines[0].firstIndex { $0 == defect.column })
        let cell = lines[defect.line - 1][column]
        switch defect.kind {
        case .unitBehindNumber: #expect(cell.hasSuffix("°") || cell.hasSuffix("H"))
        case .rangeForNumber: #expect(cell.contains("-"))
        case .wordBehindNumber: #expect(cell == "39.2 MAX")
        case .strokeForMissing: #expect(cell == "/")
        case .tabBeforeCode: #expect(cell.hasPrefix("\t"))
        case .lowerCaseCode: #expect(cell == cell.lowercased())
        case .bareNumberCode: #expect(Int(cell) != nil)
        case .impossibleDate: #expect(StudyDay(iso: cell) == nil && cell.count == 10)
        case .unknownParticipant: #expect(cell.hasPrefix("LUX-99999"))
        case .swappedDoses: #expect(cell < lines[defect.line - 1][column - 3])
        default: #expect(!cell.isEmpty)
        }
      }
    }
  }

  @Test func `a rejected baseline drags no other row with it`() throws {
    let elsewhere = Set(
      try ["covalux-vaccination.csv", "covalux-followup.csv", "isaric-arc-vaccination.csv"].flatMap { name in
        try cells(of: file(name)).dropFirst().map { $0[0] }
      })
    let baseline = try file("covalux-baseline.csv")
    let lines = cells(of: baseline)
    for defect in baseline.plantedDefects where defect.consequence == .rejectsRow {
      #expect(!elsewhere.contains(lines[defect.line - 1][0]))
    }
  }

  @Test func `nobody answers after leaving`() throws {
    let departures = try cells(of: file("covalux-baseline-departures.csv"))
    let ended = try #require(departures[0].firstIndex { $0 == "participation_ended" })
    let left = Dictionary(
      departures.dropFirst().filter { !$0[ended].isEmpty }.map { ($0[0], $0[ended]) },
      uniquingKeysWith: { $1 })
    #expect(left.count > 5)
    for row in try cells(of: file("covalux-followup.csv")).dropFirst() {
      if let day = left[row[0]], row[3] != "2022-11-31" { #expect(row[3] < day) }
    }
  }

  @Test(arguments: [1, 7, 25]) func `a handful of people is enough`(participants: Int) {
    let files = DemonstrationCohort(participants: participants).files()
    #expect(files.count == 10)
  }
}
