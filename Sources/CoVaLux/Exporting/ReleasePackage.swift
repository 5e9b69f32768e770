import Anonymisation
import CSV
import Reporting

/// What is written beside the tables so that others can read them: a Data Package (v2) and a codebook.
struct ReleasePackage {
  let release: PlannedRelease

  /// The codes that a column's cells can have, other than missing ones; nil for numbers and ids.
  static func categories(of column: ReleaseColumn, in profile: PrivacyProfile) -> [ReleaseColumn.Code]? {
    guard case .band = column.kind else {
      if case .codes(let codes) = column.kind { return codes }
      return nil
    }
    func plain(_ values: [String]) -> [ReleaseColumn.Code] { values.map { .init(value: $0, label: $0) } }
    let unknown = ReleaseColumn.Code(value: SubjectFacts.unknown, label: "unknown")
    switch column.name {
    case "sex": return plain(["male", "female", "other"]) + [unknown]
    case "infected": return plain(["yes", "no"])
    case "months_since_index":
      return plain(Self.distinct(profile.followUpLevels.flatMap { Bands.labels($0.bounds) }))
    case "months_since_dose":
      return plain(Self.distinct(profile.bounds[column.name, default: []].flatMap(Bands.labels)))
        + [.init(value: "none", label: "no dose before"), unknown]
    case "index_period": return nil
    default:
      return plain(Self.distinct(profile.bounds[column.name, default: []].flatMap(Bands.labels))) + [unknown]
    }
  }

  func dataPackage(files: [ReleasedFile]) -> JSONValue {
    [
      "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
      "name": .string("covalux-\(release.profile.name)"), "title": .string(release.profile.title),
      "covalux:profile": .string("\(release.profile.name) version \(release.profile.version)"),
      "resources": .array(
        release.tables.map { table in
          resource(table, files.first { $0.name == table.file.rawValue })
        }),
    ]
  }

  private func resource(_ table: PlannedRelease.Table, _ file: ReleasedFile?) -> JSONValue {
    let name = String(table.file.rawValue.dropLast(".csv".count))
    var schema: [JSONValue.Member] = [
      .init("fields", .array(zip(table.columns, table.roles).map { field($0, role: $1.rawValue) })),
      .init("fieldsMatch", ["exact"]),
      .init(
        "missingValues",
        .array(
          ReleaseMissing.labels.map { missing in
            ["value": .string(missing.value), "label": .string(missing.label)]
          })),
    ]
    if table.file == .participants {
      schema.append(.init("primaryKey", ["participant"]))
    } else {
      let key: JSONValue = [
        "fields": ["participant"], "reference": ["resource": "participants", "fields": ["participant"]],
      ]
      schema.append(.init("foreignKeys", .array([key])))
    }
    return [
      "name": .string(name), "path": .string(table.file.rawValue), "type": "table", "format": "csv",
      "mediatype": "text/csv", "encoding": "utf-8", "bytes": JSONValue(file?.bytes),
      "hash": .string("sha256:\(file?.sha256 ?? "")"),
      "dialect": [
        "delimiter": ",", "quoteChar": "\"", "doubleQuote": true, "lineTerminator": "\n", "header": true,
      ],
      "schema": .object(schema),
    ]
  }

  private func field(_ column: ReleaseColumn, role: String) -> JSONValue {
    var members: [JSONValue.Member] = [
      .init("name", .string(column.name)), .init("type", .string(Self.type(of: column))),
      .init("title", .string(column.title)), .init("covalux:role", .string(role)),
    ]
    if let codes = Self.categories(of: column, in: release.profile) {
      let isInteger = Self.type(of: column) == "integer"
      members.append(
        .init(
          "categories",
          .array(
            codes.map { code in
              let value: JSONValue = isInteger ? JSONValue(Int(code.value)) : .string(code.value)
              return ["value": value, "label": .string(code.label)]
            })))
    }
    switch column.kind {
    case .integer(let range):
      members.append(
        .init("constraints", ["minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]))
    case .number(let range):
      members.append(
        .init("constraints", ["minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)]))
    case .releaseID: members.append(.init("constraints", ["pattern": "[0-9a-f]{32}"]))
    default: break
    }
    return .object(members)
  }

  static func type(of column: ReleaseColumn) -> String {
    switch column.kind {
    case .integer: "integer"
    case .number: "number"
    case .codes(let codes): codes.allSatisfy { Int($0.value) != nil } ? "integer" : "string"
    default: "string"
    }
  }

  private static func distinct(_ values: [String]) -> [String] {
    var seen: Set<String> = []
    return values.filter { seen.insert($0).inserted }
  }
}

extension ReleasePackage {
  private static let header = ["file", "column", "type", "role", "title", "values"]

  private func lines(of table: PlannedRelease.Table) -> [[String]] {
    zip(table.columns, table.roles).map { column, role in
      let values: String
      switch column.kind {
      case .integer(let range): values = "\(range.lowerBound) to \(range.upperBound)"
      case .number(let range): values = "\(range.lowerBound) to \(range.upperBound)"
      case .releaseID: values = "32 hexadecimal digits"
      default:
        values =
          Self.categories(of: column, in: release.profile)?
          .map { $0.value == $0.label ? $0.value : "\($0.value) = \($0.label)" }.joined(separator: "; ")
          ?? "such as 2021-Q1, 2021-H1, 2021; unknown"
      }
      return [table.file.rawValue, column.name, Self.type(of: column), role.rawValue, column.title, values]
    }
  }

  /// The codebook as a table.
  func codebook() throws(CSVError) -> [UInt8] {
    var writer = CSVWriter(dialect: Dialect(), isFormulaSafe: true)
    try writer.writeRecord(Self.header)
    for table in release.tables {
      for line in lines(of: table) { try writer.writeRecord(line) }
      for missing in ReleaseMissing.labels {
        try writer.writeRecord(
          [
            table.file.rawValue, "(any)", "missing", "", missing.label,
            missing.value.isEmpty ? "(empty)" : missing.value,
          ])
      }
    }
    return writer.bytes
  }

  /// The codebook as a page.
  func codebookPage(subtitle: String) -> String {
    let sections = release.tables.map { table in
      HTMLPage.Section(
        heading: table.file.rawValue, body: Self.page(of: lines(of: table), named: table.file.rawValue))
    }
    let missing = ReleaseMissing.labels.map { "\($0.value.isEmpty ? "(empty)" : $0.value): \($0.label)" }
    let closing = HTMLPage.Section(heading: "Cells without a value", body: .list(missing))
    return HTMLPage(
      title: release.profile.title, subtitle: subtitle, sections: sections + [closing],
      colophon: "Codes of participants are random, made for this release alone and kept nowhere."
    ).text
  }

  private static func page(of lines: [[String]], named name: String) -> HTMLFragment {
    let escaped = HTMLFragment.escaped
    var text =
      "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"\(escaped(name))\"><table>\n"
    text +=
      "<thead><tr>" + header.dropFirst().map { "<th scope=\"col\">\($0)</th>" }.joined() + "</tr></thead>\n"
    text += "<tbody>\n"
    for line in lines {
      text += "<tr><th scope=\"row\">\(escaped(line[1]))</th>"
      text += line.dropFirst(2).map { "<td>\(escaped($0))</td>" }.joined() + "</tr>\n"
    }
    return HTMLFragment(trusted: text + "</tbody></table></div>")
  }
}
