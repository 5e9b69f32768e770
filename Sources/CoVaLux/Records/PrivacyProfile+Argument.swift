extension PrivacyProfile {
  /// The profile that a command line names: one that the program carries, or a YAML file.
  ///
  /// - Throws: ``PrivacyProfileError`` if there is none or it is wrong, ``SourceFileError`` if it cannot be read.
  public init(argument: String) throws {
    guard argument.hasSuffix(".yaml") || argument.hasSuffix(".yml") || argument.contains("/") else {
      self = try PrivacyProfile.named(argument)
      return
    }
    try self.init(yaml: try SourceFile(path: argument).text(), fileName: argument)
  }
}
