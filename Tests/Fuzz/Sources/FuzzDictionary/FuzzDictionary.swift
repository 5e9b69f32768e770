import CSV
import CohortModel
import Fuzzing

@testable import Questionnaires

/// A REDCap dictionary is refused with a reason, or drafted as questionnaires that load.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDictionary(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = FuzzInput(start, count)
  let text = String(decoding: input.text, as: UTF8.self)
  let dictionary: RedcapDictionary
  do throws(QuestionnaireError) {
    dictionary = try RedcapDictionary(text: text, fileName: "dictionary.csv")
  } catch {
    require(!error.problems.isEmpty, "a dictionary is refused without a reason")
    return 0
  }
  var options = RedcapQuestionnaire.Options(name: "redcap")
  options.isLongitudinal = input.choice & 1 == 1
  options.readsLabels = input.choice & 2 == 2
  for draft in RedcapQuestionnaire.all(dictionary, options: options) {
    let loaded = Result { () throws(QuestionnaireError) in
      try Questionnaire.load(text: draft.text, fileName: "redcap.yaml", vocabulary: vocabulary)
    }
    // A label may be the name of another column; the draft then says at which line, for whoever edits it.
    guard case .failure(let error) = loaded, !options.readsLabels else { continue }
    fatalError("fuzz: a draft does not load: \(error)")
  }
  return 0
}

private let vocabulary = Vocabulary(
  symptoms: ["fever", "cough", "fatigue"].map { Symptom(rawValue: $0) },
  identifiers: [.event: ["baseline", "month-6"], .vaccine: ["comirnaty"], .canton: ["LU-ES"]])
