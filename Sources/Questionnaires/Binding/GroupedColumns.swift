/// Columns whose names begin with the groups of a form, as ODK and KoBo write them: `home/people/age`.
///
/// Only what a questionnaire calls a column is looked for behind the groups, and of several such ends the longest: with
/// `aid/oxygen` an option, `home/aid/oxygen` is that and no question `oxygen`.
struct GroupedColumns {
  /// Places of the columns by the name without groups, in small letters.
  private var places: [String: [Int]] = [:]
  /// By place, the name without groups.
  private(set) var questions: [Int: String] = [:]

  /// What stands between groups in files of a tool; empty if its names have none.
  static func marks(of tool: FileShape.Tool?) -> [Character] {
    switch tool {
    case .odk: ["-", ":", "/"]
    case .kobo: ["/"]
    default: []
    }
  }

  /// - Parameters:
  ///   - header: Names of the file's columns.
  ///   - known: What the questionnaire calls its columns.
  ///   - marks: What may stand behind a group.
  init(_ header: [String], known: some Sequence<String>, marks: [Character]) {
    guard !marks.isEmpty else { return }
    let known = Set(known.map { $0.lowercased() })
    let columns = Set(header)
    for (place, name) in header.enumerated() where !known.contains(name.lowercased()) {
      for mark in name.indices where marks.contains(name[mark]) {
        let question = name[name.index(after: mark)...].lowercased()
        guard known.contains(question) else { continue }
        // What stands before an option is a question, and a column of its own.
        if Self.areGroups(name[..<mark]), !columns.contains(String(name[..<mark])) {
          places[question, default: []].append(place)
          questions[place] = question
        }
        break
      }
    }
  }

  /// The columns that a name may mean.
  func columns(of name: String) -> [Int] { places[name.lowercased()] ?? [] }

  /// True for names as forms have them, so that "systolic BP/pulse" is one name.
  private static func areGroups(_ text: Substring) -> Bool {
    guard let first = text.first, first.isLetter || first == "_" else { return false }
    return text.allSatisfy { $0.isLetter || $0.isNumber || "_-.:/".contains($0) }
  }
}
