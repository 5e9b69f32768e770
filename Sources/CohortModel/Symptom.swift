/// A symptom of the reference list `Schema/reference/symptom.csv`, by its identifier.
public struct Symptom: RawRepresentable, Hashable, Sendable {
  /// The identifier, lower case with hyphens, such as `loss-of-smell`.
  public let rawValue: String

  /// Makes a symptom from its identifier.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// The identifier as a column name: hyphens become underscores.
  public var column: String {
    String(rawValue.map { $0 == "-" ? "_" : $0 })
  }

  /// Fatigue.
  public static let fatigue = Symptom(rawValue: "fatigue")
  /// Getting worse after physical or mental effort.
  public static let postExertionalMalaise = Symptom(rawValue: "post-exertional-malaise")
  /// Shortness of breath.
  public static let dyspnoea = Symptom(rawValue: "dyspnoea")
  /// Cough, dry or productive.
  public static let cough = Symptom(rawValue: "cough")
  /// Chest pain.
  public static let chestPain = Symptom(rawValue: "chest-pain")
  /// Palpitations.
  public static let palpitations = Symptom(rawValue: "palpitations")
  /// Trouble thinking clearly.
  public static let brainFog = Symptom(rawValue: "brain-fog")
  /// Dizziness.
  public static let dizziness = Symptom(rawValue: "dizziness")
  /// Loss or change of smell.
  public static let lossOfSmell = Symptom(rawValue: "loss-of-smell")
  /// Loss or change of taste.
  public static let lossOfTaste = Symptom(rawValue: "loss-of-taste")
  /// Excessive thirst.
  public static let thirst = Symptom(rawValue: "thirst")
  /// Low sexual desire or capacity.
  public static let sexualDysfunction = Symptom(rawValue: "sexual-dysfunction")
  /// Any gastrointestinal symptom, asked as one question.
  public static let gastrointestinal = Symptom(rawValue: "gastrointestinal")
  /// Abnormal movements.
  public static let abnormalMovements = Symptom(rawValue: "abnormal-movements")
  /// Sleep apnoea.
  public static let sleepApnoea = Symptom(rawValue: "sleep-apnoea")
}

extension Symptom: CustomStringConvertible {
  /// The identifier.
  public var description: String { rawValue }
}

/// What is known of one symptom at one follow-up.
public enum SymptomState: Hashable, Sendable {
  /// Asked and not there.
  case absent
  /// Present and mild.
  case mild
  /// Present and moderate.
  case moderate
  /// Present and severe.
  case severe
  /// Present, and its severity was not asked.
  case present
  /// Neither present nor absent, with the reason.
  case missing(MissingReason)

  /// Makes a state from its stored code: 0 absent, 1–3 mild to severe, 4 present and not graded, below 0 missing.
  public init?(code: Int16) {
    switch code {
    case 0: self = .absent
    case 1: self = .mild
    case 2: self = .moderate
    case 3: self = .severe
    case 4: self = .present
    default:
      guard let reason = MissingReason(rawValue: code) else { return nil }
      self = .missing(reason)
    }
  }

  /// The stored code.
  public var code: Int16 {
    switch self {
    case .absent: 0
    case .mild: 1
    case .moderate: 2
    case .severe: 3
    case .present: 4
    case .missing(let reason): reason.rawValue
    }
  }

  /// True or false where the symptom is known to be present or absent, nil where it is missing.
  public var isPresent: Bool? {
    switch self {
    case .absent: false
    case .mild, .moderate, .severe, .present: true
    case .missing: nil
    }
  }
}
