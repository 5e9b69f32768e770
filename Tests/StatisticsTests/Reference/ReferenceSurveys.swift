import Statistics

extension ReferenceMethods {
  static let surveys: [String: ReferenceMethod] = [:]
}
