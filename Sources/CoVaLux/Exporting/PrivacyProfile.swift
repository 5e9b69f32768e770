public import Anonymisation
import CohortModel
import CohortSchema

/// What may leave the house: the promises of a release, and the role of every column.
///
/// Profiles are the files of `Schema/privacy`. A column that a profile does not classify is never written: the
/// export is refused until somebody has decided about it.
public struct PrivacyProfile: Sendable {
  /// Name of the profile, such as `public-use`.
  public let name: String
  /// Version of the profile.
  public let version: Int
  /// Title of the data set.
  public let title: String
  /// The fewest participants that look alike.
  public let k: Int
  /// The fewest answers about Long COVID among participants that look alike, unless few of them have one.
  public let l: Int
  /// The values of the Long COVID status that disclose nothing.
  public let nonDisclosing: [String]
  /// The largest share of the participants that may be left out.
  public let suppressionLimit: Fraction

  let takesUnknownDiagnosisAsNone: Bool
  let refusesSmallDifferences: Bool
  /// Lower bounds of the bands on each level, of the quasi-identifiers that are numbers.
  let bounds: [String: [[Int]]]
  let periods: [Period]
  let followUpLevels: [FollowUpLevel]
  /// The role of each classified column; nil for one that is left out.
  let roles: [ReleaseFile: [String: ColumnRole?]]

  /// A length of calendar time.
  enum Period: String, Sendable, CaseIterable {
    case quarter
    case halfYear = "half-year"
    case year

    /// Such as `2021-Q1`, `2021-H1` or `2021`.
    func label(of day: StudyDay) -> String {
      let (year, month, _) = day.components
      switch self {
      case .quarter: return "\(year)-Q\((month + 2) / 3)"
      case .halfYear: return "\(year)-H\((month + 5) / 6)"
      case .year: return "\(year)"
      }
    }
  }

  /// The profile of a name, as the program carries it.
  ///
  /// - Throws: ``PrivacyProfileError`` if there is none, or if it is wrong.
  public static func named(_ name: String) throws(PrivacyProfileError) -> PrivacyProfile {
    guard let text = Assets.text(of: "privacy/\(name).yaml") else {
      let names = Assets.paths(in: "privacy").map { $0.dropFirst("privacy/".count).dropLast(".yaml".count) }
      throw PrivacyProfileError(
        fileName: name, line: 0,
        message: "there is no such profile; there are: \(names.joined(separator: ", "))")
    }
    return try PrivacyProfile(yaml: text, fileName: "privacy/\(name).yaml")
  }

  /// Reads a profile.
  ///
  /// - Throws: ``PrivacyProfileError`` with file and line of the first thing that is wrong.
  public init(yaml text: String, fileName: String) throws(PrivacyProfileError) {
    self = try PrivacyProfileReader(fileName: fileName).profile(text)
  }

  init(
    name: String, version: Int, title: String, k: Int, l: Int, nonDisclosing: [String],
    suppressionLimit: Fraction, takesUnknownDiagnosisAsNone: Bool, refusesSmallDifferences: Bool,
    bounds: [String: [[Int]]], periods: [Period], followUpLevels: [FollowUpLevel],
    roles: [ReleaseFile: [String: ColumnRole?]]
  ) {
    self.name = name
    self.version = version
    self.title = title
    self.k = k
    self.l = l
    self.nonDisclosing = nonDisclosing
    self.suppressionLimit = suppressionLimit
    self.takesUnknownDiagnosisAsNone = takesUnknownDiagnosisAsNone
    self.refusesSmallDifferences = refusesSmallDifferences
    self.bounds = bounds
    self.periods = periods
    self.followUpLevels = followUpLevels
    self.roles = roles
  }

  /// Whether the profile says anything about a column.
  func isClassified(_ column: ReleaseColumn) -> Bool {
    roles[column.file]?[column.name] != nil
  }

  /// The role of a column that is published; nil for one that is left out or not classified.
  func role(of column: ReleaseColumn) -> ColumnRole? {
    roles[column.file]?[column.name] ?? nil
  }

  /// The quasi-identifiers of a participant that are published, in the order of the class key.
  var quasiIdentifiers: [String] {
    ReleaseColumns.quasiIdentifiers.filter { roles[.participants]?[$0] == .some(.quasiIdentifier) }
  }

  /// The definition by which the status is given.
  var definition: WHO2021 {
    var definition = WHO2021()
    definition.scope.takesUnknownDiagnosisAsNone = takesUnknownDiagnosisAsNone
    return definition
  }

  /// Names of the levels of a quasi-identifier, `*` not among them.
  func levelNames(of column: String) -> [String] {
    switch column {
    case "index_period": periods.map(\.rawValue)
    case "follow_ups":
      followUpLevels.map { level in
        "months from \(level.bounds.map(String.init).joined(separator: ", ")); \(level.content.rawValue)"
      }
    case "sex", "infected": ["as it is"]
    default: bounds[column, default: []].map { "from \($0.map(String.init).joined(separator: ", "))" }
    }
  }
}

/// What is wrong with a profile, and where.
public struct PrivacyProfileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Name of the file.
  public let fileName: String
  /// Counted from 1; 0 if it is about the whole file.
  public let line: Int
  /// What is wrong and what to do.
  public let message: String

  /// `file:line: message`.
  public var description: String {
    line > 0 ? "\(fileName):\(line): \(message)" : "\(fileName): \(message)"
  }
}
