import ArgumentParser
import CoVaLux

/// `--sex female`.
struct SexArgument: ExpressibleByArgument {
  let sex: Participant.Sex

  static let allValueStrings = Scale.sex.levels.map(\.name)

  init?(argument: String) {
    guard let code = Scale.sex.code(named: argument), let sex = Participant.Sex(rawValue: code) else {
      return nil
    }
    self.sex = sex
  }
}
