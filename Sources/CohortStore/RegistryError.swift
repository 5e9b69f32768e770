public import CohortModel

/// Why a registry refuses a request; never holds a participant's value.
public enum RegistryError: Error, Hashable, Sendable {
  /// No participant has the code.
  case unknownParticipant
  /// The participant of the code was erased, and stays so.
  case erasedParticipant
  /// The participant refused consent.
  case consentRefused
  /// The participant has withdrawn.
  case withdrawn
  /// A vocabulary does not have the identifier.
  case unknownIdentifier(Vocabulary.Name)
  /// The reference list does not have a symptom.
  case unknownSymptom
  /// The model does not have an item of an instrument.
  case unknownItem
  /// An answer is outside the codes of its concept.
  case codeOutOfRange(concept: String)
  /// There is no such row to correct or to remove.
  case unknownRow(table: String)
  /// A correction would change who or what a row is about.
  case keyChanged
  /// A correction leaves everything as it is.
  case nothingChanged
  /// A date lies in the future.
  case dateInFuture
  /// No batch or release has the number.
  case unknownNumber
  /// The data of some of the participants may no longer be used.
  case dataUseEnded(participants: Int)
  /// A change was asked for where only reading is possible.
  case readOnly
  /// The study was used after the call that lent it, or inside one of its own calls.
  case notLent
}

extension RegistryError: CustomStringConvertible {
  /// The error in a sentence, with what to do.
  public var description: String {
    switch self {
    case .unknownParticipant:
      "no participant of the study has this code; enrol the participant or correct the code"
    case .erasedParticipant: "the participant of this code was erased; nothing may be stored under it again"
    case .consentRefused: "the participant refused consent; no data may be stored"
    case .withdrawn: "the participant has withdrawn; no new data may be stored"
    case .unknownIdentifier(let vocabulary):
      "the vocabulary \(vocabulary.rawValue) has no such identifier; see Schema/reference"
    case .unknownSymptom: "the reference list has no such symptom; see Schema/reference/symptom.csv"
    case .unknownItem: "no instrument of the model has such an item"
    case .codeOutOfRange(let concept): "\(concept): the answer is no code of its scale"
    case .unknownRow(let table): "\(table) has no such row; list the rows to see their forms and slots"
    case .keyChanged:
      "a correction cannot change whose row it is or its slot or event; remove the row and add another"
    case .nothingChanged: "the correction changes nothing"
    case .dateInFuture: "the date lies in the future"
    case .unknownNumber: "there is no such number"
    case .dataUseEnded(let count):
      "the data of \(count) of the participants may no longer be used; compute the release anew"
    case .readOnly: "nothing can be changed while reading; use write"
    case .notLent: "the study can only be used inside the call that lends it, one call at a time"
    }
  }
}
