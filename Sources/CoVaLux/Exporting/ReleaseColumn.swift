import Anonymisation
import CohortModel

/// A file of a release that holds participants' rows.
public enum ReleaseFile: String, Sendable, CaseIterable {
  /// One row per participant.
  case participants = "participants.csv"
  /// One row per published follow-up.
  case followUps = "followups.csv"
}

/// A column that the program knows how to write into a release.
struct ReleaseColumn: Sendable, Hashable {
  /// What a cell of the column can be.
  enum Kind: Sendable, Hashable {
    /// A release's own random id of 32 hexadecimal digits.
    case releaseID
    /// A label of a hierarchy; which labels there are, the profile says.
    case band
    /// One of a few codes, each with its label.
    case codes([Code])
    /// A whole number within bounds.
    case integer(ClosedRange<Int>)
    /// A number within bounds, of at most three decimals.
    case number(ClosedRange<Double>)
  }

  /// A code and what it means.
  struct Code: Sendable, Hashable {
    let value: String
    let label: String
  }

  /// From which extent of a follow-up on the column is published.
  let content: FollowUpContent
  let file: ReleaseFile
  let name: String
  let title: String
  let kind: Kind

  init(
    _ file: ReleaseFile, _ name: String, _ title: String, _ kind: Kind,
    from content: FollowUpContent = .summary
  ) {
    self.file = file
    self.name = name
    self.title = title
    self.kind = kind
    self.content = content
  }
}

/// How much of each follow-up is published, from little to all.
enum FollowUpContent: String, Sendable, CaseIterable, Comparable {
  /// How many symptoms were present.
  case summary
  /// Also which.
  case symptoms
  /// Also the scores.
  case full

  static func < (left: FollowUpContent, right: FollowUpContent) -> Bool {
    (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
  }
}

/// Every column that a release can have.
struct ReleaseColumns: Sendable {
  /// The columns, file by file in the order in which they are written.
  let all: [ReleaseColumn]
  let symptoms: [Symptom]

  /// Quasi-identifiers of a participant, in the order of the class key; the last stands for the trajectory.
  static let quasiIdentifiers = [
    "age", "sex", "infected", "index_period", "doses_before", "months_since_dose", "follow_ups",
  ]

  /// What the cohort holds of a participant and what no release may hold by itself.
  static let withheld: [ReleaseFile: [String]] = [
    .participants: [
      "code", "matricule", "name", "birth_date", "birth_year", "canton", "enrolled", "died",
    ],
    .followUps: ["code", "completed", "event", "form", "phq9_9"],
  ]

  init(symptoms: [Symptom]) {
    self.symptoms = symptoms
    let instruments = Instruments.all().filter { ReleaseScores.instruments.contains($0.id) }
    all =
      Self.participants + Self.ofEveryFollowUp
      + symptoms.map {
        ReleaseColumn(
          .followUps, $0.column, "Symptom: \($0.rawValue)", .codes(Self.symptomCodes), from: .symptoms)
      } + instruments.flatMap(ReleaseScores.columns)
      + [ReleaseColumn(.followUps, "eq5d_vas", "EQ-5D visual analogue scale", .integer(0...100), from: .full)]
  }

  func columns(of file: ReleaseFile) -> [ReleaseColumn] { all.filter { $0.file == file } }

  private static let symptomCodes = Scale.symptom.levels.map { level in
    ReleaseColumn.Code(
      value: String(level.code), label: level.name == "present" ? "present, not graded" : level.name)
  }

  private static let participants = [
    ReleaseColumn(.participants, "participant", "Random id, made for this release alone", .releaseID),
    ReleaseColumn(.participants, "age", "Age in years at enrolment", .band),
    ReleaseColumn(.participants, "sex", "Sex", .band),
    ReleaseColumn(.participants, "infected", "Whether any SARS-CoV-2 infection is known", .band),
    ReleaseColumn(
      .participants, "index_period", "Period of the first infection, or of enrolment if there is none", .band),
    ReleaseColumn(.participants, "doses_before", "Vaccine doses before the infection or enrolment", .band),
    ReleaseColumn(
      .participants, "months_since_dose", "Months from the last such dose to the infection or enrolment",
      .band),
    ReleaseColumn(.participants, "follow_ups", "Rows in followups.csv", .integer(0...1000)),
    ReleaseColumn(
      .participants, "long_covid", "Post COVID-19 condition after any infection, WHO 2021",
      .codes([
        .init(value: "yes", label: "the definition is met"),
        .init(value: "no", label: "not met at the follow-ups observed"),
        .init(value: "indeterminate", label: "a missing answer could change it"),
      ])),
  ]

  private static let ofEveryFollowUp = [
    ReleaseColumn(.followUps, "participant", "Random id, as in participants.csv", .releaseID),
    ReleaseColumn(
      .followUps, "months_since_index", "Months since the infection followed up, or since enrolment", .band),
    ReleaseColumn(
      .followUps, "symptoms_present", "How many of the symptoms asked were present",
      .codes(ReleaseFollowUp.countBands.map { .init(value: $0, label: "\($0) symptoms") })),
  ]
}

/// What the cells without a value mean; a Data Package lists them as missing values.
enum ReleaseMissing {
  /// The form did not ask.
  static let notAsked = ""
  /// Asked, and there is no answer or no score.
  static let noAnswer = "NA"
  /// The quasi-identifier is generalised to nothing.
  static let generalised = Hierarchy.top

  static let labels = [
    (value: notAsked, label: "not asked"), (value: noAnswer, label: "asked, no answer or no score"),
    (value: generalised, label: "generalised to nothing"),
  ]
}
