import Foundation

/// A program of the package as it was built beside these tests.
struct BuiltProgram {
  /// What a run left behind.
  struct Outcome {
    let exitCode: Int32
    let output: String
    let errors: String

    /// Everything that was printed.
    var everything: String { output + errors }
  }

  /// The system did not start a program.
  struct StartError: Error {
    let code: Int32
  }

  static let covalux = BuiltProgram(name: "covalux")
  static let covaluxImport = BuiltProgram(name: "covalux-import")

  let path: String

  private init(name: String) {
    // The tests are a program in the same folder.
    let tests =
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
    let folders = sequence(first: URL(filePath: tests).deletingLastPathComponent()) { folder in
      folder.path == "/" ? nil : folder.deletingLastPathComponent()
    }
    path =
      folders.map { $0.appending(path: name).path }.first { FileManager.default.isExecutableFile(atPath: $0) }
      ?? name
  }

  /// Runs the program to its end with an environment of its own.
  func run(_ arguments: [String], in scene: Scene, input: String = "") throws -> Outcome {
    try Self.run([path] + arguments, in: scene, input: input)
  }

  /// Runs any program to its end.
  static func run(_ command: [String], in scene: Scene, input: String = "") throws -> Outcome {
    let run = try start(command, in: scene, input: input)
    return try run.wait()
  }

  /// Starts a program, which can be sent signals.
  static func start(_ command: [String], in scene: Scene, input: String = "") throws -> Running {
    let mark = "\(UInt64.random(in: 0...(.max)))"
    let files = ["in", "out", "err"].map { "\(scene.folder)/.\($0)-\(mark)" }
    try input.write(toFile: files[0], atomically: false, encoding: .utf8)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, files[0], O_RDONLY, 0)
    // Files and not pipes: a server that a program leaves running keeps what it inherited.
    for descriptor in [Int32(1), 2] {
      posix_spawn_file_actions_addopen(
        &actions, descriptor, files[Int(descriptor)], O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments = command.map { strdup($0) } + [nil]
    var environment = scene.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + environment { free(text) } }
    var process = pid_t()
    let code = posix_spawnp(&process, command[0], &actions, &attributes, &arguments, &environment)
    guard code == 0 else { throw StartError(code: code) }
    return Running(process: process, files: files)
  }

  /// A program that runs.
  struct Running {
    let process: pid_t
    fileprivate let files: [String]

    /// Whether it has not ended yet.
    var isRunning: Bool {
      var ended = siginfo_t()
      return waitid(P_PID, id_t(process), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_signo == 0
    }

    func send(_ signal: Int32) {
      kill(process, signal)
    }

    /// Waits for the end and reads what was printed.
    func wait() throws -> Outcome {
      var status: Int32 = 0
      while waitpid(process, &status, 0) < 0, errno == EINTR {}
      defer { for file in files { unlink(file) } }
      // Low seven bits: the signal that ended it; the next byte: the code that it left with.
      let exitCode = status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
      return Outcome(
        exitCode: exitCode, output: try String(contentsOfFile: files[1], encoding: .utf8),
        errors: try String(contentsOfFile: files[2], encoding: .utf8))
    }
  }
}
