/// A COVID-19 vaccine product of the reference list `Schema/reference/vaccine.csv`, by its identifier.
public struct VaccineProduct: RawRepresentable, Hashable, Sendable {
  /// The identifier, such as `comirnaty`.
  public let rawValue: String

  /// Makes a product from its identifier.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// Tozinameran, BioNTech.
  public static let comirnaty = VaccineProduct(rawValue: "comirnaty")
  /// Elasomeran, Moderna.
  public static let spikevax = VaccineProduct(rawValue: "spikevax")
  /// ChAdOx1-S, AstraZeneca.
  public static let vaxzevria = VaccineProduct(rawValue: "vaxzevria")
  /// Ad26.COV2-S, Janssen.
  public static let jcovden = VaccineProduct(rawValue: "jcovden")
  /// NVX-CoV2373, Novavax.
  public static let nuvaxovid = VaccineProduct(rawValue: "nuvaxovid")
}

/// A dose of a COVID-19 vaccine as one source reports it.
public struct Vaccination: Hashable, Sendable {
  /// Who was vaccinated.
  public var participant: ParticipantCode
  /// The source's own number of the dose, or `last`.
  public var slot: String
  /// Nil if the product is unknown.
  public var product: VaccineProduct?
  /// Strain of an adapted vaccine, as in `Schema/reference/vaccine_strain.csv`; nil if unknown.
  public var strain: String?
  /// Day of the dose; nil if unknown.
  public var given: PartialDate?
  /// Batch number as written on the record.
  public var batch: String?

  /// Makes a report of a numbered dose; what is nil is unknown.
  public init(
    of participant: ParticipantCode, dose: Int, product: VaccineProduct?, strain: String? = nil,
    on given: PartialDate?, batch: String? = nil
  ) {
    self.init(
      of: participant, slot: String(dose), product: product, strain: strain, on: given, batch: batch)
  }

  /// Makes a report of a dose by the source's own slot.
  public init(
    of participant: ParticipantCode, slot: String, product: VaccineProduct?, strain: String? = nil,
    on given: PartialDate?, batch: String? = nil
  ) {
    self.participant = participant
    self.slot = slot
    self.product = product
    self.strain = strain
    self.given = given
    self.batch = batch
  }
}
