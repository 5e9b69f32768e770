/// The files of `Schema/`, which travel inside the program.
public enum Assets {
  /// The text of a file by its path in `Schema/`, such as `reference/symptom.csv`; nil if there is none.
  public static func text(of path: String) -> String? {
    embeddedFiles.first { $0.name == path }?.text
  }

  /// The paths of the files of one folder of `Schema/`, in alphabetical order.
  public static func paths(in folder: String) -> [String] {
    embeddedFiles.map(\.name).filter { $0.hasPrefix(folder + "/") }
  }
}
