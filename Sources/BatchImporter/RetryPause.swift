/// How long to wait after a failure: a second at first, twice as long each time, five minutes at most.
struct RetryPause {
  private static let longest = Duration.seconds(300)
  private var pause = Duration.seconds(1)

  /// The pause before the next attempt.
  mutating func next() -> Duration {
    defer { pause = min(pause * 2, Self.longest) }
    return pause
  }
}
