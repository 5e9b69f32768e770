/// One file of the made-up cohort, as a study centre would send it.
public struct DemonstrationFile: Sendable {
  /// File name, such as `covalux-baseline.csv`.
  public let name: String
  /// Name of the questionnaire that the file is imported as.
  public let questionnaire: String
  /// The file, in the encoding that its source uses.
  public let bytes: [UInt8]
  /// What is wrong with the file, on purpose, in the order of the lines.
  public let plantedDefects: [PlantedDefect]
}

/// Something that is wrong in a made-up file on purpose, as it was in real ones.
public struct PlantedDefect: Hashable, Sendable {
  /// What is wrong; the raw value is the word of a manifest.
  public enum Kind: String, Sendable, CaseIterable {
    /// A number with a degree sign or another unit behind it.
    case unitBehindNumber = "unit-behind-number"
    /// Two numbers where one belongs, such as `37.8-38`.
    case rangeForNumber = "range-for-number"
    /// A number with a word behind it, such as `39.2 MAX`.
    case wordBehindNumber = "word-behind-number"
    /// A stroke for a missing answer.
    case strokeForMissing = "stroke-for-missing"
    /// A number with zeros in front, which is no mistake.
    case leadingZero = "leading-zero"
    /// A number that hardly can be.
    case implausibleNumber = "implausible-number"
    /// A participant's code in small letters.
    case lowerCaseCode = "lower-case-code"
    /// A participant's code with a tab in front.
    case tabBeforeCode = "tab-before-code"
    /// A participant's code of digits alone.
    case bareNumberCode = "bare-number-code"
    /// A code of nobody in the study.
    case unknownParticipant = "unknown-participant"
    /// A day that no calendar has.
    case impossibleDate = "impossible-date"
    /// A response dated before its participant enrolled.
    case beforeEnrolment = "before-enrolment"
    /// The days of two doses in each other's place.
    case swappedDoses = "swapped-doses"
    /// A code that the question does not have.
    case unknownCode = "unknown-code"
    /// A code that a sister question has and this one has not.
    case foreignCode = "foreign-code"
    /// A day of the schedule that does not exist.
    case unknownEvent = "unknown-event"
  }

  /// What a planted defect costs.
  public enum Consequence: String, Sendable, CaseIterable {
    /// The row is rejected by a look at the file alone.
    case rejectsRow = "rejects-row"
    /// The cell is not stored, the rest of the row is.
    case rejectsCell = "rejects-cell"
    /// The row is rejected by a look at what is stored of the participant.
    case rejectsRowAgainstCohort = "rejects-row-against-cohort"
    /// Everything is stored and somebody should look at it.
    case warns
    /// Everything is stored and right.
    case harmless
  }

  /// Line of the file, counted from 1, which is the header.
  public let line: Int
  /// Name of the column.
  public let column: String
  /// What is wrong.
  public let kind: Kind
  /// What it costs.
  public let consequence: Consequence

  /// True if a row or a cell is not stored because of it.
  public var isError: Bool {
    switch consequence {
    case .rejectsRow, .rejectsCell, .rejectsRowAgainstCohort: true
    case .warns, .harmless: false
    }
  }
}
