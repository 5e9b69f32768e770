import CommandLineBehaviour
import Foundation

/// Goes through an inbox once or again and again, and keeps the counts.
struct InboxWatch {
  private var run: InboxRun
  private var metrics: ImportMetrics
  private let metricsFile: MetricsFile?

  init(run: InboxRun, metricsFile: MetricsFile?) {
    self.run = run
    self.metricsFile = metricsFile
    metrics = metricsFile?.begun ?? ImportMetrics()
  }

  /// Takes what is there; with a pause, does so until it is interrupted.
  mutating func rounds(pause: Duration?) async throws -> ExitStatus {
    try await round()
    guard let pause else {
      return run.unmovable.isEmpty ? (run.hasFindings ? .findings : .done) : .file
    }
    while true {
      try await Task.sleep(for: pause)
      try await round()
    }
  }

  private mutating func round() async throws {
    let start = ContinuousClock.now
    do {
      try await run.takeAll(&metrics)
      conclude("finished", since: start)
    } catch {
      conclude(Interruption.isRequested ? "interrupted" : "failed", since: start)
      throw error
    }
  }

  private mutating func conclude(_ outcome: String, since start: ContinuousClock.Instant) {
    guard let metricsFile else { return }
    let now = Date().timeIntervalSince1970.rounded()
    metrics.add(1, to: .runs, outcome)
    metrics.set(.lastRun, to: now)
    metrics.set(.lastRunDuration, to: (ContinuousClock.now - start) / .seconds(1))
    if outcome == "finished" { metrics.set(.lastFinishedRun, to: now) }
    do {
      try metricsFile.write(metrics.text)
    } catch {
      // Data matter more than counts of them, and whoever watches the counts sees that they are old.
      Terminal.complain("covalux-import: \(error)")
    }
  }
}
