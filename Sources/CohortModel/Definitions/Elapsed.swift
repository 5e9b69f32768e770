/// A time since infection as a definition words it; "3 months" is said exactly.
public enum Elapsed: Hashable, Sendable {
  /// Days: 12 weeks are 84, 4 weeks are 28.
  case days(Int)
  /// Calendar months: the same day of a later month, or its last day where it is shorter.
  case months(Int)
  /// Calendar months and then days: 4.5 months are 4 months and 15 days.
  case monthsAndDays(Int, Int)

  /// The day on which the time since `start` is reached.
  public func after(_ start: StudyDay) -> StudyDay {
    switch self {
    case .days(let days): start.adding(days: days)
    case .months(let months): start.adding(months: months)
    case .monthsAndDays(let months, let days): start.adding(months: months).adding(days: days)
    }
  }
}

extension Elapsed: CustomStringConvertible {
  /// The time in words, such as `3 calendar months`.
  public var description: String {
    switch self {
    case .days(let days): "\(days) days"
    case .months(let months): "\(months) calendar months"
    case .monthsAndDays(let months, let days): "\(months) calendar months and \(days) days"
    }
  }
}
