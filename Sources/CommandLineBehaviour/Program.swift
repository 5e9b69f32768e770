public import ArgumentParser

/// Runs a root command as a program of ours.
public enum Program {
  /// Runs what the command line asks for: hygiene first, and every end has its exit code.
  public static func run(_ root: (some AsyncParsableCommand).Type) async {
    ProcessHygiene.begin()
    do {
      var command = try root.parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      ExitStatus.end(with: error, of: root)
    }
  }
}
