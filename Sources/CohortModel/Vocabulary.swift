/// The controlled vocabularies, as far as checking a questionnaire and its answers needs them.
public struct Vocabulary: Sendable {
  /// A vocabulary whose identifiers are stored as text.
  public enum Name: String, Sendable, CaseIterable {
    case vaccine
    case strain
    case variant
    case canton
    case event
  }

  /// The symptoms in the order of their columns.
  public let symptoms: [Symptom]
  private let identifiers: [Name: [String]]
  private let synonyms: [Name: [String: String]]
  private let licences: [String: VaccineLicence]

  /// Makes the vocabularies.
  ///
  /// - Parameters:
  ///   - symptoms: The symptoms in the order of their columns.
  ///   - identifiers: The identifiers of each vocabulary, in its own order.
  ///   - synonyms: Other spellings, lower-cased, with the identifier each stands for.
  ///   - licences: What is known of the vaccines' use, by identifier.
  public init(
    symptoms: [Symptom], identifiers: [Name: [String]], synonyms: [Name: [String: String]] = [:],
    licences: [String: VaccineLicence] = [:]
  ) {
    self.symptoms = symptoms
    self.identifiers = identifiers
    self.synonyms = synonyms
    self.licences = licences
  }

  /// Identifiers of one vocabulary, in its own order.
  public func identifiers(of name: Name) -> [String] {
    identifiers[name, default: []]
  }

  /// What is known of a vaccine's use; nil if nothing is.
  public func licence(of vaccine: String) -> VaccineLicence? { licences[vaccine] }

  /// The identifier that a text names, by itself or as a synonym, in any case; nil if it names none.
  public func identifier(for text: String, in name: Name) -> String? {
    let key = text.lowercased()
    return identifiers[name]?.first { $0.lowercased() == key } ?? synonyms[name]?[key]
  }
}
