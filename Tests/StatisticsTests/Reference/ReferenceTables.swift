import Statistics

extension ReferenceMethods {
  static let tables: [String: ReferenceMethod] = [:]
}
