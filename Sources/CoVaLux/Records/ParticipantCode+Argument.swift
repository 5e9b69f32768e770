public import CohortModel

extension ParticipantCode {
  /// Reads a code as a command line gives it: itself, `@FILE` for the first line of a file, `-` for standard input.
  ///
  /// - Parameters:
  ///   - argument: What was given.
  ///   - study: The study that gave the code.
  /// - Throws: ``SourceFileError`` if the file cannot be read, ``ParticipantCodeError`` if it holds no code.
  public init(argument: String, study: String) throws {
    guard argument == "-" || argument.hasPrefix("@") else {
      try self.init(argument, study: study)
      return
    }
    let text = try SourceFile(path: argument == "-" ? "-" : String(argument.dropFirst())).text()
    try self.init(text.split(whereSeparator: \.isNewline).first ?? "", study: study)
  }
}
