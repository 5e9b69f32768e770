import CSV
import Questionnaires

/// Rows that are known by names: of the row that they belong to, and of their own.
extension ImportAttempt {
  /// Finds whose row it is; false after rejecting it.
  mutating func knowsParent(of record: borrowing Record, _ answers: inout Answers) throws -> Bool {
    let parent = names?.findParticipant(of: &answers, in: stored.participants) ?? .known
    guard parent != .known else { return true }
    let form = questionnaire.parents?.form ?? ""
    try reject(
      record, "unknown-parent", questionnaire.participant.columns.first,
      parent == .unknown
        ? "no stored row of form \(form) has this name"
        : "rows of several participants of form \(form) have this name",
      hint: parent == .unknown
        ? "import the file of that form first" : "name the rows of that form by what is theirs alone")
    return false
  }

  /// Finds out which instance the row is; false after rejecting it.
  mutating func isCounted(
    _ record: borrowing Record, _ answers: inout Answers, of participant: Int64
  ) throws -> Bool {
    guard names?.count(&answers, of: participant) == false else { return true }
    try reject(
      record, "instance", questionnaire.counted.first?.column.columns.first,
      "the participant has more than \(RowNames.mostInstances) rows of this form",
      hint: "split the form, or give its rows events of their own")
    return false
  }
}
