/// Lets only some of the tests with a database run at once: all share the connections of one server.
actor DatabaseTurns {
  /// A test holds a handful of connections, and the server has 200.
  static let shared = DatabaseTurns(count: 16)

  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(count: Int) {
    free = count
  }

  /// Waits for a turn, performs the body and passes the turn on.
  nonisolated func perform(_ body: @Sendable () async throws -> Void) async throws {
    await take()
    do {
      try await body()
    } catch {
      await pass()
      throw error
    }
    await pass()
  }

  private func take() async {
    guard free == 0 else {
      free -= 1
      return
    }
    await withCheckedContinuation { waiting.append($0) }
  }

  private func pass() {
    if waiting.isEmpty {
      free += 1
    } else {
      waiting.removeFirst().resume()
    }
  }
}
