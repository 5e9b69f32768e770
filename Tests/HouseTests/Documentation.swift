/// Where the documentation lies.
enum Documentation {
  static let catalogue = "Sources/CoVaLux/CoVaLux.docc"

  /// The decision records in the order of their numbers.
  static var decisions: [Repository.File] {
    Repository.files(in: "\(catalogue)/Decisions", extensions: ["md"])
  }
}
