/// How and since when a vaccine is given, as far as the rules about doses need it.
public struct VaccineLicence: Hashable, Sendable {
  /// Days between two doses as the product information asks for them; nil if unknown or for one dose.
  public var intervalDays: Int?
  /// First day on which each strain was approved in the European Union.
  public var approvals: [String: StudyDay]

  /// Makes a licence.
  public init(intervalDays: Int? = nil, approvals: [String: StudyDay] = [:]) {
    self.intervalDays = intervalDays
    self.approvals = approvals
  }

  /// The first approval of any strain; nil if the vaccine has none in the European Union.
  public var firstApproval: StudyDay? { approvals.values.min() }

  /// The day on which a strain was approved, that of the first one where the strain is unknown.
  public func approval(ofStrain strain: String?) -> StudyDay? {
    strain.flatMap { approvals[$0] } ?? firstApproval
  }
}
