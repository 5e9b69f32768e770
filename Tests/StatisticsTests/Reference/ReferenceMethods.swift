/// How our estimators answer the cases of each reference file.
typealias ReferenceMethod = @Sendable (ReferenceCase) throws -> [String: Answer]

enum ReferenceMethods {
  /// By the name of the file, without `.json`.
  static let all: [String: ReferenceMethod] =
    [tables, groups, survival, models, surveys].reduce(into: [:]) { $0.merge($1) { first, _ in first } }
}
