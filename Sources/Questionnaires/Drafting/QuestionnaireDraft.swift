public import CSV
public import CohortModel

/// A questionnaire proposed from a file, to be reviewed by somebody who knows the form.
public struct QuestionnaireDraft: Sendable {
  /// What a file does not say.
  public struct Options: Sendable {
    /// Name of the questionnaire.
    public var name: String
    /// Study that the participants' codes belong to.
    public var study: String
    /// What messages and the draft call the file.
    public var fileName: String
    /// Its encoding, where nothing proves it; else nil.
    public var encoding: String?

    /// Makes options.
    public init(name: String, study: String, fileName: String, encoding: String? = nil) {
      self.name = name
      self.study = study
      self.fileName = fileName
      self.encoding = encoding
    }
  }

  /// The YAML text, with what to look at as comments.
  public let text: String

  /// Reads a file and proposes a questionnaire for it.
  ///
  /// Of what cells hold the draft has only codes: texts that come back in a column of few different ones. Counts below
  /// five are hidden.
  /// - Parameters:
  ///   - shape: What the header gives away.
  ///   - vocabulary: The vocabularies that concepts are proposed from.
  ///   - options: What the file does not say.
  ///   - makeReader: A reader at the beginning of the file; called twice.
  /// - Throws: `CSVError` where the file cannot be read, `QuestionnaireError` if there is nothing in it.
  public init(
    _ shape: FileShape, vocabulary: Vocabulary, options: Options,
    reading makeReader: () throws -> RecordReader
  ) throws {
    var reader = try makeReader()
    let header = try FileHeader(shape.header, reading: &reader)
    let labels = Self.labels(of: header)
    var profiles = header.columns.indices.map { place in
      ColumnProfile(name: PlainText.trimmed(header.columns[place]), label: labels[place])
    }
    var rows = 0
    var record = Record()
    while try reader.next(&record) {
      guard record.count == profiles.count else { continue }
      rows += 1
      let bytes = record.bytes
      for place in profiles.indices { profiles[place].take(bytes, record.range(of: place)) }
    }
    guard !Self.readsAsAnswers(profiles.map(\.name)) else {
      throw QuestionnaireError(
        problems: [
          .init(
            fileName: options.fileName, line: 1,
            message: "the first line reads as answers and not as names of columns; give the file a header row"
          )
        ])
    }
    var keys = KeyGuess(profiles)
    reader = try makeReader()
    _ = try FileHeader(shape.header, reading: &reader)
    try keys.settle(profiles, reading: &reader)
    guard !profiles.isEmpty else {
      throw QuestionnaireError(
        problems: [
          .init(
            fileName: options.fileName, line: 0, message: "the file is empty; there is nothing to propose")
        ])
    }
    var writer = DraftWriter(
      profiles, keys, shape, ConceptCatalogue(symptoms: vocabulary.symptoms).concepts, options: options,
      rows: rows)
    text = writer.text()
  }

  /// True if half of the names and more are numbers or dates: names of columns are shown, and answers must not be.
  private static func readsAsAnswers(_ names: [String]) -> Bool {
    let answers = names.count { name in
      let bytes = Array(name.utf8)
      let range = 0..<bytes.count
      return NumberReader.number(bytes, range, decimalMark: UInt8(ascii: ".")) != nil
        || NumericDate(bytes, range) != nil
    }
    return answers > 0 && answers * 2 >= names.count { !$0.isEmpty }
  }

  /// What rows of the header that name nothing say about each column.
  private static func labels(of header: FileHeader) -> [String] {
    let others = header.rows.indices.filter { !header.layout.names.contains($0 + 1) }
    return header.columns.indices.map { column in
      let texts = others.map { row in
        column < header.rows[row].count ? PlainText.withoutMarkup(header.rows[row][column]) : ""
      }
      return texts.first { !$0.isEmpty && !$0.hasPrefix("{") } ?? ""
    }
  }
}
