import CoVaLux

/// A file that is about to be taken, with what it is read as.
struct QueuedFile {
  let file: WaitingFile
  /// Its questionnaire, or why there is none; nil for a file that is still being written.
  let choice: Result<LoadedQuestionnaire, any Error>?

  /// The questionnaire that was found.
  var loaded: LoadedQuestionnaire? { try? choice?.get() }
}

/// Where a file stood among those that were taken with it.
struct PlaceInRound {
  /// From 1.
  let number: Int
  let count: Int
}

/// Orders the files of one round so that no row comes before the row that it needs.
///
/// Files whose questionnaire enrols participants go first, then those that only know enrolled ones, and rows that belong
/// to rows of another form after that form; files of one kind by their names.
struct InboxQueue {
  private let ranks: [String: Int]

  init(_ questionnaires: [LoadedQuestionnaire]) {
    let all = questionnaires.map(\.questionnaire)
    ranks = Dictionary(
      all.map { ($0.name, Self.depth(of: $0, among: all) * 2 + ($0.enrols ? 0 : 1)) }, uniquingKeysWith: min)
  }

  /// The files in the order in which they are to be taken; those without a questionnaire come last.
  func ordered(_ files: [QueuedFile]) -> [QueuedFile] {
    let ranked = files.map { file in
      (file: file, rank: file.loaded.flatMap { ranks[$0.questionnaire.name] } ?? .max)
    }
    return ranked.sorted { ($0.rank, $0.file.file.name) < ($1.rank, $1.file.file.name) }.map(\.file)
  }

  /// How many forms must be stored before the rows of a questionnaire.
  private static func depth(of questionnaire: Questionnaire, among all: [Questionnaire]) -> Int {
    var depth = 0
    var parent = questionnaire.parents?.form
    // A ring of forms has no first one.
    while let form = parent, depth < all.count {
      depth += 1
      parent = all.first { $0.form == form && $0.study == questionnaire.study }?.parents?.form
    }
    return depth
  }
}
