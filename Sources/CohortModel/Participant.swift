/// A person who takes part in a study, as research sees them: no name, no birth date, no address.
public struct Participant: Hashable, Sendable {
  /// Sex as recorded by the study.
  public enum Sex: Int16, Sendable, CaseIterable {
    case male = 1
    case female = 2
    case other = 3
  }

  /// The study's code of the person.
  public var code: ParticipantCode
  /// Four-digit year; nil if unknown.
  public var birthYear: Int?
  /// Sex as recorded by the study; nil if unknown.
  public var sex: Sex?
  /// Day of enrolment; nil if unknown.
  public var enrolled: StudyDay?
  /// ISO 3166-2 code of the canton of residence, such as `LU-ES`.
  public var canton: String?
  /// Day of death.
  public var died: StudyDay?
  /// Age in whole years on the day of enrolment; nil if unknown.
  public var ageAtEnrolment: Int?

  /// Makes a participant; what is nil is unknown.
  public init(
    code: ParticipantCode, birthYear: Int? = nil, sex: Sex? = nil, enrolled: StudyDay? = nil,
    canton: String? = nil, died: StudyDay? = nil
  ) {
    self.code = code
    self.birthYear = birthYear
    self.sex = sex
    self.enrolled = enrolled
    self.canton = canton
    self.died = died
  }
}
