import CommandLineBehaviour
import Foundation
import Reporting

/// Goes through an inbox once or again and again, and keeps the counts.
struct InboxWatch {
  private var run: InboxRun
  private var metrics: ImportMetrics
  private let metricsFile: MetricsFile?
  /// What stood in the way of the last round.
  private var obstacle: String?
  private var hasMetricsComplaint = false

  init(run: InboxRun, metricsFile: MetricsFile?) {
    self.run = run
    self.metricsFile = metricsFile
    metrics = metricsFile?.begun ?? ImportMetrics()
  }

  /// Takes what is there; with a pause, does so until it is interrupted.
  mutating func rounds(pause: Duration?) async throws -> ExitStatus {
    guard let pause else {
      try await round()
      return run.unmovable.isEmpty ? (run.hasFindings ? .findings : .done) : .file
    }
    var retry = RetryPause()
    try await patientRound()
    while true {
      let wait = obstacle == nil ? pause : retry.next()
      if obstacle == nil { retry = RetryPause() }
      try await Task.sleep(for: wait)
      try await patientRound()
    }
  }

  /// Goes through the inbox; an obstacle that passes is said once, and its end too.
  private mutating func patientRound() async throws {
    do {
      try await round()
      if obstacle != nil { Terminal.complain("covalux-import: works again") }
      obstacle = nil
    } catch {
      guard Obstacle.isPassing(error), !Interruption.isRequested else { throw error }
      let words = "\(error)"
      if words != obstacle {
        Terminal.complain(
          "covalux-import: \(TerminalText.escaped(words))\ncovalux-import: tries again until it works")
      }
      obstacle = words
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
    metrics.set(.ready, to: outcome == "finished" ? 1 : 0)
    if outcome == "finished" { metrics.set(.lastFinishedRun, to: now) }
    do {
      try metricsFile.write(metrics.text)
      hasMetricsComplaint = false
    } catch {
      guard !hasMetricsComplaint else { return }
      hasMetricsComplaint = true
      // Data matter more than counts of them, and whoever watches the counts sees that they are old.
      Terminal.complain("covalux-import: \(error)")
    }
  }
}
