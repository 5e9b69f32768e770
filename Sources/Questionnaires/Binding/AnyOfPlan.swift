import CohortModel

/// A concept that several columns tell together, compiled for the loop over rows.
///
/// A class for the same reason as ``CellPlan``.
final class AnyOfPlan: Sendable {
  /// Place among the cells of the row.
  let place: Int
  /// In the order of the questionnaire; nil for a column that the file lacks though it should have it.
  let columns: [CellPlan?]
  let isRequired: Bool

  init(place: Int, columns: [CellPlan?], isRequired: Bool) {
    self.place = place
    self.columns = columns
    self.isRequired = isRequired
  }

  /// Ranks by code of no and yes, or of a symptom: absent, mild, moderate, severe, present without a grade.
  ///
  /// What has no grade may be worse than a moderate part, so that the whole has none; nothing is worse than severe.
  private static let ranks: [Int8] = [0, 1, 2, 4, 3]

  /// Whether a code says more than another; both are codes of a symptom, or of no and yes.
  static func isMore(_ code: Int64, than other: Int64) -> Bool {
    ranks[Int(code)] > ranks[Int(other)]
  }
}
