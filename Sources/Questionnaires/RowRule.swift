public import CohortModel

/// A rule about several cells of a row, or several rows of a participant, as a questionnaire asks for it.
public struct RowRule: Hashable, Sendable {
  /// What the rule says; the raw value is its word.
  public enum Kind: String, Sendable, CaseIterable {
    /// Doses of a higher slot are not given before those of a lower.
    case doseOrder = "dose-order"
    /// Between two doses lie at least so many days.
    case doseInterval = "dose-interval"
    /// No dose is told under two numbers.
    case duplicateDose = "duplicate-dose"
    /// No dose before its product was approved.
    case vaccinationBeforeApproval = "vaccination-before-approval"
    /// No dose before the first one in the country.
    case vaccinationBeforeFirstDoseDay = "vaccination-before-first-dose-day"
    /// No infection before the first one in the country.
    case infectionBeforeFirstCase = "infection-before-first-case"
    /// No date after the day of the import.
    case futureDate = "future-date"
    /// Symptoms start before the test.
    case onsetBeforeTest = "onset-before-test"
    /// Nothing happens before birth.
    case birthBeforeEvents = "birth-before-events"
    /// Nothing happens after death.
    case deathAfterEvents = "death-after-events"
    /// Nothing happens to a participant in the study after the end of taking part.
    case withdrawalAfterEvents = "withdrawal-after-events"
    /// A response is not dated before enrolment.
    case followUpAfterEnrolment = "follow-up-after-enrolment"
    /// Symptoms do not end before they begin.
    case symptomsInOrder = "symptoms-in-order"
    /// Rows of one file say the same about a participant, an infection or a dose.
    case contradiction

    /// Severity where the questionnaire gives none.
    public var defaultSeverity: Finding.Severity {
      switch self {
      case .doseOrder, .futureDate, .birthBeforeEvents, .deathAfterEvents, .withdrawalAfterEvents,
        .followUpAfterEnrolment, .symptomsInOrder, .contradiction:
        .error
      case .doseInterval, .duplicateDose, .vaccinationBeforeApproval, .vaccinationBeforeFirstDoseDay,
        .infectionBeforeFirstCase, .onsetBeforeTest:
        .warning
      }
    }

    /// Day before which the rule objects, where the questionnaire gives none.
    var defaultDay: StudyDay? {
      switch self {
      // Luxembourg's first dose and first known case.
      case .vaccinationBeforeFirstDoseDay: "2020-12-28"
      case .infectionBeforeFirstCase: "2020-02-29"
      default: nil
      }
    }

    /// Whether a questionnaire may say how many days the rule asks for.
    var takesDays: Bool { self == .doseInterval }
  }

  /// What the rule says.
  public let kind: Kind
  /// What an objection means for the row.
  public let severity: Finding.Severity
  /// Days between two doses where the product has no interval: the shortest of Comirnaty's trial, 19 to 42.
  public static let daysOfUnknownProduct = 19

  /// Least interval in days, only for ``Kind/doseInterval``; nil there stands for that of the later dose's product.
  public let days: Int?
  /// First day that passes; only for rules about a country's first case or dose.
  public let day: StudyDay?
  /// Line of the questionnaire file.
  public let line: Int

  /// The same rule where an objection must not cost the row.
  var withoutRefusal: RowRule {
    RowRule(kind: kind, severity: min(severity, .warning), days: days, day: day, line: line)
  }
}

/// Words about doses, for checks of one row and of several.
extension RowRule {
  /// What is said of a dose that follows too early.
  public var intervalMessage: String {
    days.map { "is less than \($0) days after the dose before" }
      ?? "is earlier after the dose before than the interval of its product"
  }

  /// What to do about a dose that follows too early.
  public static let intervalHint =
    "check both dates; the intervals stand in Schema/reference/vaccine.csv with their sources"
  /// What is said of a dose that is told twice.
  public static let duplicateMessage = "is the day of another dose of the same product"
  /// What to do about a dose that is told twice.
  public static let duplicateHint = "remove the repeated dose, or correct its date"
}
