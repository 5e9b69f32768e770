/// Everything that is wrong with a questionnaire file.
public struct QuestionnaireError: Error, Sendable, CustomStringConvertible {
  /// One thing that is wrong, and where.
  public struct Problem: Hashable, Sendable, CustomStringConvertible {
    /// Name of the file as the caller gave it.
    public let fileName: String
    /// Counted from 1; 0 if it is about the whole file.
    public let line: Int
    /// What is wrong and what to do.
    public let message: String

    /// `file:line: message`.
    public var description: String {
      line > 0 ? "\(fileName):\(line): \(message)" : "\(fileName): \(message)"
    }
  }

  /// The problems by line.
  public let problems: [Problem]

  /// One problem a line.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
