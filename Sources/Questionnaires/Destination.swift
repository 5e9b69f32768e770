public import CohortModel

/// Where the slot of a dose or of an infection comes from.
public enum SlotSource: Hashable, Sendable {
  /// The same slot for every row: `vaccination(1).given`, `vaccination(last).given`.
  case fixed(String)
  /// Read from a cell; the place in ``Questionnaire/slots`` and in ``Answers/slots``.
  case cell(Int)
  /// The event of the row.
  case event
}

/// Where the answer to a question is stored.
public enum Destination: Hashable, Sendable {
  /// A concept of the model, with a slot where its block has slots.
  case concept(Concept, slot: SlotSource?)
  /// A question that only this questionnaire has: its place in ``Questionnaire/answers``.
  case answer(index: Int)
}
