import CSV
import CohortModel
import Fuzzing

@testable import Questionnaires

/// A questionnaire file is loaded or refused with problems at its lines; what was loaded reads a row of any cells.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzQuestionnaire(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let text = String(decoding: FuzzInput(start, count).bytes, as: UTF8.self)
  do throws(QuestionnaireError) {
    let questionnaire = try Questionnaire.load(text: text, fileName: "q.yaml", vocabulary: vocabulary)
    readRows(questionnaire)
  } catch {
    require(!error.problems.isEmpty, "a file is refused without a reason")
    // A break of YAML may be more than a line feed.
    let lines = text.unicodeScalars.count { ["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"].contains($0) } + 1
    for problem in error.problems {
      require((0...lines + 1).contains(problem.line), "a problem at a line that the file lacks")
    }
  }
  return 0
}

private let vocabulary = Vocabulary(
  symptoms: ["fever", "cough", "fatigue"].map { Symptom(rawValue: $0) },
  identifiers: [
    .vaccine: ["comirnaty", "spikevax"], .strain: ["original", "omicron"], .canton: ["LU-ES", "LU-LU"],
    .event: ["baseline", "month-6"], .variant: ["delta", "omicron"],
  ],
  synonyms: [.vaccine: ["pfizer": "comirnaty"]])

private let cells = [
  "", "1", "0", "-7", "2021-02-29", "01/02/2021", "12,5", "comirnaty", "oui", "\u{FEFF}", "é\n",
  "99999999999999999999",
]

private func readRows(_ questionnaire: Questionnaire) {
  let columns = questionnaire.columnsOfWrites
  guard case .bound(var bound, _) = questionnaire.bind(header: columns, today: StudyDay(days: 9000)) else {
    return
  }
  var writer = CSVWriter(dialect: Dialect(), isFormulaSafe: false)
  for row in 0..<4 {
    for place in columns.indices { writer.writeText(cells[(place * (row + 1) + row) % cells.count]) }
    guard (try? writer.endRecord()) != nil else { return }
  }
  var reader = RecordReader(MemorySource(writer.bytes), dialect: Dialect())
  var record = Record()
  var answers = Answers()
  var findings = FindingSink()
  while (try? reader.next(&record)) == true, record.count == columns.count {
    _ = bound.validate(record, into: &answers, findings: &findings)
  }
}

extension Questionnaire {
  /// Columns that the questionnaire reads, each once.
  fileprivate var columnsOfWrites: [String] {
    var columns: [String] = []
    var seen: Set<String> = []
    for column in participant.columns + (instance?.columns ?? []) + writes.flatMap(\.columns)
    where seen.insert(column.lowercased()).inserted {
      columns.append(column)
    }
    return columns
  }
}
