import ArgumentParser
import CSV
import Reporting

/// Rows of named columns, for people and for programs.
struct Listing {
  /// The key of the rows in JSON.
  let name: String
  let columns: [String]
  var rows: [[JSONValue]] = []

  func text(_ format: Format) -> String {
    switch format {
    case .text:
      let cells = rows.map { $0.map(Self.cell) }
      return cells.isEmpty ? "none" : ColumnText.aligned([columns] + cells)
    case .csv: return delimited(.comma)
    case .tsv: return delimited(.tab)
    case .json:
      let objects = rows.map { row in JSONValue.object(zip(columns, row).map { JSONValue.Member($0, $1) }) }
      return JSONValue.object([.init("schema", 1), .init(name, .array(objects))]).text
    }
  }

  private func delimited(_ delimiter: Delimiter) -> String {
    var writer = CSVWriter(dialect: Dialect(delimiter: delimiter), isFormulaSafe: true)
    for row in [columns.map { JSONValue.string($0) }] + rows {
      for value in row {
        if case .string(let text) = value {
          writer.writeText(text)
        } else {
          writer.writeTyped(Self.cell(value))
        }
      }
      // Every text is UTF-8 and so is the dialect.
      try? writer.endRecord()
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private static func cell(_ value: JSONValue) -> String {
    switch value {
    case .string(let text): text
    case .null: ""
    default: value.text
    }
  }

  /// How a listing is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case csv
    case tsv
    case json
  }
}

/// How a listing is written: for people on a terminal and for programs in a pipe, unless said.
struct ListingOptions: ParsableArguments {
  @Option(help: "text, csv, tsv or json (default: text on a terminal, tsv in a pipe).")
  var format: Listing.Format?

  func put(_ listing: Listing) {
    Terminal.put(listing.text(format ?? (Terminal.isOutputWatched ? .text : .tsv)))
  }
}
