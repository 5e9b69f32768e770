/// The codes of a coded concept, each with its name, in ascending order.
public struct Scale: Hashable, Sendable {
  /// One code of a scale.
  public struct Level: Hashable, Sendable {
    /// Name as questionnaire files write it.
    public let name: String
    /// Code as it is stored.
    public let code: Int16
  }

  /// The levels in ascending order of their codes.
  public let levels: [Level]

  /// Makes a scale of names with their codes; codes are 0 or above.
  public init(_ levels: KeyValuePairs<String, Int16>) {
    self.levels = levels.map { Level(name: $0.key, code: $0.value) }
  }

  /// A scale of whole numbers that are their own names.
  public init(_ range: ClosedRange<Int16>) {
    levels = range.map { Level(name: String($0), code: $0) }
  }

  /// The code that `name` names; nil if there is none.
  public func code(named name: some StringProtocol) -> Int16? {
    levels.first { $0.name == name }?.code
  }

  /// The name of a code; nil if there is none.
  public func name(of code: Int16) -> String? {
    levels.first { $0.code == code }?.name
  }

  /// No or yes.
  public static let noYes = Scale(["no": 0, "yes": 1])
  /// States of a symptom: see ``SymptomState``.
  public static let symptom = Scale(["absent": 0, "mild": 1, "moderate": 2, "severe": 3, "present": 4])
  /// See ``Participant/Sex``.
  public static let sex = Scale(["male": 1, "female": 2, "other": 3])
  /// See ``Infection/Test``.
  public static let test = Scale(["pcr": 1, "antigen": 2, "serology": 3, "self-test": 4, "clinical": 5])
  /// See ``Infection/Status``.
  public static let infectionStatus = Scale(["none": 0, "confirmed": 1, "probable": 2, "suspected": 3])
  /// See ``Infection/Severity``.
  public static let severity = Scale(
    ["asymptomatic": 0, "mild": 1, "moderate": 2, "severe": 3, "critical": 4])
  /// Smoking habit.
  public static let smoking = Scale(["never": 0, "former": 1, "current": 2])
  /// Highest education: ISCED 2011 levels 0 to 8.
  public static let education = Scale(0...8)
  /// Consent to taking part; `waived` by an ethics committee.
  public static let consent = Scale(["refused": 0, "given": 1, "waived": 2])
}
