public import Questionnaires

extension FileNotations {
  /// Reads a file that says how files are written.
  ///
  /// - Parameter path: The YAML file.
  /// - Throws: `QuestionnaireError` with every problem of the file, ``SourceFileError`` if it cannot be read.
  public init(contentsOf path: String) throws {
    try self.init(text: try SourceFile(path: path).text(), fileName: path)
  }
}

extension ImportOptions {
  /// Takes over how the files of a questionnaire are written.
  ///
  /// - Parameter file: What is known about them.
  public mutating func read(in file: FileNotation) {
    encoding = file.encoding
    delimiter = file.delimiter
    notation = file.notation
  }
}
