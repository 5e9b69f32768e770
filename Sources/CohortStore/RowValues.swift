import CohortModel
import Postgres

extension Row {
  /// A `date`.
  func day(_ column: String) throws -> StudyDay? {
    try value(column, as: DateDays?.self).map { StudyDay(days: $0.rawValue) }
  }

  /// A `date` with its precision in a column of its own.
  func partialDate(_ column: String) throws -> PartialDate? {
    let precision = PartialDate.Precision(rawValue: try self[column + "_precision"]) ?? .day
    return try day(column).map { PartialDate($0, precision: precision) }
  }

  /// A coded answer; NULL is one that was not asked.
  func code(_ column: String) throws -> Int16 {
    try value(column, as: Int16?.self) ?? MissingReason.notAsked.rawValue
  }

  /// A coded yes or no; nil if it is missing.
  func answer(_ column: String) throws -> Bool? {
    CohortSnapshot.answer(try code(column))
  }

  /// The code of a participant, from the columns of the crosswalk.
  func participantCode() throws -> ParticipantCode {
    try ParticipantCode(try value("code", as: String.self), study: try self["study"])
  }
}
