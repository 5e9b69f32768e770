import Statistics

extension ReferenceMethods {
  static let survival: [String: ReferenceMethod] = [:]
}
