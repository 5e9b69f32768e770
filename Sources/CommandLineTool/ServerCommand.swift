import ArgumentParser
import Foundation
import PrivateServer

struct ServerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "server", abstract: "Start, stop or look at the private PostgreSQL server.",
    subcommands: [Start.self, Stop.self, Status.self], defaultSubcommand: Status.self)

  static func server() throws -> PrivateServer {
    try PrivateServer(environment: ProcessInfo.processInfo.environment)
  }

  struct Start: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Start the private server if it does not run.")

    func run() throws {
      let endpoint = try ServerCommand.server().ensureRunning()
      Terminal.put("running  socket \(endpoint.socketDirectory)")
    }
  }

  struct Stop: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Stop the private server; data stay.")

    func run() throws {
      Terminal.put(try ServerCommand.server().stop() ? "stopped" : "was not running")
    }
  }

  struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say where the private server is and whether it runs.")

    func run() throws {
      let status = try ServerCommand.server().status()
      var lines = ["state    \(status.state)", "home     \(status.home)"]
      if let version = status.majorVersion { lines.append("version  PostgreSQL \(version)") }
      if let process = status.processID { lines.append("process  \(process)") }
      if let endpoint = status.endpoint { lines.append("socket   \(endpoint.socketDirectory)") }
      lines.append("log      \(status.logFile)")
      Terminal.put(lines.joined(separator: "\n"))
    }
  }
}
