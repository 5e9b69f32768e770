extension PrivateServer {
  /// Whether a server that was told to write waits for the disk.
  public enum Durability: Sendable {
    /// Committed means on disk.
    case full
    /// A crash of the machine may lose or break everything: for tests.
    case off
  }

  /// What is known of the private server without starting it.
  public struct Status: Equatable, Sendable {
    /// How far the server is.
    public enum State: String, Sendable {
      /// No data directory has been made yet.
      case absent
      /// There are data, and no server runs on them.
      case stopped
      /// The server is starting, recovering or stopping.
      case starting
      /// The server takes connections.
      case running
    }

    /// How far the server is.
    public let state: State
    /// The home folder.
    public let home: String
    /// The major version that made the stored data; `nil` where there are none.
    public let majorVersion: Int?
    /// The server's main process; `nil` where none runs.
    public let processID: Int32?
    /// Where the server is reached; `nil` unless it runs.
    public let endpoint: Endpoint?
    /// The file with the server's log.
    public let logFile: String
  }
}
