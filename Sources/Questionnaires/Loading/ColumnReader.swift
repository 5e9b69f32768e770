/// A write that reads a column.
struct ColumnReader {
  /// What the write makes of the column.
  enum Role {
    /// The only source of a concept.
    case concept
    /// An answer of its own.
    case answer
    /// One of the columns of an `any-of`.
    case part
    /// A concept with `any-of`, which has no column besides its parts.
    case whole
  }

  let line: Int
  let role: Role

  /// A part of a concept may be kept as an answer as well, so that nothing is lost; else one column is for one write.
  func allows(_ other: Role) -> Bool {
    (role == .part && other == .answer) || (role == .answer && other == .part)
  }
}

extension QuestionnaireLoader {
  /// A column is read once, unless a later write says that it shares it or keeps a part of a concept.
  mutating func checkColumns(
    _ columns: [String], _ name: String, _ fields: Fields, _ role: ColumnReader.Role
  ) {
    let isShared = problems.flag(fields, "shared")
    for column in columns {
      if let reader = columnReaders[column]?.first(where: { !$0.allows(role) }), !isShared {
        problems.report(
          fields["column"]?.line ?? fields.line,
          "\(name): column \"\(column)\" is read on line \(reader.line) already; say `shared: true` if that is meant"
        )
      }
      columnReaders[column, default: []].append(ColumnReader(line: fields.line, role: role))
    }
  }
}
