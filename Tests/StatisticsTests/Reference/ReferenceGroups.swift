import Statistics

extension ReferenceMethods {
  static let groups: [String: ReferenceMethod] = [:]
}
