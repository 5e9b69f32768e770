import CohortModel

/// The form of rows that are entered one by one, and not imported from a questionnaire.
enum DirectForm {
  static let name = "direct"

  /// Day after which no dose can be that a form reports: when it was completed last.
  ///
  /// Nil if a response of the form has no date, and for direct entries, which report their own day.
  static func lastDay(of form: String, completed: [StudyDay?]) -> StudyDay? {
    guard form != name, !completed.contains(nil) else { return nil }
    return completed.compactMap { $0 }.max()
  }
}
