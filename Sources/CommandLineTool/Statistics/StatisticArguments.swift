import ArgumentParser
import CoVaLux
import Reporting
import Statistics

/// `--by vaccination-status`.
struct GroupingArgument: ExpressibleByArgument {
  let variable: GroupingVariable

  static let allValueStrings = GroupingVariable.allCases.map(\.rawValue)

  init?(argument: String) {
    guard let variable = GroupingVariable(rawValue: argument) else { return nil }
    self.variable = variable
  }
}

/// `--interval clopper-pearson`.
struct IntervalArgument: ExpressibleByArgument {
  let method: Proportion.IntervalMethod

  static let allValueStrings = Proportion.IntervalMethod.allCases.map(\.rawValue)

  init?(argument: String) {
    guard let method = Proportion.IntervalMethod(rawValue: argument) else { return nil }
    self.method = method
  }
}

/// `--format markdown`.
struct TableFormatArgument: ExpressibleByArgument {
  let format: any TableFormat

  static let allValueStrings = TableFormats.all.map(\.name)

  init?(argument: String) {
    guard let format = TableFormats.named(argument) else { return nil }
    self.format = format
  }
}
