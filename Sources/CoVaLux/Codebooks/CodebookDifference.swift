public import CohortStore
import Postgres
public import Questionnaires
public import Reporting

/// What would become of stored answers if one version of a questionnaire took the place of another.
public struct CodebookDifference: Sendable {
  /// A difference with the number of stored values that it leaves behind.
  public struct Line: Hashable, Sendable {
    /// The difference.
    public let change: CodebookChange
    /// Nil where nobody counted; 0 where no stored value depends on it.
    public let orphaned: Int64?
  }

  /// What the old version is called.
  public let old: String
  /// What the new version is called.
  public let new: String
  /// The differences.
  public let lines: [Line]
  /// True if a database was asked.
  public let isCounted: Bool

  /// True if stored values would be left behind, or might be where nobody counted.
  public var orphansValues: Bool {
    lines.contains { line in line.orphaned.map { $0 > 0 } ?? (line.change.orphans != nil) }
  }

  /// The difference of two versions, without a database.
  public init(from old: Codebook, to new: Codebook) {
    self.init(
      old, new,
      lines: CodebookComparison(from: old, to: new).changes.map { change in
        Line(change: change, orphaned: change.orphans == nil ? 0 : nil)
      }, isCounted: false)
  }

  fileprivate init(_ old: Codebook, _ new: Codebook, lines: [Line], isCounted: Bool) {
    self.old = old.title
    self.new = new.title
    self.lines = lines
    self.isCounted = isCounted
  }

  /// The difference as one JSON object.
  public var json: JSONValue {
    [
      "schema": 1, "from": .string(old), "to": .string(new), "counted": .bool(isCounted),
      "orphans_values": .bool(orphansValues),
      "changes": .array(
        lines.map { line in
          [
            "kind": .string(line.change.kind.rawValue), "question": .string(line.change.question),
            "detail": .string(line.change.detail), "may_orphan": .bool(line.change.orphans != nil),
            "orphaned": JSONValue(line.orphaned.map { Int($0) }),
          ]
        }),
    ]
  }
}

extension Cohort {
  /// The difference of two versions, with the stored values that it leaves behind.
  public func comparing(_ old: Codebook, with new: Codebook) async throws -> CodebookDifference {
    let changes = CodebookComparison(from: old, to: new).changes
    let name = old.name
    let lines = try await read { study in
      try study.run { connection in
        try changes.map { change in
          CodebookDifference.Line(
            change: change, orphaned: try change.orphans?.count(under: name, on: &connection) ?? 0)
        }
      }
    }
    return CodebookDifference(old, new, lines: lines, isCounted: true)
  }

  /// The text of a questionnaire's version that was used last.
  ///
  /// - Throws: ``UnknownQuestionnaireVersion`` if none was.
  public func usedQuestionnaire(_ name: String, version: Int) async throws -> LoadedQuestionnaire {
    let (text, versions) = try await read { study in
      try study.run { connection in
        let text: [String] = try connection.query(
          """
          select definition from reference.questionnaire where name = $1 and version = $2
          order by questionnaire_id desc limit 1
          """, [name, version]
        ).map { row in try row[0] }
        let versions: [String] = try connection.query(
          "select distinct name || '@' || version from reference.questionnaire order by 1"
        ).map { row in try row[0] }
        return (text.first, versions)
      }
    }
    guard let text else { throw UnknownQuestionnaireVersion(name: "\(name)@\(version)", known: versions) }
    return try LoadedQuestionnaire(text: text, fileName: "\(name)@\(version)")
  }
}

/// No import used the version of a questionnaire.
public struct UnknownQuestionnaireVersion: Error, CustomStringConvertible {
  /// What was asked for.
  public let name: String
  /// The versions there are.
  public let known: [String]

  /// The error in a sentence, with what there is.
  public var description: String {
    let there = known.isEmpty ? "nothing was imported yet" : "there are \(known.joined(separator: ", "))"
    return "no import used the questionnaire \(name); \(there)"
  }
}

extension CodebookChange.Orphans {
  /// Counts the stored values among the answers to all versions of a questionnaire.
  fileprivate func count(under name: String, on connection: inout Connection) throws -> Int64 {
    let condition: String
    let question: String
    var values: [(any PostgresValue)?]
    switch self {
    case .all(let of):
      (question, values) = (of, [])
      condition = """
        case q.kind when 'coded' then a.coded[q.place] >= 0 when 'text' then a.texts -> q.name is not null
          else a.numbers[q.place] is not null end
        """
    case .level(let level, let of):
      (question, values) = (of, [level])
      condition = "q.kind = 'coded' and q.codes ->> a.coded[q.place]::text = $3"
    case .outside(let lowest, let highest, let of):
      (question, values) = (of, [lowest, highest])
      condition = """
        q.kind in ('number', 'date') and (a.numbers[q.place] < $3::double precision
          or a.numbers[q.place] > $4::double precision)
        """
    case .longer(let length, let of):
      (question, values) = (of, [length])
      condition = "q.kind = 'text' and char_length(a.texts ->> q.name) > $3::integer"
    }
    values = [name, question] + values
    return try connection.query(
      """
      select count(*) from cohort.answer a join reference.questionnaire n using (questionnaire_id)
        join reference.question q using (questionnaire_id)
      where n.name = $1 and q.name = $2 and \(condition)
      """, values
    ).only()[0]
  }
}
