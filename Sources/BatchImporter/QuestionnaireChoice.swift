import CoVaLux

/// Finds the questionnaire of a file.
enum QuestionnaireChoice {
  /// The questionnaire that the name says, else the only one that the header fits.
  ///
  /// - Throws: ``QuestionnaireChoiceError`` if there is none, or more than one.
  static func questionnaire(of name: String, at path: String) throws -> LoadedQuestionnaire {
    let known = Set(LoadedQuestionnaire.names)
    let parts = name.split(separator: ".").map(String.init)
    var candidates = parts.dropFirst().dropLast().filter(known.contains)
    if let separator = name.firstRange(of: "--") {
      let prefix = String(name[..<separator.lowerBound])
      guard known.contains(prefix) else { throw QuestionnaireChoiceError.unknownPrefix }
      candidates = [prefix]
    }
    if let candidate = candidates.last { return try LoadedQuestionnaire.named(candidate) }
    let fits = try FileInspection(path: path).fits.filter { $0.unknown == 0 }
    // A form that another one is part of fits too; what knows all columns and lacks none is meant.
    let complete = fits.filter { $0.missing == 0 }
    switch (complete.count, fits.count) {
    case (1, _): return try LoadedQuestionnaire.named(complete[0].questionnaire)
    case (0, 1): return try LoadedQuestionnaire.named(fits[0].questionnaire)
    case (_, 0): throw QuestionnaireChoiceError.none
    default: throw QuestionnaireChoiceError.several(fits.map(\.questionnaire))
    }
  }
}

/// Why no questionnaire was found for a file.
enum QuestionnaireChoiceError: Error, CustomStringConvertible {
  case none
  case several([String])
  case unknownPrefix

  var description: String {
    switch self {
    case .none: "no questionnaire fits the header; name the file QUESTIONNAIRE--anything.csv"
    case .several(let names):
      "several questionnaires fit the header (\(names.joined(separator: ", "))); name the file QUESTIONNAIRE--anything.csv"
    case .unknownPrefix:
      "what stands before -- in the file's name is no questionnaire; see `covalux questionnaire list`"
    }
  }
}
