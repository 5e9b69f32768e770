import CSV
import Questionnaires

extension ImportRefusal {
  /// The refusal of a file that cannot be read as delimited text.
  ///
  /// - Throws: ``SourceFileError`` if the file changed meanwhile, which explains any other fault.
  init(of error: CSVError, in file: SourceFile) throws(SourceFileError) {
    try file.requireUnchanged()
    self = .unusable(file: file.name, [Finding(of: error)])
  }
}

extension Finding {
  /// What makes a whole file unusable.
  init(of error: CSVError) {
    let place = error.position.map { " at character \($0.column)" } ?? ""
    self.init(
      rule: error.rule, severity: .error, line: error.position?.line ?? 0,
      message: "found \(error.found)\(place) where there should be \(error.expected)", hint: error.remedy)
  }
}

extension CSVError {
  /// Word of the rule that the file breaks.
  fileprivate var rule: String {
    switch kind {
    case .notText: "file-format"
    case .emptyFile: "empty-file"
    case .undecodable, .undeclaredEncoding, .unknownEncoding, .encodingContradicted, .unencodable: "encoding"
    case .nulCharacter: "text"
    case .ambiguousDelimiter, .delimiterChanges, .unsupportedSeparator: "delimiter"
    case .textAfterClosingQuote, .unclosedQuote: "quoting"
    case .fieldTooLong, .rowTooLong, .tooManyColumns: "size"
    }
  }
}
