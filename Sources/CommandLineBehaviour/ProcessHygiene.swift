#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the process promises before it touches any data.
enum ProcessHygiene {
  /// Nobody else may read what is written, no core file holds what was in memory, and a closed pipe is no crash.
  static func begin() {
    umask(0o077)
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    #if canImport(Glibc)
      setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    #else
      setrlimit(RLIMIT_CORE, &none)
    #endif
    signal(SIGPIPE, SIG_IGN)
  }
}
