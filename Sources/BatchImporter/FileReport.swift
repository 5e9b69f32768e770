import CoVaLux
import Reporting

/// The report about one file.
struct FileReport: Sendable {
  /// Name of the file as it arrived.
  let file: String
  /// What the names of the reports about it begin with.
  let name: String
  let outcome: FileOutcome
  /// When it was finished, after ISO 8601.
  let finished: String
  /// Where it stood among the files that were taken together.
  let place: PlaceInRound
  /// What it was read as; nil if that was not found.
  let questionnaire: LoadedQuestionnaire?

  /// Name of the file of rejected rows, which lies beside the report; nil if no row was rejected.
  var rejectsName: String? {
    guard case .imported(let report) = outcome, report.rejectsPath != nil else { return nil }
    return "\(name).rejected.csv"
  }

  /// The report for programs: that of `covalux import` with what became of the file.
  var json: JSONValue {
    let added: [JSONValue.Member] = [
      .init("finished", .string(finished)), .init("rejects_file", JSONValue(rejectsName)),
      .init("taken", ["place": .integer(place.number), "of": .integer(place.count)]),
    ]
    let document =
      switch outcome {
      case .imported(let report): report.json
      case .refused(let refused): refused.json(as: questionnaire)
      }
    guard case .object(let members) = document else { return document }
    return .object(members + added)
  }
}
