public import CohortModel

/// What a participant agreed to, and what of it has ended.
public struct Consent: Hashable, Sendable {
  /// Agreement to take part.
  public enum Status: Int16, Sendable, CaseIterable {
    case refused = 0
    case given = 1
    /// An ethics committee waived it.
    case waived = 2
  }

  /// Something that a participant can withdraw from, each by itself.
  public enum Switch: String, Sendable, CaseIterable {
    /// Giving new data.
    case participation
    /// The use of the data given.
    case useOfData = "use-of-data"
    /// The use of the samples given.
    case useOfSamples = "use-of-samples"

    var column: String {
      switch self {
      case .participation: "participation_ended"
      case .useOfData: "data_use_ended"
      case .useOfSamples: "sample_use_ended"
      }
    }
  }

  /// Agreement to take part; nil if unknown.
  public var status: Status?
  /// Day of the agreement; nil if unknown.
  public var given: StudyDay?
  /// Version of the consent form.
  public var version: String?
  /// Whether the data may be used in later studies; nil if unknown.
  public var allowsFutureUseOfData: Bool?
  /// Whether the samples may be used in later studies; nil if unknown.
  public var allowsFutureUseOfSamples: Bool?
  /// Whether the person may be contacted again; nil if unknown.
  public var allowsContact: Bool?
  /// Days from which on each of the switches has ended; set by withdrawal alone.
  public internal(set) var ended: [Switch: StudyDay] = [:]

  /// Makes a record of consent; what is nil is unknown.
  public init(
    status: Status?, given: StudyDay? = nil, version: String? = nil, allowsFutureUseOfData: Bool? = nil,
    allowsFutureUseOfSamples: Bool? = nil, allowsContact: Bool? = nil
  ) {
    self.status = status
    self.given = given
    self.version = version
    self.allowsFutureUseOfData = allowsFutureUseOfData
    self.allowsFutureUseOfSamples = allowsFutureUseOfSamples
    self.allowsContact = allowsContact
  }
}
