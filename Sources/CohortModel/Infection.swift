/// A SARS-CoV-2 infection as one source reports it.
public struct Infection: Hashable, Sendable {
  /// How the infection was found.
  public enum Test: Int16, Sendable, CaseIterable {
    /// Nucleic acid amplification in a laboratory.
    case pcr = 1
    /// Antigen test read by a professional.
    case antigen = 2
    /// Antibodies that no vaccination explains.
    case serology = 3
    /// Antigen test read by the person.
    case selfTest = 4
    /// Signs and symptoms alone.
    case clinical = 5
  }

  /// How sure the infection is.
  public enum Status: Int16, Sendable, CaseIterable {
    /// The source says that there was no infection.
    case none = 0
    /// By PCR, antigen test, or seroconversion before vaccination.
    case confirmed = 1
    /// By clinical criteria.
    case probable = 2
    /// Neither tested nor clinically clear.
    case suspected = 3
  }

  /// Severity of the acute phase, after the NIH scale.
  public enum Severity: Int16, Sendable, CaseIterable {
    case asymptomatic = 0
    case mild = 1
    case moderate = 2
    case severe = 3
    case critical = 4
  }

  /// Whose infection it is.
  public var participant: ParticipantCode
  /// The source's own number of the infection, `1` for the first.
  public var slot: String
  /// Start of symptoms.
  public var onset: PartialDate?
  /// Day of the first positive test.
  public var tested: PartialDate?
  /// How the infection was found.
  public var test: Test?
  /// How sure the infection is.
  public var status: Status?
  /// Severity of the acute phase.
  public var severity: Severity?
  /// True if the person was admitted to hospital for it.
  public var wasHospitalised: Bool?
  /// Variant found by sequencing; where there is none, the variant period of the day applies.
  public var sequencedVariant: String?

  /// Makes a report of an infection; what is nil is unknown.
  public init(
    of participant: ParticipantCode, slot: String = "1", onset: PartialDate? = nil,
    tested: PartialDate? = nil, test: Test? = nil, status: Status? = .confirmed, severity: Severity? = nil,
    wasHospitalised: Bool? = nil,
    sequencedVariant: String? = nil
  ) {
    self.participant = participant
    self.slot = slot
    self.onset = onset
    self.tested = tested
    self.test = test
    self.status = status
    self.severity = severity
    self.wasHospitalised = wasHospitalised
    self.sequencedVariant = sequencedVariant
  }

  /// Day from which time since infection is counted: onset, else the first positive test.
  public var index: PartialDate? { onset ?? tested }
}
