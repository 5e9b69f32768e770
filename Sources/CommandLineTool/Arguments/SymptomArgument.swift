import ArgumentParser
import CoVaLux

/// `--symptom fatigue=moderate`; instead of a state, a reason why there is none, such as `refused`.
struct SymptomArgument: ExpressibleByArgument {
  let symptom: Symptom
  let state: SymptomState

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1)
    guard parts.count == 2,
      let code = Scale.symptom.code(named: parts[1]) ?? MissingReason(word: String(parts[1]))?.rawValue,
      let state = SymptomState(code: code)
    else { return nil }
    symptom = Symptom(rawValue: String(parts[0]))
    self.state = state
  }
}
