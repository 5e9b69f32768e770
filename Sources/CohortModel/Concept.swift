/// The part of the model that a concept belongs to; each is one table.
public enum Block: String, Sendable, CaseIterable {
  /// Personal identifiers, kept apart from research data and encrypted.
  case identity
  /// One row per participant.
  case participant
  /// One row per participant: consent with its separate switches.
  case consent
  /// One row per participant, form and slot.
  case infection
  /// One row per participant, form and slot.
  case vaccination
  /// One row per participant, form, event and instance: facts about the response as a whole.
  case response
  /// One row per response, one column per symptom of the reference list.
  case symptom
  /// One row per response, one column per item of an instrument.
  case instrument

  /// True if the block has several rows per response, told apart by a slot: `vaccination(2).date`.
  public var hasSlots: Bool { self == .infection || self == .vaccination }
}

/// Something that a questionnaire can ask and that the model has a column for.
public struct Concept: Hashable, Sendable {
  /// What a value of the concept is, and how it is stored.
  public enum Kind: Hashable, Sendable {
    /// A code of a scale, stored as `smallint`; missing reasons are negative codes.
    case coded(Scale)
    /// A whole number within bounds, stored as `smallint`; missing is NULL.
    case integer(ClosedRange<Int16>)
    /// A number within bounds, stored as `double precision`; missing is NULL.
    case number(ClosedRange<Double>)
    /// A civil date, stored as `date`; missing is NULL.
    case date
    /// A civil date with a precision, stored as `date` and, in `<column>_precision`, as `smallint`.
    case partialDate
    /// A calendar year stored as `smallint`, also taken from a date; missing is NULL.
    case year
    /// Text of at most 200 characters; missing is NULL.
    case text
    /// An identifier of a vocabulary, stored as `text`; missing is NULL.
    case vocabulary(Vocabulary.Name)
  }

  /// The part of the model that it belongs to.
  public let block: Block
  /// Name within the block as questionnaires write it, such as `birth-year`.
  public let field: String
  /// What a value is.
  public let kind: Kind

  /// Name as questionnaires write it, without a slot: `participant.birth-year`.
  public var name: String { "\(block.rawValue).\(field)" }

  /// Name of the table's column.
  public var column: String {
    String(field.map { $0 == "-" || $0 == "." ? "_" : $0 })
  }

  /// Makes a concept.
  public init(_ block: Block, _ field: String, _ kind: Kind) {
    self.block = block
    self.field = field
    self.kind = kind
  }
}
