import Statistics

extension ReferenceMethods {
  static let models: [String: ReferenceMethod] = [:]
}
