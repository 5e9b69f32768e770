import CoVaLux
import Foundation
import Synchronization

/// One line on a terminal that says how far an import is, from its second second on.
final class ProgressLine: Sendable {
  private let isShown: Bool
  private let start = ContinuousClock.now
  private let latest = Mutex(ContinuousClock.now)

  init(isShown: Bool) {
    self.isShown = isShown && Terminal.isWatched
  }

  /// Redraws the line, at most five times a second.
  func show(_ progress: ImportProgress) {
    let now = ContinuousClock.now
    guard isShown, now - start > .seconds(1), progress.bytesTotal > 0 else { return }
    let isDue = latest.withLock { latest in
      guard now - latest > .milliseconds(200) else { return false }
      latest = now
      return true
    }
    guard isDue else { return }
    let share = Double(progress.bytesRead) / Double(progress.bytesTotal)
    let seconds = (now - start) / .seconds(1)
    let width = 24
    let filled = min(width, Int(share * Double(width)))
    let bar = String(repeating: "=", count: filled) + String(repeating: " ", count: width - filled)
    let remaining = share > 0 ? Int(seconds / share - seconds) : 0
    write(
      "\r[\(bar)] \(Int(share * 100)) %  \(progress.rowsRead) rows  \(Int(Double(progress.rowsRead) / seconds))/s  "
        + "\(progress.rowsRejected) rejected  \(remaining) s left \u{1B}[K")
  }

  /// Removes the line.
  func clear() {
    if isShown { write("\r\u{1B}[K") }
  }

  private func write(_ text: String) {
    FileHandle.standardError.write(Data(text.utf8))
  }
}
