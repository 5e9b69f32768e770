import ArgumentParser
import CoVaLux
import Foundation
import Reporting

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check server, rights, clock, encoding, disk, keys and log settings, and say what to do.",
    discussion: "Exit code 1 if something failed. Nothing is changed.")

  @Option(help: "Result format: text or json.")
  var format: ResultFormat = .text
  @OptionGroup var databaseOptions: DatabaseOptions

  func run() async throws {
    let lines = await Cohort.diagnose(
      at: try databaseOptions.location(), keyDirectory: try databaseOptions.keyFolder(),
      environment: ProcessInfo.processInfo.environment)
    Terminal.put(format == .json ? Self.json(lines).text : Self.text(lines))
    if lines.contains(where: { $0.verdict == .fail }) { throw ExitStatusError(status: .findings) }
  }

  private static func text(_ lines: [DiagnosisLine]) -> String {
    let width = lines.map(\.topic.count).max() ?? 0
    return lines.flatMap { line in
      ["\(line.verdict.rawValue.padding(to: 4))  \(line.topic.padding(to: width))  \(line.found)"]
        + (line.remedy.map { [String(repeating: " ", count: width + 8) + $0] } ?? [])
    }.map { TerminalText.escaped($0) }.joined(separator: "\n")
  }

  private static func json(_ lines: [DiagnosisLine]) -> JSONValue {
    [
      "schema": 1,
      "checks": .array(
        lines.map { line in
          [
            "topic": .string(line.topic), "verdict": .string(line.verdict.rawValue),
            "found": .string(line.found),
            "remedy": JSONValue(line.remedy),
          ]
        }),
    ]
  }
}
