public import CohortModel

/// A rule about several cells of one row, as a questionnaire asks for it.
public struct RowRule: Hashable, Sendable {
  /// What the rule says; the raw value is its word.
  public enum Kind: String, Sendable, CaseIterable {
    /// Doses of a higher slot are not given before those of a lower.
    case doseOrder = "dose-order"
    /// Between two doses lie at least so many days.
    case doseInterval = "dose-interval"
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
    /// A response is not dated before enrolment.
    case followUpAfterEnrolment = "follow-up-after-enrolment"

    /// Severity where the questionnaire gives none.
    public var defaultSeverity: Finding.Severity {
      switch self {
      case .doseOrder, .futureDate, .birthBeforeEvents, .deathAfterEvents, .followUpAfterEnrolment: .error
      case .doseInterval, .vaccinationBeforeFirstDoseDay, .infectionBeforeFirstCase, .onsetBeforeTest:
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

    /// Days that the rule asks for, where the questionnaire gives none.
    var defaultDays: Int? {
      // The shortest interval of Comirnaty's trial, the shortest of all products.
      self == .doseInterval ? 19 : nil
    }
  }

  /// What the rule says.
  public let kind: Kind
  /// What an objection means for the row.
  public let severity: Finding.Severity
  /// Least interval in days; only for ``Kind/doseInterval``.
  public let days: Int?
  /// First day that passes; only for rules about a country's first case or dose.
  public let day: StudyDay?
  /// Line of the questionnaire file.
  public let line: Int
}
