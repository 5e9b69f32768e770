import ArgumentParser

/// A time as the command line says it: `30s`, `5m` or `1h`.
struct Interval: ExpressibleByArgument, CustomStringConvertible {
  let duration: Duration
  let description: String

  init(seconds: Int) {
    duration = .seconds(seconds)
    description = "\(seconds)s"
  }

  init?(argument: String) {
    let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
    guard let unit = argument.last, let factor = units[unit], let count = Int(argument.dropLast()),
      (1...86_400).contains(count)
    else { return nil }
    duration = .seconds(count * factor)
    description = argument
  }
}
