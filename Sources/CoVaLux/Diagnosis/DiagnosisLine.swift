/// One thing that was looked at, and what to do where it is not as it should be.
public struct DiagnosisLine: Hashable, Sendable {
  /// How things are.
  public enum Verdict: String, Sendable, CaseIterable {
    /// As it should be.
    case ok
    /// Works, and somebody should look at it.
    case warn
    /// Does not work, or must not be so.
    case fail
  }

  /// What was looked at, in a word or two.
  public let topic: String
  /// How it is.
  public let verdict: Verdict
  /// What was found.
  public let found: String
  /// What to do; nil where there is nothing to do.
  public let remedy: String?

  init(_ topic: String, _ verdict: Verdict, _ found: String, remedy: String? = nil) {
    self.topic = topic
    self.verdict = verdict
    self.found = found
    self.remedy = remedy
  }
}
