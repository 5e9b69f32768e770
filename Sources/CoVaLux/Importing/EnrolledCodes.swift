import Postgres
import Questionnaires

/// Codes of the participants whom a file enrols, each with its number.
struct EnrolledCodes {
  private let study: String
  private var buffer = CopyBuffer()

  init(study: String) {
    self.study = study
  }

  /// Bytes that wait to be sent.
  var byteCount: Int { buffer.byteCount }

  /// Takes the code of a row that is stored and is the first of its participant.
  mutating func append(_ answers: borrowing Answers, as number: Int64) {
    buffer.beginRow(fieldCount: 3)
    buffer.append(text: study)
    buffer.append(bytes: answers.text.span.extracting(answers.participant))
    buffer.append(int64: number)
  }

  /// Stores and forgets what was taken.
  mutating func send(on connection: inout Connection) throws {
    guard buffer.rowCount > 0 else { return }
    _ = try connection.copyIn(
      "copy intake.crosswalk (study, code, participant_id) from stdin (format binary)", from: buffer)
    buffer.removeAll()
  }
}
