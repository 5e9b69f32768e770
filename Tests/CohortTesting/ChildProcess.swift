#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A program that a test starts, which inherits nothing but what it is given.
///
/// Foundation's `Process` takes the end of an inherited socket for the end of the child, so it would wait for
/// the server that `pg_ctl` leaves behind.
struct ChildProcess {
  /// The system could not start a program.
  struct StartError: Error {
    let code: Int32
  }

  private let identifier: pid_t

  /// Starts a program that is searched for in PATH, with `/dev/null` where no descriptor is given.
  init(_ command: [String], input: Int32? = nil, output: Int32? = nil) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    Self.connect(&actions, 0, to: input)
    Self.connect(&actions, 1, to: output)
    Self.connect(&actions, 2, to: output)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The threads of a queue block all signals, and a server needs them.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    var flags = Int32(POSIX_SPAWN_SETSIGMASK)
    #if canImport(Darwin)
      flags |= Int32(POSIX_SPAWN_CLOEXEC_DEFAULT)
    #else
      // Closing what is not open is no error here.
      for descriptor in Int32(3)..<1024 { posix_spawn_file_actions_addclose(&actions, descriptor) }
    #endif
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var arguments = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var identifier = pid_t()
    let code = posix_spawnp(&identifier, command[0], &actions, &attributes, &arguments, environ)
    guard code == 0 else { throw StartError(code: code) }
    self.identifier = identifier
  }

  /// Waits for the end and tells whether it was a success.
  func wait() -> Bool {
    var status: Int32 = 0
    while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
    return status == 0
  }

  private static func connect(
    _ actions: inout posix_spawn_file_actions_t, _ descriptor: Int32, to source: Int32?
  ) {
    if let source {
      posix_spawn_file_actions_adddup2(&actions, source, descriptor)
    } else {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
  }
}
